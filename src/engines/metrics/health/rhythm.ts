import { addDays, daysBetween } from '../../numbers/dates.ts'
import { keeper, once } from '../../numbers/once.ts'
import { civilDay } from '../../numbers/zone.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * How often rows of a fact come, from the facts themselves. `first`: the day from which it is known, of a row or of an arrival. `last`: the newest day with a row, or
 * with an arrival where the rhythm is that of arrivals.
 */
export interface Rhythm {
  readonly of: 'arrivals' | 'rows'
  readonly first: string
  readonly last: string
  /** The longest wait between two neighbours in the last 400 days. */
  readonly longest: number
  /** Days without anything that are not called silence. */
  readonly allowed: number
}

/** How new the rows of a fact are, and their rhythm as far as it was known on a day; null while there are too few of them. */
export interface Fed {
  readonly rows: number
  /** The first day of business, in the zone of the workspace. */
  readonly oldest: string | null
  readonly newest: string | null
  readonly recordedAt: string | null
  readonly rhythm: Rhythm | null
}

/** From counts by day of business and day of arrival (columns day, arrived, oldest, newest, recorded, rows). */
export function fedBy(told: readonly Row[], { asOf, timeZone }: { readonly asOf: string; readonly timeZone: string }): Fed {
  const { days, arrivals, first, ...fed } = counted(told)
  return {
    ...fed,
    oldest: first === null || first.length === 10 ? first : civilDay(first, timeZone),
    ...kept(told, asOf, () => ({ newest: newestBy(told, asOf), rhythm: rhythmOf(days, arrivals, asOf) })),
  }
}

/** Counts are read once for all questions about them. */
const counted = once((told: readonly Row[]) => ({
  rows: told.reduce((sum, { rows }) => sum + Number(rows ?? 0), 0),
  recordedAt: texts(told, 'recorded').at(-1) ?? null,
  first: texts(told, 'oldest').at(0) ?? null,
  days: texts(told, 'day'),
  arrivals: texts(told, 'arrived'),
}))

const kept = keeper<readonly Row[], Pick<Fed, 'newest' | 'rhythm'>>(40)

/** A contract that begins next year says nothing of how new the ledger is. */
const newestBy = (told: readonly Row[], asOf: string): string | null =>
  texts(
    told.filter(({ day }) => day === null || day === undefined || String(day).slice(0, 10) <= asOf),
    'newest',
  ).at(-1) ?? null

const texts = (told: readonly Row[], column: string): string[] =>
  [...new Set(told.flatMap((row) => (row[column] === null || row[column] === undefined ? [] : [String(row[column])])))].toSorted()

const leastDays = 10
const leastArrivals = 4
const memory = 400

/**
 * Rows that lie days apart are late after twice the longest wait that they had. Files or requests that arrive in a rhythm of their own (four days with an arrival and
 * more) are late after one and a half of their longest wait; what lies before them in business time is then no sign of silence.
 */
export function rhythmOf(days: readonly string[], arrivals: readonly string[], asOf: string): Rhythm | null {
  const rows = waitsOf(days, asOf)
  const files = waitsOf(arrivals, asOf)
  const byRows = rows && rows.n >= leastDays ? 2 * rows.longest : 0
  if (rows && files && files.n >= leastArrivals) {
    const last = rows.last > files.last ? rows.last : files.last
    return { of: 'arrivals', first: files.first, last, longest: files.longest, allowed: Math.max(2, byRows, Math.ceil(1.5 * files.longest)) }
  }
  return rows && byRows > 0 ? { of: 'rows', first: rows.first, last: rows.last, longest: rows.longest, allowed: Math.max(2, byRows) } : null
}

/** Different days up to one, within memory of the last of them. */
function waitsOf(days: readonly string[], asOf: string): (Pick<Rhythm, 'first' | 'last' | 'longest'> & { readonly n: number }) | null {
  const known = days.map((day) => day.slice(0, 10)).filter((day) => day <= asOf)
  const last = known.at(-1)
  if (last === undefined) return null
  const since = addDays(last, -memory)
  const recent = [...new Set(known.filter((day) => day >= since))]
  const waits = recent.map((day, index) => daysBetween(recent[index - 1] ?? day, day))
  return { n: recent.length, first: recent[0] ?? last, last, longest: Math.max(...waits) }
}

