export type SparklineInput = {
  /** Oldest first; null is a gap. */
  readonly values: readonly (number | null)[]
  /** Limits, drawn as a band. */
  readonly limits?: { readonly lower: number; readonly upper: number } | null
  /** Mean or target, drawn as a dash. */
  readonly dash?: number | null
  readonly width?: number
  readonly height?: number
}

/** Numbers for a plain SVG: `band` a rectangle over the full width, `dash` the y of a horizontal line, `path` the d of the line, `point` the last value. All in px. */
export type Sparkline = {
  readonly width: number
  readonly height: number
  readonly band: { readonly y: number; readonly height: number } | null
  readonly dash: number | null
  readonly path: string
  readonly point: { readonly x: number; readonly y: number } | null
}

/** A row's trend, 116 by 24: two px of air at every side, four at the right for the mark of the last point. A constant series stands in the middle. */
export function sparkline({ values, limits = null, dash = null, width = 116, height = 24 }: SparklineInput): Sparkline {
  const known = values.filter((value) => value !== null)
  const drawn = [...known, ...(limits ? [limits.lower, limits.upper] : []), ...(dash === null ? [] : [dash])]
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)]
  const xOf = (index: number) => rounded(2 + (values.length < 2 ? width - 6 : (index * (width - 6)) / (values.length - 1)))
  const yOf = (value: number) => rounded(high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4))
  let pen = 'M'
  const path = values
    .map((value, index) => {
      const step = value === null ? '' : `${pen}${xOf(index)} ${yOf(value)}`
      pen = value === null ? 'M' : 'L'
      return step
    })
    .join('')
  const last = values.findLastIndex((value) => value !== null)
  const lastValue = values[last] ?? null
  return {
    width,
    height,
    path,
    dash: dash === null ? null : yOf(dash),
    point: lastValue === null ? null : { x: xOf(last), y: yOf(lastValue) },
    band: limits ? { y: yOf(limits.upper), height: rounded(yOf(limits.lower) - yOf(limits.upper)) } : null,
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
