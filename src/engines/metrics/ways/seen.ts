import { addDays, dayNumber, periodOf, periodStart } from '../../numbers/dates.ts'
import { keeper } from '../../numbers/once.ts'
import type { Day, Grouping } from '../activity/active.ts'
import { counting } from '../activity/marks.ts'
import { presenceOf, trailing, type Presence, type Trailing } from '../activity/presence.ts'
import { windowStart, type Timing, type Window } from '../series/timing.ts'
import { daysOf, type People } from './people.ts'

/** Distinct people or accounts in the windows that end with a civil day. */
export interface Seen {
  /** By the number of the day; `window` is one of the fixed ones below, or null for the window (or period) that was asked. */
  figures(window: 'day' | 'week' | 'fourWeeks' | 'month' | null, group: number): (day: number) => number
}

/** Large groupings are not kept: the last day of each person in each of many groups takes tens of megabytes. */
const mostKept = 2_000_000

const fixed = { day: '1d', week: '7d', fourWeeks: '28d', month: 'month' } as const

/** Follows who was seen when, over whole years, so that another as-of day, metric or window of the same people needs no other pass over the events. */
export function seenIn(
  { activity, counted }: People,
  time: Timing,
  reach: number,
  { by, names, grouping, key }: { readonly by: 'actor' | 'account'; readonly names: 'use' | 'any'; readonly grouping: Grouping; readonly key: string },
): Seen {
  const days = yearsOf(time, reach)
  const own = time.window?.text ?? time.grain
  const windows = windowsOf(days, time)
  const size = (grouping.of === 'none' ? 1 : grouping.count) * (by === 'actor' ? activity.actors : activity.accounts).length
  const origin = size > mostKept ? {} : activity.origin
  const named = [counted.who, by, names, grouping.of, key, time.timeZone, days[0]?.date, days.at(-1)?.date, windows.map((window) => window.key).join()].join(
    '|',
  )
  const presence: Presence = presenceOf({ ...activity, origin }, { key: named, days, isIn: counting(activity, counted, by, names), by, grouping, windows })
  const first = dayNumber(days[0]?.date ?? time.asOf)
  return {
    figures: (window, group) => {
      const counts = presence(window === null ? own : fixed[window], group)
      return (day) => counts[day - first] ?? 0
    },
  }
}

/** All days of the years that are asked, and of some around them: the same for years, so that a new one does not begin everything anew. */
function yearsOf(time: Timing, reach: number): readonly Day[] {
  const { asOf, periods } = time
  const first = addDays(periodStart(periods[0] ?? asOf), -reach).slice(0, 4)
  const last = Math.floor(Number(asOf.slice(0, 4)) / 4) * 4 + 3
  const from = Math.min(Number(first), last - 6)
  return keptDays(zones, `${time.timeZone} ${from} ${last}`, () =>
    daysOf({ ...time, asOf: `${last}-12-31`, periods: [`${String(from).padStart(4, '0')}-01-01`] }, 0),
  )
}

const zones = {}
const keptDays = keeper<object, readonly Day[]>(8)

function windowsOf(days: readonly Day[], { window, grain }: Timing): Trailing[] {
  return keptWindows(days, `${window?.text} ${grain}`, () => {
    const trails = ([1, 7, 28] as const).map((count) => trailing(`${count}d`, days, (date) => addDays(date, 1 - count)))
    const month = trailing('month', days, (date) => `${date.slice(0, 7)}-01`)
    const own = [...trails, month].some(({ key }) => key === (window?.text ?? grain)) ? [] : [trailing(window?.text ?? grain, days, startsOf(window, grain))]
    return [...trails, month, ...own]
  })
}

const keptWindows = keeper<object, Trailing[]>(8)

const startsOf = (window: Window | null, grain: Timing['grain']) => (date: string) => (window ? windowStart(date, window) : periodStart(periodOf(date, grain)))
