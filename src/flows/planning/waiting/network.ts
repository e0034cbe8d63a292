import { dayNumber, daysBetween, periodEnd } from '#engines/numbers/dates.ts'
import { knots } from '#engines/portfolio/graph/cycle.ts'
import type { Edge, Task } from '#engines/portfolio/graph/schedule.ts'
import { isRecord, type AnyRow } from '#kernel'
import { initiative } from '#objects'
import { text, weeksOf } from '../reading.ts'

export const isOpenBet = (row: AnyRow): boolean => !initiative.isOver(row['stage'])
const settled = ['delivered', 'waived', 'refused']

/** Something that somebody cannot do without, and that is still to come. */
export const isHolding = (dependency: AnyRow): boolean => dependency['strength'] === 'hard' && !settled.includes(text(dependency['state']))

/** The day a bet lands with a chance of 85 %: its forecast, else the end of its timeframe; null while it has neither, or is coarser than half a year. */
export function landsOn(row: AnyRow): string | null {
  const likely = isRecord(row['forecast']) ? text(row['forecast']['likely']) : ''
  return likely === '' ? endOfTime(text(row['timeframe'])) : likely
}

/** The last day of a timeframe; null without one, and for a year, which says no day. */
export function endOfTime(timeframe: string): string | null {
  const half = /^(\d{4})-H([12])$/.exec(timeframe)
  if (half) return half[2] === '1' ? `${half[1]}-06-30` : `${half[1]}-12-31`
  return timeframe === '' || /^\d{4}$/.test(timeframe) ? null : periodEnd(timeframe)
}

/** The day something needed is expected: as promised, else when the bet that gives it lands. */
export const expectedOn = (dependency: AnyRow, giver: AnyRow | undefined): string | null => text(dependency['promisedFor']) || (giver ? landsOn(giver) : null)

export interface Network {
  readonly tasks: readonly Task[]
  readonly edges: readonly Edge[]
  /** The day that 0 stands for. */
  readonly origin: string
}

/**
 * Bets and outside deliveries as tasks in days. A taker ends no earlier than its giver plus what it has left to do after the day on which
 * it needs the thing: on time moves nothing, each day later moves it by a day. What is delivered, waived, refused or soft moves nobody.
 */
export function networkOf(bets: readonly AnyRow[], dependencies: readonly AnyRow[]): Network {
  const open = bets.filter(isOpenBet).filter((row) => landsOn(row) !== null)
  const byId = new Map(open.map((row) => [row.id, row]))
  const holding = dependencies.filter((row) => isHolding(row) && byId.has(text(row['from'])) && row['from'] !== row['to'])
  const days = [...open.map((row) => landsOn(row) ?? ''), ...holding.map((row) => text(row['neededBy']))].toSorted()
  const origin = days[0] ?? '2000-01-01'
  const at = (day: string): number => dayNumber(day) - dayNumber(origin)
  const end = (row: AnyRow): number => at(landsOn(row) ?? origin)
  const outside = holding.filter((row) => !byId.has(text(row['to'])))
  return {
    origin,
    tasks: [
      ...open.map((row): Task => ({ id: row.id, duration: lengthOf(row), earliest: end(row) - lengthOf(row) })),
      ...outside.map((row): Task => ({ id: row.id, duration: 1, earliest: at(expectedOn(row, undefined) ?? text(row['neededBy'])) - 1 })),
    ],
    edges: holding.map((row): Edge => {
      const [taker, giver] = [byId.get(text(row['from'])), byId.get(text(row['to']))]
      const after = taker ? end(taker) - at(text(row['neededBy'])) : 0
      const expected = expectedOn(row, giver)
      const part = giver && expected !== null ? at(expected) - end(giver) : 0 // a part may come before, or after, the whole
      return { before: giver ? giver.id : row.id, after: text(row['from']), type: 'finishFinish', lag: after + part }
    }),
  }
}

/** The network without the tasks that wait for each other, since those have no order; and their circles, the largest first. */
export function opened(net: Network): { readonly net: Network; readonly circles: readonly (readonly string[])[] } {
  const before = Map.groupBy(net.edges, ({ after }) => after)
  const circles = knots(new Map(net.tasks.map(({ id }) => [id, (before.get(id) ?? []).map((edge) => edge.before)])))
  const stuck = new Set(circles.flat())
  const isFree = (id: string): boolean => !stuck.has(id)
  return {
    circles,
    net: { ...net, tasks: net.tasks.filter(({ id }) => isFree(id)), edges: net.edges.filter((edge) => isFree(edge.before) && isFree(edge.after)) },
  }
}

/** Days of work that a bet stands for: its person-weeks at six people, a day at least. Only the order of tasks depends on it. */
function lengthOf(row: AnyRow): number {
  return Math.max(1, Math.round(((weeksOf(row) ?? 6) / 6) * 7))
}

export const daysLate = (expected: string | null, needed: string): number | null => (expected === null ? null : daysBetween(needed, expected))
