import type { ControlChart, Strength } from './controlChart.ts'
import type { Rule } from './rules.ts'

/** Neighbouring periods of one process with the same limits. Without limits (a new process that is too young) the three values are null. */
export type LimitSpan = {
  readonly from: string
  readonly to: string
  readonly segment: number
  /** Why these limits began: the declared change; null for the first. */
  readonly cause: string | null
  /** Points that set the limits. */
  readonly n: number
  readonly strength: Strength
  readonly centre: number | null
  /** Inside what the measure can be, for drawing. */
  readonly lower: number | null
  readonly upper: number | null
}

export type Marked = { readonly period: string; readonly rules: readonly Rule[] }

/** The limits of a chart without its points: one span where they stand still, one per period where they follow n. Periods of the chart are covered, each once. */
export function limitSpans({ points, segments }: ControlChart): LimitSpan[] {
  const spans: LimitSpan[] = []
  for (const { period, segment, centre, drawn } of points) {
    const [lower, upper] = [drawn?.lower ?? null, drawn?.upper ?? null]
    const last = spans.at(-1)
    if (last && last.segment === segment && last.centre === centre && last.lower === lower && last.upper === upper)
      spans[spans.length - 1] = { ...last, to: period }
    else {
      const { cause = null, n = 0, strength = 'none' } = segments[segment] ?? {}
      spans.push({ from: period, to: period, segment, cause, n, strength, centre, lower, upper })
    }
  }
  return spans
}

/** The points that completed or continued a pattern. */
export const marksOf = ({ points }: ControlChart): Marked[] => points.flatMap(({ period, rules }) => (rules.length === 0 ? [] : [{ period, rules }]))
