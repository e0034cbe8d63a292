import { wilson, type Interval } from '#engines/numbers/intervals.ts'
import type { Rule } from './rules.ts'

/** What a person said of a signal that was shown. */
export type Verdict = { readonly rule: Rule; readonly metric: string; readonly verdict: 'useful' | 'noise' }

export type Precision = {
  /** Signals with a verdict. */
  readonly judged: number
  readonly noise: number
  /** Useful / judged; null before the first verdict. */
  readonly precision: number | null
  readonly interval: Interval | null
}

export type Feedback = {
  readonly overall: Precision
  readonly byRule: ReadonlyMap<Rule, Precision>
  readonly byMetric: ReadonlyMap<string, Precision>
}

/** How often signals were worth a look, by rule and by metric: useful over judged, with the Wilson interval. Signals without a verdict are in neither side. */
export function precisionOf(verdicts: readonly Verdict[]): Feedback {
  const by = <K extends string>(keyOf: (verdict: Verdict) => K) =>
    new Map([...Map.groupBy(verdicts, keyOf)].map(([key, some]): [K, Precision] => [key, counted(some)]))
  return { overall: counted(verdicts), byRule: by(({ rule }) => rule), byMetric: by(({ metric }) => metric) }
}

function counted(verdicts: readonly Verdict[]): Precision {
  const noise = verdicts.filter(({ verdict }) => verdict === 'noise').length
  const useful = verdicts.length - noise
  return { judged: verdicts.length, noise, precision: verdicts.length === 0 ? null : useful / verdicts.length, interval: wilson(useful, verdicts.length) }
}
