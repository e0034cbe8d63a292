import { bucketsOf } from '../../calendar/buckets.ts'
import { adoptionPoint, adoptionResult, type Adopters } from '../../kernels/adoption.ts'
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
  const seen = rowsOf({ ...own, tests: [] }, 'account, min(ts)', "account != ''", forever)
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
        const trend = names.map((week, point) => pointOf(week, byEnd[point + 1] ?? nobody))
        return { ...adoptionResult(name, [], byEnd[0] ?? nobody, `feature:${at}:0`), trend }
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

function usesAt(query: AdoptionQuery, known: ReadonlyMap<string, number>, end: number, window: number, rows: Rows = []): Adopters {
  const existed = (account: string): boolean => (known.get(account) ?? Infinity) < end
  const used = rows
    .filter(([at, account]) => Number(at) === window && existed(String(account)))
    .map(([, , times, persons]) => ({ times: Number(times), persons: Number(persons) }))
  const adopters = used.filter(({ times, persons }) => times >= query.minTimes && persons >= query.minPersons)
  return {
    eligible: [...known.keys()].filter(existed).length,
    times: Int32Array.from(adopters, ({ times }) => times),
    persons: adopters.reduce((sum, { persons }) => sum + persons, 0),
  }
}

const nobody: Adopters = { eligible: 0, times: new Int32Array(), persons: 0 }

const pointOf = (week: string, { eligible, times }: Adopters) => adoptionPoint(week, eligible, times.length)
