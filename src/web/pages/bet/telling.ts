import { daysBetween } from '#engines/numbers/dates.ts'
import type { AnyRow } from '#kernel'
import { initiative } from '#objects'
import type { State } from '#web/contract.ts'
import { standings } from '#web/pages/goals/standings.ts'
import { sayDay, sayMany } from '#web/say.ts'
import type { BetDetail, BetHealth } from './asked.ts'

type Stand = Pick<BetHealth, 'state' | 'isStale' | 'days'>

/** How a running bet stands: what was said last, while it is fresh. Null of a bet that nobody has to report on. */
export function healthIn(row: AnyRow, now: string): Stand | null {
  const word = initiative.lastWord(row)
  if (!word) return null
  const since = (instant: string): number => daysBetween(instant.slice(0, 10), now.slice(0, 10))
  return { state: word.health, days: word.at === null ? null : since(word.at), isStale: since(word.since) > initiative.quietDays }
}

/** How a bet stands, as a mark and a word; what is stale never counts as good. Null of a bet that nobody has to report on. */
export function standingOf({ state, isStale, days }: Stand): readonly [State, string] | null {
  if (isStale) return ['none', days === null ? 'No word yet' : 'Stale']
  return state === null ? null : standings[state]
}

/** When it lands against its time, as a conclusion. */
export function landingSays({ plan, hard, half, likely }: BetDetail['time']): string {
  const wall = hard ?? plan
  if (half === null || likely === null) return wall ? `Nothing says when it lands; its time ends on ${sayDay(wall)}` : 'It has no time and no forecast'
  if (wall === null) return `An even chance by ${sayDay(half)}, 85% by ${sayDay(likely)}`
  if (half > wall) return `More likely late than not: an even chance by ${sayDay(half)}, ${sayMany(daysBetween(wall, half), 'day')} after ${name(hard)}`
  if (likely > wall) return `It may be late: 85% by ${sayDay(likely)}, ${sayMany(daysBetween(wall, likely), 'day')} after ${name(hard)}`
  return `It lands in time: 85% by ${sayDay(likely)}`
}
const name = (hard: string | null): string => (hard ? 'its hard date' : 'its time ends')

export interface Mark {
  readonly id: 'today' | 'plan' | 'hard'
  readonly says: string
  readonly on: string
  /** From 0 to 1. */
  readonly at: number
}

/** Where today, the days of the plan and the forecast lie on one line; null without a forecast. */
export function lineOf(time: BetDetail['time'], today: string): { readonly from: number; readonly to: number; readonly marks: readonly Mark[] } | null {
  const { plan, hard, half, likely } = time
  if (half === null || likely === null) return null
  const days = [today, half, likely, ...(plan ? [plan] : []), ...(hard ? [hard] : [])].toSorted()
  const [first = today, last = today] = [days[0], days.at(-1)]
  const whole = Math.max(1, daysBetween(first, last))
  const place = (day: string): number => daysBetween(first, day) / whole
  const mark = (id: Mark['id'], says: string, on: string | null): Mark[] => (on === null ? [] : [{ id, says, on, at: place(on) }])
  return {
    from: place(half),
    to: place(likely),
    marks: [...mark('today', 'Today', today), ...mark('plan', 'End of its time', plan), ...mark('hard', 'Hard date', hard)],
  }
}
