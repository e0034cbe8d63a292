import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { xmr } from '../signal/xmr.ts'
import type { Rule } from '../signal/rules.ts'

/** Rows of a closed or open bucket by the value of one dimension. Whole counts. */
export type Bucket = { readonly period: string; readonly counts: Readonly<Record<string, number>>; readonly state?: 'closed' | 'open' | 'immature' }

export type DistributionFinding = {
  readonly dimension: string
  readonly value: string
  readonly period: string
  readonly share: number
  readonly centre: number
  readonly rule: Rule
  /** new: the value was in no bucket before; gone: it was in every one and is in none now. */
  readonly change: 'new' | 'gone' | 'moved'
  readonly says: string
}

export type DistributionReading = {
  readonly findings: readonly DistributionFinding[]
  /** Values looked at, and the closed buckets before the latest that set their limits. Fewer than 6 give no limits. */
  readonly values: number
  readonly buckets: number
}

/**
 * Has the make-up of the rows changed? The share of each value of a dimension by XmR on closed buckets (kpis.md, section 7): limits come from the buckets before the
 * latest, so that a changed bucket does not widen its own limits. Empty buckets are gaps. Shares sum to 1: where one moves, others follow.
 */
export function distributionOf(dimension: string, buckets: readonly Bucket[]): DistributionReading {
  const closed = buckets.filter(({ state, counts }) => (state ?? 'closed') === 'closed' && totalOf(counts) > 0)
  const latest = closed.at(-1)
  const values = [...new Set(closed.flatMap(({ counts }) => Object.keys(counts)))].toSorted()
  const before = closed.slice(0, -1)
  if (!latest || before.length < 6) return { findings: [], values: values.length, buckets: before.length }
  const findings = values.flatMap((value) => findingOf(dimension, value, closed, latest))
  return { findings: findings.toSorted((a, b) => Math.abs(b.share - b.centre) - Math.abs(a.share - a.centre)), values: values.length, buckets: before.length }
}

function findingOf(dimension: string, value: string, closed: readonly Bucket[], latest: Bucket): DistributionFinding[] {
  const points = closed.map(({ period, counts }) => ({ period, value: (counts[value] ?? 0) / totalOf(counts) }))
  const chart = xmr(points, { baselineEnd: closed.at(-2)?.period ?? '', natural: { low: 0, high: 1 } })
  const last = chart.points.at(-1)
  const rule = last?.rules[0]
  if (!last || last.value === null || last.centre === null || !rule) return []
  const was = closed.slice(0, -1).filter(({ counts }) => (counts[value] ?? 0) > 0).length
  const change = was === 0 ? 'new' : last.value === 0 && was === closed.length - 1 ? 'gone' : 'moved'
  const found = { dimension, value, period: latest.period, share: last.value, centre: last.centre, rule, change } as const
  return [{ ...found, says: say(found) }]
}

function say({ dimension, value, period, share, centre, change }: Omit<DistributionFinding, 'says'>): string {
  const [now, usual] = [showNumber(share, 'percent'), showNumber(centre, 'percent')]
  const where = `of the rows of ${showPeriod(period)}`
  if (change === 'new') return `${dimension} “${value}” is new: ${now} ${where}.`
  if (change === 'gone') return `${dimension} “${value}” is gone from the rows of ${showPeriod(period)}; it was ${usual}.`
  return `${dimension} “${value}” is ${now} ${where}; ${usual} is usual.`
}

function totalOf(counts: Bucket['counts']): number {
  return Object.entries(counts).reduce((total, [value, count]) => {
    if (!(count >= 0)) throw new RangeError(`The count of “${value}” is ${count}; it is zero or more.`)
    return total + count
  }, 0)
}
