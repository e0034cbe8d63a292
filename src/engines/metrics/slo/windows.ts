import { addDays, daysBetween, periodEnd, periodOf, periodStart, type Grain } from '../../numbers/dates.ts'
import { keeper } from '../../numbers/once.ts'
import { civilDay } from '../../numbers/zone.ts'
import { requireApart, type Objective, type SliWindow } from './slo.ts'

/** What an objective promises over: first and last civil day, both inside. */
export type SloDays = { readonly from: string; readonly to: string }

/** The window that an objective is kept over, with the events that were counted in it; instants in milliseconds. */
export type SloWindow = SliWindow & { readonly days: SloDays }

/** Where each civil day begins, as an instant in milliseconds. */
export type DayStart = (day: string) => number

/** Counts of one objective and tenant in their order of time, with running sums; the civil days on which they begin, on which any of them ends, and that any of them covers. */
export type Counts = {
  readonly tenant: string | null
  readonly firstDay: string
  readonly rows: readonly SliWindow[]
  readonly good: Float64Array
  readonly valid: Float64Array
  readonly endDays: readonly string[]
  readonly coveredDays: readonly string[]
}

/** Lengths in days by which a calendar window is known. */
const calendars: readonly (readonly [Grain, number, number])[] = [
  ['day', 1, 1],
  ['week', 7, 7],
  ['month', 28, 31],
  ['quarter', 90, 92],
  ['year', 365, 366],
]

/** The calendar period that a length in days means: 1 a day, 7 an ISO week, 28 to 31 a month, 90 to 92 a quarter, 365 or 366 a year. Null for others. */
export const calendarOf = (days: number): Grain | null => calendars.find(([, least, most]) => days >= least && days <= most)?.[0] ?? null

/** What to write instead of a length that no calendar period has. */
export const calendarHint = 'Write 1 for a day, 7 for a week, 30 for a month, 91 for a quarter or 365 for a year, or make the window rolling.'

/**
 * The window of an objective to which a civil day belongs: the calendar period that holds it, or the `days` days that end with it (Google SRE workbook, chapter 2:
 * a rolling window is told anew each day, a calendar window is reset when its period begins).
 */
export function windowAt({ kind, days }: Objective, day: string): SloDays {
  const grain = kind === 'calendar' ? calendarOf(days) : null
  if (grain === null) return { from: addDays(day, 1 - days), to: day }
  const period = periodOf(day, grain)
  return { from: periodStart(period), to: periodEnd(period) }
}

/** Rows of each tenant apart, in order; what ends after `asOf` (milliseconds) is not known yet. Overlaps are refused. */
export function countsOf(windows: readonly SliWindow[], asOf: number, timeZone: string, starts: DayStart): Counts[] {
  const known = windows.filter(({ end }) => end <= asOf)
  requireApart(known)
  return [...Map.groupBy(known, ({ tenant }) => tenant ?? null)].map(([tenant, own]) => {
    const rows = own.toSorted((a, b) => a.end - b.end)
    const [good, valid] = [running(rows.map((row) => row.good)), running(rows.map((row) => row.valid))]
    const firstDay = civilDay(new Date(rows[0]?.start ?? asOf).toISOString(), timeZone)
    return { tenant, firstDay, rows, good, valid, endDays: endDaysOf(rows, timeZone, starts), coveredDays: coveredDaysOf(rows, timeZone, starts) }
  })
}

/** What ends with a day, at the midnight after it, belongs to that day. Counts of five minutes are many: a zone is asked once for a day. */
function endDaysOf(rows: readonly SliWindow[], timeZone: string, starts: DayStart): string[] {
  const days: string[] = []
  let over = -Infinity
  for (const { end } of rows) {
    if (end <= over) continue
    const day = dayBefore(end, timeZone, starts)
    days.push(day.name)
    over = day.over
  }
  return days
}

/** A civil day, and the instant at which it is over. */
interface Day {
  readonly name: string
  readonly over: number
}

const zones = new Map<string, Map<number, Day>>()
const mostEnds = 50_000

/** The day that holds what ends at an instant. Counts end at the same instants for all objectives, and day after day they are asked for again. */
function dayBefore(end: number, timeZone: string, starts: DayStart): Day {
  const known = zones.get(timeZone) ?? new Map<number, Day>()
  const found = known.get(end)
  if (found) return found
  const name = civilDay(new Date(end - 1).toISOString(), timeZone)
  const day = { name, over: starts(addDays(name, 1)) }
  if (known.size >= mostEnds) known.clear()
  zones.set(timeZone, known.set(end, day))
  return day
}