type Grain = 'day' | 'week' | 'month' | 'quarter'

/** An input whose silence is judged: how old its newest row is, and how old it may be. */
export interface Waiting {
  readonly fact: string
  readonly since: string
  readonly age: number
  readonly allowed: number
  readonly rhythm: Rhythm | null
}

/** One period and a grace. */
const slaDays: Readonly<Record<Grain, number>> = { day: 2, week: 9, month: 40, quarter: 100 }
/** What has not yet come for a week may be silent over its first weekend: from Friday to Monday. */
const weekend = 3

/**
 * Days that are allowed at least: a period of the metric and a grace, until arrivals have lasted longer than that (and than a week). A few uploads in a row while
 * somebody sets up are no rhythm yet.
 */
function floorOf(grain: Grain, { of, first, last }: Rhythm): number {
  if (of === 'rows') return slaDays[grain]
  return daysBetween(first, last) > Math.max(slaDays[grain], slaDays.week) ? 0 : Math.max(slaDays[grain], weekend)
}

/** Rows that come as long as the company lives. */
const flowing: ReadonlySet<string> = new Set(['event', 'ticket', 'survey_response', 'sli_window', 'work_item_transition'])
/** Rows that come with files of books, plans and waves. */
const filed: ReadonlySet<string> = new Set([
  'subscription',
  'cost_line',
  'headcount',
  'pulse',
  'assessment',
  'commitment_snapshot',
  'commitment_result',
  'effort_actual',
])

/**
 * The inputs of a metric whose silence says something, each by its own rhythm, and by a period of the metric and a grace while arrivals are young. What has no rhythm yet is judged by the grain where it flows, and a ledger by 100 days. Incidents, defects, accounts and definitions may be silent for good reasons.
 */
export function waitingOn(
  grain: Grain,
  inputs: readonly { readonly fact: string; readonly newest: string | null; readonly rhythm?: Rhythm | null }[],
  asOf: string,
): Waiting[] {
  return inputs.flatMap(({ fact, newest, rhythm = null }): Waiting[] => {
    if (newest === null || !(flowing.has(fact) || filed.has(fact))) return []
    const since = (rhythm?.last ?? newest).slice(0, 10)
    const age = daysBetween(since, asOf)
    if (rhythm) return [{ fact, since, age, allowed: withYearEnd(since, Math.max(rhythm.allowed, floorOf(grain, rhythm)), rhythm), rhythm }]
    if (flowing.has(fact)) return [{ fact, since, age, allowed: slaDays[grain], rhythm }]
    return fact === 'subscription' ? [{ fact, since, age, allowed: slaDays.quarter, rhythm }] : []
  })
}

/** From Christmas Eve to New Year’s Day. */
const isYearEnd = (day: string): boolean => day.slice(5) >= '12-24' || day.slice(5) === '01-01'

/** Who rests at weekends rests at the end of the year too: its days are allowed besides. They follow from the last day with rows alone, so that who waits longer is never less late. */
function withYearEnd(since: string, allowed: number, { longest }: Rhythm): number {
  if (longest < weekend) return allowed
  let [days, left] = [0, allowed]
  for (let next = addDays(since, 1); left > 0 || isYearEnd(next); next = addDays(next, 1)) {
    days += 1
    left -= isYearEnd(next) ? 0 : 1
  }
  return days
}

/** “The newest subscription is 57 days old; 40 are allowed: rows were never more than 4 days apart.” */
export function sayWaiting({ fact, age, allowed, rhythm }: Waiting): string {
  const what = fact.replaceAll('_', ' ')
  const apart = rhythm ? `: ${rhythm.of} were never more than ${rhythm.longest} ${rhythm.longest === 1 ? 'day' : 'days'} apart` : ''
  return `The newest ${what} is ${age} ${age === 1 ? 'day' : 'days'} old; ${allowed} are allowed${apart}.`
}

/** Is the newest row of a feed older than one period and a grace? */
export const isOld = (grain: Grain, newest: string, asOf: string): boolean => daysBetween(newest.slice(0, 10), asOf) > slaDays[grain]
