import type { SqlText } from '../dialect/sql.ts'
import { spansOf } from '../series/timing.ts'
import { groupOf, type Figure, type Point, type Series } from '../series/figure.ts'
import type { FactPlan } from '../dialect/periods.ts'
import { Refused, type Asked, type Given, type Read, type Split } from './way.ts'

export type Cell = { readonly n: number; readonly hits: number }

/** The plan of one fact over the periods asked, split or whole. */
export const planOf = (
  { fact, at }: { readonly fact: string; readonly at: string },
  { time }: Asked,
  where: FactPlan['where'] = [],
): ((by: Split | null) => FactPlan) => {
  return (by) => ({ fact, at, spans: spansOf(time), where, ...(by ? { by } : {}) })
}

/** Reads the whole, and once more the groups: distinct counts of groups do not add up to the whole. */
export const cellReads = (query: (by: Split | null) => SqlText, { by }: Asked): Record<string, Read> => ({
  whole: query(null),
  ...(by ? { groups: query(by) } : {}),
})

/** A figure of each cell (period, and group when asked), from rows with the columns key, grp, n and hits. */
export function cellSeries({ time, by }: Asked, given: Given, figure: (cell: Cell, period: string, group: string | null) => Figure): Series {
  const seriesOf = (name: string): ((group: string | null) => Point[]) => {
    const cells = new Map(
      given.rows(name).map((row) => [`${String(row['grp'])}\n${String(row['key'])}`, { n: Number(row['n']), hits: Number(row['hits'] ?? 0) }]),
    )
    return (group) =>
      time.periods.map((period) => ({ period, mature: true, ...figure(cells.get(`${group ?? ''}\n${period}`) ?? { n: 0, hits: 0 }, period, group) }))
  }
  const points = seriesOf('whole')(null)
  if (!by) return { points }
  const keys = [...new Set(given.rows('groups').map((row) => String(row['grp'])))].toSorted()
  if (keys.length > 200)
    throw new Refused(`“${by.column}” has ${keys.length} values; 200 are allowed in one breakdown.`, 'Choose a coarser dimension.', 'unsupported')
  const grouped = seriesOf('groups')
  return { points, groups: keys.map((key) => groupOf(key, grouped(key), time.headline)) }
}
