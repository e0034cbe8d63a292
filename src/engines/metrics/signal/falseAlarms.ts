import { strengthOf, type ControlChart } from './controlChart.ts'
import type { Rule } from './rules.ts'

/**
 * New patterns per point of a process that does not change, at known limits and normal noise.
 * outside: 2(1 - Φ(3)), one in 370 (Shewhart). run: a run reaches its eighth point, (1/2)^8, one in 256. near: three of four beyond 1.5 standard deviations on one
 * side, patterns that share points counted once: the stationary rate of a Markov chain over the last three points, one in 657.
 */
export const falseRates: Readonly<Record<Rule, number>> = { outside: 0.0026997961, run: 1 / 256, near: 0.0015209743 }

export type FalseAlarms = {
  /** False signals to expect in the tested points; not whole. */
  readonly expected: number
  readonly byRule: Readonly<Record<Rule, number>>
  readonly charts: number
  readonly points: number
  readonly found: number
  readonly says: string
}

/**
 * How many signals chance alone would give: tested points x the rules' rates, over all charts. `since` counts points of that period and later; without it the
 * latest tested point of each chart. Limits from few points give more than this; 6 to 11 points perhaps twice as many.
 */
export function falseAlarms(charts: readonly ControlChart[], { since }: { readonly since?: string } = {}): FalseAlarms {
  const tested = charts.map((chart) => ({ chart, periods: testedPeriods(chart, since) })).filter(({ periods }) => periods.length > 0)
  const byRule = { outside: 0, run: 0, near: 0 }
  for (const { chart, periods } of tested) {
    const rates = ratesOf(chart)
    for (const rule of rules) byRule[rule] += rates[rule] * periods.length
  }
  const expected = byRule.outside + byRule.run + byRule.near
  const found = tested.reduce((total, { chart, periods }) => total + chart.signals.filter((signal) => periods.includes(signal.found)).length, 0)
  const points = tested.reduce((total, { periods }) => total + periods.length, 0)
  return { expected, byRule, charts: tested.length, points, found, says: sayExpected(expected, tested.length, points, found) }
}

const rules = ['outside', 'run', 'near'] as const

/** Geometric counts are skewed: beyond ḡ + 3σ lies far more than 0.27% of them, all above; rule near is not used. */
function ratesOf({ kind, segments }: ControlChart): Readonly<Record<Rule, number>> {
  const centre = segments.at(-1)?.centre
  if (kind !== 'g' || centre === null || centre === undefined) return falseRates
  const limit = centre + 3 * Math.sqrt(centre * (centre + 1))
  return { outside: (centre / (1 + centre)) ** (Math.floor(limit) + 1), run: falseRates.run, near: 0 }
}

function testedPeriods({ points, segments }: ControlChart, since: string | undefined): string[] {
  const tested = points.filter((point) => point.isTested && strengthOf(segments[point.segment]?.n ?? 0) !== 'none')
  const limited = tested.filter((point) => point.upper !== null)
  return (since === undefined ? limited.slice(-1) : limited.filter(({ period }) => period >= since)).map(({ period }) => period)
}

function sayExpected(expected: number, charts: number, points: number, found: number): string {
  const number = expected < 0.05 ? 'fewer than 0.1' : expected.toFixed(1)
  const plural = (count: number, word: string) => `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`
  return `${plural(found, 'signal')} in ${plural(points, 'point')} of ${plural(charts, 'chart')}; chance alone would give about ${number}.`
}