/** Every civil day of which something was counted, a count without events included: each row covers the days that it runs over. */
function coveredDaysOf(rows: readonly SliWindow[], timeZone: string, starts: DayStart): string[] {
  const days: string[] = []
  let over = -Infinity // where the last covered day ends
  for (const { start, end } of rows) {
    if (end <= over) continue
    const [before, last] = [days.at(-1), dayBefore(end, timeZone, starts)]
    const first = before !== undefined && start < over ? addDays(before, 1) : dayBefore(start + 1, timeZone, starts).name
    for (let day = first; day <= last.name; day = addDays(day, 1)) days.push(day)
    over = last.over
  }
  return days
}

/** How much of a window is known: its days until a day, and those of them that counts cover. */
export interface Coverage {
  readonly counted: number
  readonly promised: number
}

/** Of a window’s days up to one, itself included, those with counts. */
export function coverageOf({ coveredDays }: Pick<Counts, 'coveredDays'>, { from, to }: SloDays, until: string): Coverage {
  const last = until < to ? until : to
  const promised = Math.max(0, daysBetween(from, last) + 1)
  return { counted: placeAfter(coveredDays, last) - placeAfter(coveredDays, addDays(from, -1)), promised }
}

/** Below this share of a window’s days with counts its verdict is provisional: of thirty days, three may be missing. Our default. */
export const leastCovered = 0.9
export const isThin = ({ counted, promised }: Coverage): boolean => counted < leastCovered * promised

/** How many of some days, in order, come before the day after one. */
function placeAfter(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] ?? '') <= day) low = middle + 1
    else high = middle
  }
  return low
}

function running(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (const [at, value] of values.entries()) sums[at + 1] = (sums[at] ?? 0) + value
  return sums
}

/** The events of a window's days: rows count where they end. What ends after the last of `until` is left out. */
export function counted(counts: Counts, days: SloDays, until: string, starts: DayStart): SloWindow {
  const [start, end] = [starts(days.from), starts(addDays(days.to, 1))]
  const [first, last] = [after(counts.rows, start), after(counts.rows, Math.min(end, starts(addDays(until, 1))))]
  const sum = (of: Float64Array): number => (of[last] ?? 0) - (of[first] ?? 0)
  return { start, end, good: sum(counts.good), valid: sum(counts.valid), tenant: counts.tenant, days }
}

/** How many rows end at an instant or before it. */
function after(rows: readonly SliWindow[], instant: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.end ?? Infinity) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Windows of an objective that close in a stretch of civil days. A calendar window closes with its last day. A rolling one closes with every day on which counts
 * end, once counts reach back over all of its days: a promise over 30 days has no verdict after ten.
 */
export const closedIn = (objective: Objective, counts: Counts, stretch: SloDays, starts: DayStart): SloWindow[] =>
  closedOf(counts, `${objective.kind} ${objective.days}`, () => {
    const spans = new Map(counts.endDays.map((day) => windowAt(objective, day)).map((days) => [days.to, days]))
    const windows = [...spans.values()].map((days) => counted(counts, days, days.to, starts))
    return windows.filter(({ start }) => objective.kind === 'calendar' || (counts.rows[0]?.start ?? Infinity) <= start)
  }).filter(({ days: { to } }) => to >= stretch.from && to <= stretch.to)

/** All windows of counts, which many stretches look into: each month of a year looks back over twelve. */
const closedOf = keeper<Counts, readonly SloWindow[]>(1)

/**
 * The window in which an objective stood on the last day of a stretch on which counts ended, with what was counted by the end of the stretch; null without any. As long
 * as counts do not reach back over a rolling one, it is the first that they will fill: three days have not spent what thirty may.
 */
export function standingIn(objective: Objective, counts: Counts, stretch: SloDays, starts: DayStart): SloWindow | null {
  const day = counts.endDays.findLast((one) => one >= stretch.from && one <= stretch.to)
  if (day === undefined) return null
  const window = windowAt(objective, day)
  const isFilling = objective.kind === 'rolling' && window.from < counts.firstDay
  return counted(counts, isFilling ? { from: counts.firstDay, to: addDays(counts.firstDay, objective.days - 1) } : window, stretch.to, starts)
}

/** The longest row of an objective in whole days, where it is longer than its window: such a row cannot be cut and counts whole in the window in which it ends. */
export function longerThan({ kind, days }: Objective, windows: readonly SliWindow[]): number | null {
  const grain = kind === 'calendar' ? calendarOf(days) : null
  const most = grain === null ? days : (calendars.find(([name]) => name === grain)?.[2] ?? days)
  const longest = Math.round(windows.reduce((top, { start, end }) => Math.max(top, end - start), 0) / 86_400_000)
  return longest > most ? longest : null
}

/** The share of a window's days that has passed by the end of a day, from 0 to 1. */
export const passedBy = ({ from, to }: SloDays, day: string): number => (day >= to ? 1 : Math.max(0, daysBetween(from, day) + 1) / (daysBetween(from, to) + 1))
