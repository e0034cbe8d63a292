import { countAccounts, countRows, countShare, type FactPlan } from '#engines/metrics/dialect/periods.ts'
import type { SqlText } from '#engines/metrics/dialect/sql.ts'
import { garwood, wilson } from '#engines/numbers/intervals.ts'
import { Problem, type Computation, type Figure, type Point } from '#kernel'
import { groupOf, nothing } from '#engines/metrics/series/figure.ts'
import { spansOf, type Timing } from '#engines/metrics/series/timing.ts'
import type { Computed } from './envelope.ts'
import type { Facts } from './facts.ts'

export interface Split {
  readonly of: 'fact' | 'account'
  readonly column: string
}

/** Denominators of each period and group, for rates over something that is not in the fact itself. */
export type Exposure = (period: string, group: string | null) => number | null

type Cell = { readonly n: number; readonly hits: number }

/** A share of rows: top-box answers of all answers. */
export async function share(compute: Extract<Computation, { by: 'share' }>, time: Timing, split: Split | null, facts: Facts): Promise<Computed> {
  const query = (by: Split | null) => countShare(plan(compute, compute.where, time, by), compute.hit)
  return await assemble(query, time, split, facts, ({ n, hits }) =>
    n === 0 ? nothing('no_data') : { value: hits / n, interval: wilson(hits, n), numerator: hits, denominator: n, n },
  )
}

/** Distinct accounts with a row in the trailing window. A missing period is a measured zero once any data exist before it. */
export async function activeAccounts(
  compute: Extract<Computation, { by: 'activeAccounts' }>,
  time: Timing,
  split: Split | null,
  facts: Facts,
): Promise<Computed> {
  const query = (by: Split | null) => countAccounts(plan(compute, [], time, by))
  return await assemble(query, time, split, facts, ({ n }) => ({ value: n, interval: null, numerator: n, denominator: null, n }))
}

/** Rows for each unit of exposure, with the exact Poisson interval. */
export async function perExposure(
  compute: Extract<Computation, { by: 'perPayingAccount' }>,
  time: Timing,
  split: Split | null,
  facts: Facts,
  exposure: Exposure,
): Promise<Computed> {
  const query = (by: Split | null) => countRows(plan(compute, compute.where ?? [], { ...time, window: null }, by))
  return await assemble(query, time, split, facts, ({ n }, period, group) => {
    const denominator = exposure(period, group)
    if (denominator === null || denominator <= 0) return { ...nothing('no_denominator'), numerator: n }
    return { value: n / denominator, interval: garwood(n, denominator), numerator: n, denominator, n: Math.round(denominator) }
  })
}

function plan(compute: { readonly fact: string; readonly at: string }, where: FactPlan['where'], time: Timing, split: Split | null): FactPlan {
  return { fact: compute.fact, at: compute.at, spans: spansOf(time), where: where ?? [], ...(split ? { by: split } : {}) }
}

/** Runs the query for the whole, and once more for the groups: distinct counts of groups do not add up to the whole. */
async function assemble(
  query: (by: Split | null) => SqlText,
  time: Timing,
  split: Split | null,
  facts: Facts,
  figure: (cell: Cell, period: string, group: string | null) => Figure,
): Promise<Computed> {
  const whole = query(null)
  const points = seriesOf(await facts.ask(whole), time, figure)
  if (!split) return { points: points(null), text: whole.text, notes: [] }
  const rows = await facts.ask(query(split))
  const keys = [...new Set(rows.map((row) => String(row['grp'])))].toSorted()
  if (keys.length > 200)
    throw new Problem('refused', `“${split.column}” has ${keys.length} values; 200 are allowed in one breakdown.`, 'Choose a coarser dimension.')
  const grouped = seriesOf(rows, time, figure)
  const groups = keys.map((key) => groupOf(key, grouped(key), time.headline))
  return { points: points(null), groups, text: whole.text, notes: [] }
}

function seriesOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  time: Timing,
  figure: (cell: Cell, period: string, group: string | null) => Figure,
): (group: string | null) => Point[] {
  const cells = new Map(rows.map((row) => [`${String(row['grp'])}\n${String(row['key'])}`, { n: Number(row['n']), hits: Number(row['hits'] ?? 0) }]))
  return (group) =>
    time.periods.map((period) => ({ period, mature: true, ...figure(cells.get(`${group ?? ''}\n${period}`) ?? { n: 0, hits: 0 }, period, group) }))
}
