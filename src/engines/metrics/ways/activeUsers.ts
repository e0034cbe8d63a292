import { addDays, dayNumber, periodEnd } from '../../numbers/dates.ts'
import { keeper, once } from '../../numbers/once.ts'
import { walkDays, type Grouping } from '../activity/active.ts'
import { secondsOf } from '../activity/activity.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { midnight, type Timing } from '../series/timing.ts'
import { namelessNotes } from './nameless.ts'
import { daysOf, groupingOf, peopleOf, peopleReads, type People } from './people.ts'
import { seenIn } from './seen.ts'
import type { Asked, Behind, Given, Way } from './way.ts'

export interface ActiveUsersTerms {
  /** Distinct actors or accounts of the trailing window, or how many of a window's actors come on a day of it. */
  readonly measure: 'actors' | 'accounts' | 'stickiness'
}

/**
 * Distinct people (or accounts) with an event that shows use in the trailing window that ends with each period; stickiness is the mean of the daily
 * figures over the window divided by the window's own figure (kpis.md 4.7). Daily, weekly and monthly figures of the same day are its parts.
 */
export const activeUsers: Way<ActiveUsersTerms> = {
  counts: () => 'event',
  activity: true,
  pairs: 'accounts',
  reads: () => peopleReads,
  figures: ({ measure }, asked, given) => {
    const people = peopleOf(given)
    const { grouping, keys } = groupingOf(asked.by, people)
    const { column = '' } = asked.by ?? {}
    const points = keptWhole(people, JSON.stringify([measure, asked.time]), () => pointsIn(measure, asked.time, people, { of: 'none' }, '')[0] ?? [])
    const groups = asked.by ? pointsIn(measure, asked.time, people, grouping, JSON.stringify([column, keys])) : []
    return {
      points,
      ...(asked.by ? { groups: groups.map((own, place) => groupOf(keys[place] ?? '', own, asked.time.headline)).filter(hasAny) } : {}),
      text: 'distinct actors of the events of defined features (without definitions: of all events but sign-ins and page views)',
      notes: notesOf(measure, people, asked),
    }
  },
  behind: ({ measure }, asked, given, period) => behind(measure, asked, given, period),
}

/** The whole is told beside every dimension. */
const keptWhole = keeper<People, Point[]>(12)

const unitOf = (measure: ActiveUsersTerms['measure']): 'actor' | 'account' => (measure === 'accounts' ? 'account' : 'actor')
const hasAny = ({ points }: { readonly points: readonly Point[] }): boolean => points.some(({ n }) => (n ?? 0) > 0)

/** Days that a window or its parts may reach back before the first period. */
const reach = ({ window }: Timing): number => Math.max(28, window === null ? 0 : window.unit === 'd' ? window.count : window.count * 31)

/** An account is active by any event; a person only by one that shows use. */
const namesOf = (measure: ActiveUsersTerms['measure']): 'use' | 'any' => (measure === 'accounts' ? 'any' : 'use')

/** The points of each group; where no event says who acted, nobody was counted, which is not none. */
function pointsIn(measure: ActiveUsersTerms['measure'], time: Timing, people: People, grouping: Grouping, key: string): Point[][] {
  const { actors, accounts } = people.activity
  const groups = grouping.of === 'none' ? 1 : grouping.count
  const known = unitOf(measure) === 'actor' ? actors : accounts
  if (known.length === 0) return Array.from({ length: groups }, () => time.periods.map((period): Point => ({ period, mature: true, ...nothing('no_data') })))
  const seen = seenIn(people, time, reach(time), { by: unitOf(measure), names: namesOf(measure), grouping, key })
  const ends = time.periods.map((period) => dayNumber(lastDay(period, time)))
  const days = time.window?.unit === 'd' ? time.window.count : 28
  return Array.from({ length: groups }, (_, group) => {
    const [daily, weekly, monthly, active] = (['day', 'week', 'fourWeeks', null] as const).map((window) => seen.figures(window, group))
    return time.periods.map((period, place): Point => {
      const end = ends[place] ?? 0
      const at = (figures: ((day: number) => number) | undefined): number => figures?.(end) ?? 0
      let mean = 0
      for (let back = 0; back < days; back++) mean += daily?.(end - back) ?? 0
      return {
        period,
        mature: true,
        ...figure(measure, { active: at(active), daily: at(daily), weekly: at(weekly), monthly: at(monthly), meanDaily: mean / days }),
      }
    })
  })
}

const lastDay = (period: string, { asOf }: Timing): string => (periodEnd(period) < asOf ? periodEnd(period) : asOf)

interface Counts {
  readonly active: number
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
  readonly meanDaily: number
}

function figure(measure: ActiveUsersTerms['measure'], { active, ...counts }: Counts): Figure {
  const mean = counts.meanDaily
  const parts = { ...counts, stickiness: active === 0 ? null : mean / active }
  if (measure !== 'stickiness') return { value: active, interval: null, numerator: active, denominator: null, n: active, parts }
  if (active === 0) return { ...nothing('no_denominator'), parts }
  return { value: mean / active, interval: null, numerator: mean, denominator: active, n: active, parts }
}

function notesOf(measure: ActiveUsersTerms['measure'], { activity, features, counted }: People, { by }: Asked): string[] {
  const notes: string[] = []
  if (measure !== 'accounts' && features.length === 0) notes.push('No feature is defined: every event but sign-ins and page views shows use.')
  if (unitOf(measure) === 'actor') notes.push(...namelessNotes(activity))
  const left = leftOut(counted)
  if (left > 0) notes.push(`${left.toLocaleString('en-US')} services and people of our own are left out.`)
  if (by) notes.push('Somebody may be active in several groups: groups do not add up to the whole.')
  return notes
}

/** How many services and people of our own there are. */
const leftOut = once(({ actor }: People['counted']) => actor.length - actor.reduce((sum, one) => sum + one, 0))

/** Accounts by how many of their people were active in the window, beside the window before. */
function behind(measure: ActiveUsersTerms['measure'], asked: Asked, given: Given, period: string): Behind[] {
  const people = peopleOf(given)
  const codes = Int32Array.from(people.activity.accounts.keys())
  const days = daysOf(asked.time, 2 * reach(asked.time))
  const now = lastDay(period, asked.time)
  const span = asked.time.window?.unit === 'd' ? asked.time.window.count : 28
  const then = addDays(now, -span)
  const rows = new Map<number, { opening: number; closing: number }>()
  for (const seen of walkDays(people.activity, people.counted, days, { of: 'account', group: codes, count: codes.length }, unitOf(measure), namesOf(measure))) {
    if (seen.date !== now && seen.date !== then) continue
    const start = secondsOf(midnight(addDays(seen.date, 1 - span), asked.time.timeZone))
    for (const code of codes) {
      const own = rows.get(code) ?? { opening: 0, closing: 0 }
      rows.set(code, seen.date === now ? { ...own, closing: seen.since(code, start) } : { ...own, opening: seen.since(code, start) })
    }
  }
  return [...rows]
    .filter(([, { opening, closing }]) => opening + closing > 0)
    .map(([code, { opening, closing }]) => ({
      account: people.activity.accounts[code] ?? '',
      name: nameOf(people, people.activity.accounts[code] ?? ''),
      opening,
      closing,
      change: closing - opening,
      movement: closing > opening ? 'more' : closing < opening ? 'fewer' : 'steady',
      reason: null,
    }))
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || b.closing - a.closing)
}

function nameOf({ accounts }: People, id: string): string | null {
  const name = accounts.get(id)?.['name']
  return typeof name === 'string' ? name : null
}
