import type { Values } from './revenueFacts.ts'
import { weekday } from '#engines/numbers/dates.ts'
import { addDays, type Timeline } from './timeline.ts'

/** What a squad spends its weeks on, in shares of its people: a bet, upkeep, or what nobody could place. */
interface Habit {
  readonly squad: string
  readonly people: number
  readonly bets: Readonly<Record<string, number>>
  readonly upkeep: number
  readonly unplaced?: number
}

/** Upkeep eats a fifth, most of it on Platform and Identity, who carry the query engine and the certificates of sign-in; growth gets what is left. */
const now: readonly Habit[] = [
  { squad: 'Core apps', people: 16, bets: { audit: 0.46, export: 0.14, seats: 0.1 }, upkeep: 0.14, unplaced: 0.06 },
  { squad: 'Insights', people: 11, bets: { alerts: 0.68 }, upkeep: 0.18 },
  { squad: 'Connect', people: 10, bets: { rostering: 0.52 }, upkeep: 0.16, unplaced: 0.16 },
  { squad: 'Platform', people: 13, bets: { engine: 0.6 }, upkeep: 0.3 },
  { squad: 'Identity', people: 8, bets: { sso: 0.56 }, upkeep: 0.34 },
]
/** The two quarters before, when upkeep took less. */
const before: readonly Habit[] = [
  { squad: 'Core apps', people: 16, bets: { audit: 0.5, seats: 0.16 }, upkeep: 0.12 },
  { squad: 'Insights', people: 11, bets: { alerts: 0.7 }, upkeep: 0.12 },
  { squad: 'Connect', people: 10, bets: { rostering: 0.6 }, upkeep: 0.14 },
  { squad: 'Platform', people: 13, bets: { engine: 0.66 }, upkeep: 0.18 },
  { squad: 'Identity', people: 8, bets: { sso: 0.6 }, upkeep: 0.2 },
]

/** Person-weeks by squad and week since the second quarter before, as people logged them; weeks of holidays are a tenth short. */
export function* effortRows(time: Timeline): Iterable<Values> {
  const start = time.day(-8, 1)
  for (let week = addDays(start, (8 - weekday(start)) % 7); week < time.today; week = addDays(week, 7)) {
    const attendance = ['07', '08', '12'].includes(week.slice(5, 7)) ? 0.8 : 0.9
    for (const habit of week < time.quarterStart ? before : now) yield* rowsOf(habit, week, attendance)
  }
}

function* rowsOf({ squad, people, bets, upkeep, unplaced = 0 }: Habit, week: string, attendance: number): Iterable<Values> {
  const row = { team_id: squad, week, method: 'logged' }
  const weeks = (share: number): number => Math.round(people * attendance * share * 100) / 100
  for (const [bet, share] of Object.entries(bets)) yield { ...row, initiative_id: `initiative:${bet}`, investment: null, person_weeks: weeks(share) }
  yield { ...row, initiative_id: null, investment: 'maintenance', person_weeks: weeks(upkeep) }
  if (unplaced > 0) yield { ...row, initiative_id: null, investment: null, person_weeks: weeks(unplaced) }
}
