import { addDays } from '#engines/numbers/dates.ts'
import { schedule } from '#engines/portfolio/graph/schedule.ts'
import { expectedOf, type Expected } from '#engines/portfolio/releases/releases.ts'
import { isRecord, showDate, type AnyRow } from '#kernel'
import { release } from '#objects'
import { text } from '../reading.ts'
import { daysLate, endOfTime, expectedOn, isOpenBet, landsOn, networkOf, opened } from '../waiting/network.ts'

/** The rows of the plan that say when a feature is done. */
export interface Ground {
  readonly today: string
  readonly features: readonly AnyRow[]
  readonly bets: readonly AnyRow[]
  readonly dependencies: readonly AnyRow[]
}

export interface Expectation {
  readonly expected: Expected | null
  /** What says so, in words; empty when nothing does. */
  readonly because: string
}

/** When each feature that is not out is done: from the forecast of its bet with what that waits for counted in, else from its own time. */
export function expecting(ground: Ground): (feature: AnyRow, kinds: readonly release.Hold['kind'][]) => Expectation {
  const { today, features, bets, dependencies } = ground
  const [byId, known] = [release.byId(bets), release.byId(features)]
  const moved = movedBy(bets, dependencies)
  return (feature, kinds) => {
    const needs = release.needsOf(feature, known, dependencies)
    if (kinds.every((kind) => kind === 'waits')) return waiting(needs, byId, today)
    const bet = byId.get(release.betOf(feature, known) ?? '')
    const lands = bet && isOpenBet(bet) ? landsOn(bet) : null
    const due = endOfTime(text(feature['timeframe']))
    if (!bet || lands === null) return { expected: expectedOf({ due, bet: null }, today), because: due === null ? '' : 'its own time says so' }
    const by = moved.get(bet.id) ?? 0
    const half = isRecord(bet['forecast']) ? text(bet['forecast']['half']) : lands
    const timing = { due, bet: { due: endOfTime(text(bet['timeframe'])), half: addDays(half, by), likely: addDays(lands, by) } }
    return { expected: expectedOf(timing, today), because: becauseOf(bet, by, needs, byId) }
  }
}

/** Days by which what a bet waits for moves it. */
function movedBy(bets: readonly AnyRow[], dependencies: readonly AnyRow[]): ReadonlyMap<string, number> {
  const { net } = opened(networkOf(bets, dependencies))
  const planned = schedule(net.tasks, net.edges)
  return new Map(net.tasks.map(({ id, duration, earliest = 0 }) => [id, Math.max(0, Math.round((planned?.tasks.get(id)?.finish ?? 0) - earliest - duration))]))
}

/** A feature whose work is done comes when the last thing is there that its bet waits for. */
function waiting(needs: readonly AnyRow[], byId: ReadonlyMap<string, AnyRow>, today: string): Expectation {
  const days = needs.map((need) => expectedOn(need, byId.get(text(need['to']))))
  const last = days.some((day) => day === null)
    ? null
    : days.reduce<string | null>((latest, day) => (latest === null || (day ?? '') > latest ? day : latest), null)
  return { expected: expectedOf({ due: last, bet: null }, today), because: last === null ? '' : `${namesOf(needs)} comes then` }
}

function becauseOf(bet: AnyRow, by: number, needs: readonly AnyRow[], byId: ReadonlyMap<string, AnyRow>): string {
  const late = needs.flatMap((need) => {
    const on = expectedOn(need, byId.get(text(need['to'])))
    const days = daysLate(on, text(need['neededBy'])) ?? 0
    return on !== null && days > 0 ? [{ need, on, days }] : []
  })
  const [worst] = late.toSorted((a, b) => b.days - a.days)
  if (by > 0 && worst) return `${bet.key} waits for ${namesOf([worst.need])}, promised for ${showDate(worst.on)}, ${worst.days} days after it is needed`
  if (by > 0) return `${bet.key} is moved by ${by} days by what it waits for`
  return isRecord(bet['forecast']) ? `the forecast of ${bet.key} says so` : `${bet.key} ends then`
}

const namesOf = (needs: readonly AnyRow[]): string => needs.map(({ key, title }) => `${key} ${text(title)}`).join(' and ')
