import { addPeriods, countPeriods, periodOf } from '#engines/numbers/dates.ts'
import type { Bucket } from './distribution.ts'

/** Counted rows of months as buckets without gaps: a month between two others that has no row is a bucket of none. Months of `today` and later are open. */
export function bucketsOf(rows: readonly Readonly<Record<string, unknown>>[], today: string): (Bucket & { readonly state: 'closed' | 'open' })[] {
  const byPeriod = Map.groupBy(rows, ({ period }) => String(period))
  const known = [...byPeriod.keys()].toSorted()
  const open = periodOf(today, 'month')
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return []
  const before = addPeriods(open, -1)
  const end = last > before ? last : before // a feed that stopped has empty months up to now
  return Array.from({ length: Math.max(0, countPeriods(first, end)) + 1 }, (_, index) => {
    const period = addPeriods(first, index)
    const counts = Object.fromEntries((byPeriod.get(period) ?? []).map((row) => [String(row['value'] ?? ''), Number(row['rows'] ?? 0)]))
    return { period, counts, state: period >= open ? 'open' : 'closed' }
  })
}
