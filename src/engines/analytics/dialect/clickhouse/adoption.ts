import { bucketsOf } from '../../calendar/buckets.ts'
import { adoptionPoint, adoptionResult, type Use } from '../../kernels/adoption.ts'
import type { AdoptionQuery } from '../../query/kinds.ts'
import { millisOf } from '../../query/parts.ts'
import { isAmong, isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'
import { wholes } from './words.ts'

const forever = { from: -Infinity, to: Infinity }

/**
 * Adoption by account: each shard groups the uses of its accounts, window by window; who was eligible is known here, from the accounts that exist and
 * from when each was first seen. One row comes back for each account, feature and window with any use, and one for each account.
 */
export function adoptionPlan(own: SqlFrame, query: AdoptionQuery): SqlPlan {
  if (own.actor !== 'account') throw unsupported('actor', 'adoption by person')
  const { frame, place } = own
  const end = Math.min(frame.span.to, frame.asOf + 1)
  const weeks = bucketsOf(frame.span.from, frame.span.to, 'week', frame.calendar)
  const whole = weeks.edges.slice(1).filter((edge) => edge <= end)
  const ends = [end, ...whole.slice(-26)]
  const names = weeks.names.slice(Math.max(0, whole.length - 26), whole.length)
  const uses = query.features.map(({ sel, eligible }, at) => {
    if (eligible !== null) throw unsupported(`features[${at}].eligible`, 'a condition of who may use a feature')
    return usesIn(own, query, isOf(own, sel, `features[${at}].sel`), ends)
  })
  const seen = rowsOf(own, 'account, min(ts)', "account != ''", forever)
  const length = millisOf(query.trailing, 'trailing')
  return {
    counts: query.features.map(({ sel }, at) => rowsOf(own, 'count()', isOf(own, sel, `features[${at}].sel`), { from: end - length, to: end })),
    statements: [`${seen} GROUP BY account`, ...uses],
    data: ([firsts = [], ...answers]) => {
      const known = existing(
        place.accounts.filter(({ id }) => isAmong(own.among, id)),
        frame.query.internal === 'include' ? [] : place.own.accounts,
        firsts,
      )
      const features = query.features.map(({ name }, at) => {
        const byEnd = ends.map((edge, window) => usesAt(query, known, edge, window, answers[at]))
        const trend = names.map((week, point) => pointOf(week, byEnd[point + 1] ?? []))
        return { ...adoptionResult(name, [], byEnd[0] ?? [], `feature:${at}:0`), trend }
      })
      return { features }
    },
  }
}

/** Rows window, account, times, persons. */
function usesIn(own: SqlFrame, query: AdoptionQuery, condition: string, ends: readonly number[]): string {
  const length = millisOf(query.trailing, 'trailing')
  const rows = rowsOf(own, 'account, person, ts', `${condition} AND account != ''`, { from: Math.min(...ends) - length, to: Math.max(...ends) })
  const windows = `arrayFilter((place, last) -> ts < last AND ts >= last - ${length}, CAST(range(${ends.length}), 'Array(Int64)'), ${wholes(ends)})`
  return `SELECT window, account, sum(n), count() FROM (
SELECT window, account, person, count() AS n FROM (${rows}) ARRAY JOIN ${windows} AS window GROUP BY window, account, person) GROUP BY window, account`
}

/** When each account came to be, or was first seen where nobody said. */
function existing(accounts: SqlFrame['place']['accounts'], own: readonly string[], firsts: Rows): ReadonlyMap<string, number> {
  const known = new Map(firsts.map(([account, ts]) => [String(account), Number(ts)]))
  const left = new Set(own)
  for (const { id, created } of accounts) if (created !== null && !left.has(id)) known.set(id, created)
  return known
}

function usesAt(query: AdoptionQuery, known: ReadonlyMap<string, number>, end: number, window: number, rows: Rows = []): Use[] {
  const used = new Map(
    rows.filter(([at]) => Number(at) === window).map(([, account, times, persons]) => [String(account), { times: Number(times), persons: Number(persons) }]),
  )
  return [...known].flatMap(([account, since], actor): Use[] => {
    if (since >= end) return []
    const { times, persons } = used.get(account) ?? { times: 0, persons: 0 }
    return [{ actor, label: 0, times, persons, isAdopter: times >= query.minTimes && persons >= query.minPersons }]
  })
}

const pointOf = (week: string, uses: readonly Use[]) => adoptionPoint(week, uses.length, uses.filter(({ isAdopter }) => isAdopter).length)
