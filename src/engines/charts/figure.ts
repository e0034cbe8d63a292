import type { ChartOption, Mark } from './option.ts'
import type { Theme } from './theme.ts'
import { textWidth, type Weight } from './interWidths.ts'

/** What every chart function returns: the ECharts option, one sentence for who cannot see it, the same numbers as a table, and the height in px that it was laid out for. */
export type Figure = { readonly option: ChartOption; readonly summary: string; readonly table: Table; readonly height: number }
export type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** Width in px of the frame and the colours; below 480 px a chart drops direct labels at the right. */
export type Frame = { readonly theme: Theme; readonly width?: number }
export const frameWidth = 696
export const narrowBelow = 480

export type { Mark } from './option.ts'

export type TextStyle = {
  readonly fill: string
  readonly weight?: Weight
  readonly align?: 'left' | 'center' | 'right'
  readonly size?: number
  readonly z?: number
  readonly over?: boolean
}

/** One line of text whose middle stands at y; `over` gives it a ground of its own, so that lines behind it stop. */
export function textMark(
  theme: Theme,
  x: number,
  y: number,
  text: string,
  { fill, weight = 400, align = 'left', size = 12, z = 5, over = false }: TextStyle,
): Mark {
  return {
    type: 'text',
    silent: true,
    z,
    style: {
      x,
      y,
      text,
      fill,
      font: `${weight} ${size}px ${theme.font}`,
      align,
      verticalAlign: 'middle',
      ...(over ? { backgroundColor: theme.ground, padding: [0, 3] } : {}),
    },
  }
}

/** A straight line; `dash` is on, off. */
export function lineMark(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  { width = 1, dash, z = 0 }: { readonly width?: number; readonly dash?: readonly number[]; readonly z?: number } = {},
): Mark {
  return { type: 'line', silent: true, z, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: width, ...(dash ? { lineDash: [...dash] } : {}) } }
}

export function pathMark(
  points: readonly (readonly [number, number])[],
  style: { readonly stroke?: string; readonly fill?: string; readonly dash?: readonly number[]; readonly width?: number },
  z = 0,
): Mark {
  const drawn = {
    fill: style.fill ?? 'none',
    stroke: style.stroke ?? 'none',
    lineWidth: style.width ?? 1,
    ...(style.dash ? { lineDash: [...style.dash] } : {}),
  }
  const shape = { points: points.map(([x, y]) => [x, y]) }
  return style.fill ? { type: 'polygon', silent: true, z, shape, style: drawn } : { type: 'polyline', silent: true, z, shape, style: drawn }
}

export function boxMark(
  x: number,
  y: number,
  width: number,
  height: number,
  style: { readonly fill: string; readonly stroke?: string },
  { radius = 0, z = 0 }: { readonly radius?: number; readonly z?: number } = {},
): Mark {
  return {
    type: 'rect',
    silent: true,
    z,
    shape: { x, y, width, height, r: radius },
    style: { fill: style.fill, stroke: style.stroke ?? 'none', lineWidth: style.stroke ? 1 : 0 },
  }
}

/** 'Mean 100.7' at the right of a line: name muted, value in text colour. */
export function namedValue(theme: Theme, x: number, y: number, name: string, value: string): Mark[] {
  return [textMark(theme, x, y, name, { fill: theme.muted }), textMark(theme, x + textWidth(`${name} `), y, value, { fill: theme.text })]
}

/** What all options share: no animation, Inter, a description for assistive tools, a plain tooltip. */
export function commonOption(theme: Theme, summary: string): ChartOption {
  return {
    animation: false,
    backgroundColor: 'transparent',
    color: [...theme.series],
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    aria: { enabled: true, label: { description: summary } },
    tooltip: {
      trigger: 'axis',
      backgroundColor: theme.ground,
      borderColor: theme.hairline,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.font },
      axisPointer: { type: 'line', lineStyle: { color: theme.greyLine, width: 1, type: 'solid' } },
    },
  }
}
