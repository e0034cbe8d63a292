import { bucketsOf } from '../../calendar/buckets.ts'
import type { Span } from '../../calendar/span.ts'
import { adoptionPoint, adoptionResult, type Adopters } from '../../kernels/adoption.ts'
import type { AdoptionQuery } from '../../query/kinds.ts'
import { millisOf } from '../../query/parts.ts'
import { bornOf } from './born.ts'
import { isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'
import { wholes } from './words.ts'

const forever = { from: -Infinity, to: Infinity }

/**
 * Adoption: each shard groups the uses of its actors, window by window; who was eligible is known here, from those who exist and from when each was first seen.
 * One row comes back for each actor, and one for each account, feature and window with any use, or for each person and feature.
 */
export function adoptionPlan(own: SqlFrame, query: AdoptionQuery): SqlPlan {
  const { frame } = own
  const end = Math.min(frame.span.to, frame.asOf + 1)
  const weeks = bucketsOf(frame.span.from, frame.span.to, 'week', frame.calendar)
  const whole = weeks.edges.slice(1).filter((edge) => edge <= end)
  const ends = [end, ...whole.slice(-26)]
  const names = weeks.names.slice(Math.max(0, whole.length - 26), whole.length)
  const born = bornOf(own)
  const uses = query.features.map(({ sel, eligible }, at) => {
    if (eligible !== null) throw unsupported(`features[${at}].eligible`, 'a condition of who may use a feature')
    return (own.actor === 'person' ? usesOfPersons : usesIn)(own, query, isOf(own, sel, `features[${at}].sel`), ends)
  })
  const seen = rowsOf({ ...own, tests: [] }, `${own.actor} AS actor, min(ts)`, `${own.actor} != ''`, forever)
  const length = millisOf(query.trailing, 'trailing')
  return {
    counts: query.features.map(({ sel }, at) => rowsOf(own, 'count()', isOf(own, sel, `features[${at}].sel`), { from: end - length, to: end })),
    statements: [`${seen} GROUP BY actor`, ...uses, ...born.statements],
    data: ([firsts = [], ...answers]) => {
      const known = new Map([...firsts.map(([actor, ts]) => [String(actor), Number(ts)] as const), ...born.counted(answers.slice(uses.length))])
      const features = query.features.map(({ name }, at) => {
        const told = usesAt(query, own.actor === 'person' ? windowed(answers[at]) : (answers[at] ?? []), known, ends)
        const trend = names.map((week, point) => pointOf(week, told[point + 1] ?? nobody))
        return { ...adoptionResult(name, [], told[0] ?? nobody, `feature:${at}:0`), trend }
      })
      return { features }
    },
  }
}

/** In which windows a row lies, by their places. */
const windowsOf = (query: AdoptionQuery, ends: readonly number[]): string =>
  `arrayFilter((place, last) -> ts < last AND ts >= last - ${millisOf(query.trailing, 'trailing')}, CAST(range(${ends.length}), 'Array(Int64)'), ${wholes(ends)})`

const usable = (query: AdoptionQuery, ends: readonly number[]): Span => ({
  from: Math.min(...ends) - millisOf(query.trailing, 'trailing'),
  to: Math.max(...ends),
})

/** Rows window, account, times, persons. */
function usesIn(own: SqlFrame, query: AdoptionQuery, condition: string, ends: readonly number[]): string {
  const rows = rowsOf(own, 'account, person, ts', `${condition} AND account != ''`, usable(query, ends))
  return `SELECT window, account, sum(n), count() FROM (
SELECT window, account, person, count() AS n FROM (${rows}) ARRAY JOIN ${windowsOf(query, ends)} AS window GROUP BY window, account, person) GROUP BY window, account`
}

/** Rows person, a bit for each window in which the person used the feature often enough, and how often in the first. */
function usesOfPersons(own: SqlFrame, query: AdoptionQuery, condition: string, ends: readonly number[]): string {
  const rows = rowsOf(own, 'person, ts', `${condition} AND person != ''`, usable(query, ends))
  return `SELECT person, sum(bitShiftLeft(toInt64(1), window)), sumIf(n, window = 0) FROM (
SELECT window, person, count() AS n FROM (${rows}) ARRAY JOIN ${windowsOf(query, ends)} AS window GROUP BY window, person HAVING n >= ${query.minTimes}) GROUP BY person`
}

const windowed = (rows: Rows = []): Rows =>
  rows.flatMap(([person, bits, times]) =>
    Array.from({ length: 27 }, (_, window) => window).flatMap((window) =>
      ((Number(bits) >> window) & 1) === 1 ? [[window, person, window === 0 ? times : Infinity, 1]] : [],
    ),
  )

/** Who adopted a feature in each window; of the windows of weeks the times are not asked for. */
function usesAt(query: AdoptionQuery, rows: Rows, known: ReadonlyMap<string, number>, ends: readonly number[]): Adopters[] {
  const eligible = ends.map((end) => [...known.values()].filter((since) => since < end).length)
  const adopters = ends.map((): { times: number; persons: number }[] => [])
  for (const [at, actor, n, persons] of rows) {
    const [window, times] = [Number(at), Number(n)]
    if (!((known.get(String(actor)) ?? Infinity) < (ends[window] ?? 0))) continue
    if (times >= query.minTimes && Number(persons) >= query.minPersons) adopters[window]?.push({ times, persons: Number(persons) })
  }
  return adopters.map((own, window) => ({
    eligible: eligible[window] ?? 0,
    times: Int32Array.from(own, ({ times }) => times),
    persons: own.reduce((sum, each) => sum + each.persons, 0),
  }))
}

const nobody: Adopters = { eligible: 0, times: new Int32Array(), persons: 0 }

const pointOf = (week: string, { eligible, times }: Adopters) => adoptionPoint(week, eligible, times.length)
