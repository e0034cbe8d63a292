import { addDays, periodEnd } from '../../numbers/dates.ts'
import { walkDays, type Seen } from '../activity/active.ts'
import { secondsOf } from '../activity/activity.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { midnight, spansOf, type Timing } from '../series/timing.ts'
import { daysOf, groupingOf, peopleOf, peopleReads, type People } from './people.ts'
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
  reads: () => peopleReads,
  figures: ({ measure }, asked, given) => {
    const people = peopleFor(measure, given)
    const { grouping, keys } = groupingOf(asked.by, people)
    const walk = (one: typeof grouping) => walkDays(people.activity, people.counted, daysOf(asked.time, reach(asked.time)), one, unitOf(measure))
    const points = collect(measure, asked.time, walk({ of: 'none' }), 1)[0] ?? []
    const groups = asked.by ? collect(measure, asked.time, walk(grouping), keys.length) : []
    return {
      points,
      ...(asked.by ? { groups: groups.map((own, place) => groupOf(keys[place] ?? '', own, asked.time.headline)).filter(hasAny) } : {}),
      text: 'distinct actors of the events of defined features (without definitions: of all events but sign-ins and page views)',
      notes: notesOf(measure, people, asked),
    }
  },
  behind: ({ measure }, asked, given, period) => behind(measure, asked, given, period),
}

/** An account is active by any event; a person only by one that shows use. */
function peopleFor(measure: ActiveUsersTerms['measure'], given: Given): People {
  const people = peopleOf(given)
  return measure === 'accounts' ? { ...people, counted: { ...people.counted, name: people.counted.name.map(() => 1) } } : people
}

const unitOf = (measure: ActiveUsersTerms['measure']): 'actor' | 'account' => (measure === 'accounts' ? 'account' : 'actor')
const hasAny = ({ points }: { readonly points: readonly Point[] }): boolean => points.some(({ n }) => (n ?? 0) > 0)

/** Days that a window or its parts may reach back before the first period. */
const reach = ({ window }: Timing): number => Math.max(28, window === null ? 0 : window.unit === 'd' ? window.count : window.count * 31)

/** The points of each group, from one walk over the days. */
function collect(measure: ActiveUsersTerms['measure'], time: Timing, walk: Iterable<Seen>, groups: number): Point[][] {
  const points: Point[][] = Array.from({ length: groups }, () => [])
  const daily: number[][] = Array.from({ length: groups }, () => [])
  const ends = new Map(spansOf(time).map(({ key, start }) => [lastDay(key, time), { key, start: secondsOf(start) }]))
  for (const seen of walk) {
    const span = ends.get(seen.date)
    for (let group = 0; group < groups; group++) {
      const own = daily[group] ?? []
      own.push(seen.daily(group))
      if (span) points[group]?.push({ period: span.key, mature: true, ...figure(measure, seen, group, span.start, own, time) })
    }
  }
  return points
}

const lastDay = (period: string, { asOf }: Timing): string => (periodEnd(period) < asOf ? periodEnd(period) : asOf)

function figure(measure: ActiveUsersTerms['measure'], seen: Seen, group: number, start: number, daily: readonly number[], time: Timing): Figure {
  const back = (days: number): number => seen.since(group, secondsOf(midnight(addDays(seen.date, 1 - days), time.timeZone)))
  const active = seen.since(group, start)
  const days = time.window?.unit === 'd' ? time.window.count : 28
  const mean = daily.slice(-days).reduce((sum, each) => sum + each, 0) / Math.min(days, daily.length)
  const parts = { daily: seen.daily(group), weekly: back(7), monthly: back(28), meanDaily: mean, stickiness: active === 0 ? null : mean / active }
  if (measure !== 'stickiness') return { value: active, interval: null, numerator: active, denominator: null, n: active, parts }
  if (active === 0) return { ...nothing('no_denominator'), parts }
  return { value: mean / active, interval: null, numerator: mean, denominator: active, n: active, parts }
}

function notesOf(measure: ActiveUsersTerms['measure'], { activity, features, counted }: People, { by }: Asked): string[] {
  const notes: string[] = []
  if (measure !== 'accounts' && features.length === 0) notes.push('No feature is defined: every event but sign-ins and page views shows use.')
  const unknown = unitOf(measure) === 'actor' ? activity.actor.subarray(0, activity.length).filter((who) => who < 0).length : 0
  if (unknown > 0) notes.push(`${unknown.toLocaleString('en-US')} events do not say who acted: nobody is counted for them.`)
  const left = activity.actors.length - counted.actor.reduce((sum, one) => sum + one, 0)
  if (left > 0) notes.push(`${left.toLocaleString('en-US')} services and people of our own are left out.`)
  if (by) notes.push('Somebody may be active in several groups: groups do not add up to the whole.')
  return notes
}

/** Accounts by how many of their people were active in the window, beside the window before. */
function behind(measure: ActiveUsersTerms['measure'], asked: Asked, given: Given, period: string): Behind[] {
  const people = peopleFor(measure, given)
  const codes = Int32Array.from(people.activity.accounts.keys())
  const days = daysOf(asked.time, 2 * reach(asked.time))
  const now = lastDay(period, asked.time)
  const span = asked.time.window?.unit === 'd' ? asked.time.window.count : 28
  const then = addDays(now, -span)
  const rows = new Map<number, { opening: number; closing: number }>()
  for (const seen of walkDays(people.activity, people.counted, days, { of: 'account', group: codes, count: codes.length }, unitOf(measure))) {
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
