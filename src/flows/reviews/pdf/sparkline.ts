import type { PrintedFigure } from './printed.ts'

export interface Sparkline {
  /** Unbroken stretches of [x, y], both 0 to 1, y downwards; a period without a value breaks the line. */
  readonly lines: readonly (readonly (readonly [number, number])[])[]
  /** Height of the target's dashed line, or null. */
  readonly target: number | null
  readonly last: { readonly x: number; readonly y: number; readonly isMature: boolean } | null
}

/** The last 13 points (12 when months) scaled so that they and the target just fit. */
export function sparkline({ points, target, grain }: PrintedFigure): Sparkline {
  const shown = points.slice(grain === 'month' ? -12 : -13)
  const values = shown.flatMap(({ value }) => value ?? [])
  const all = target ? [...values, target.value] : values
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const y = (value: number): number => (high > low ? (high - value) / (high - low) : 0.5)
  const x = (index: number): number => (shown.length > 1 ? index / (shown.length - 1) : 1)
  const lines: [number, number][][] = [[]]
  let last: Sparkline['last'] = null
  for (const [index, { value, mature }] of shown.entries()) {
    if (value === null) {
      lines.push([])
      last = null
      continue
    }
    lines.at(-1)?.push([rounded(x(index)), rounded(y(value))])
    last = { x: rounded(x(index)), y: rounded(y(value)), isMature: mature }
  }
  return { lines: lines.filter((line) => line.length > 1), target: target && values.length > 0 ? rounded(y(target.value)) : null, last }
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
