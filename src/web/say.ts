import type { Unit } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { showNumber, showVariance } from '#engines/numbers/showNumber.ts'
import { showTarget, type ShownTarget } from '#engines/numbers/showTarget.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A figure with its unit; null is an en dash. */
export const sayValue = (value: number | null, unit: Unit, currency?: string): string => showNumber(value, unit, { currency })
export const sayCount = (count: number): string => showNumber(count, 'count', { exact: true })
export const sayTarget = (target: ShownTarget | null | undefined, unit: Unit, currency?: string): string => showTarget(target, unit, { currency })
export { showVariance }

/** ISO periods in words: 2024-12 is “Dec 2024”, 2024-Q4 “Q4 2024”, 2026-H2 “H2 2026”. */
export function sayPeriod(period: string, { long = false } = {}): string {
  const half = /^(\d{4})-(H[12])$/.exec(period)
  return half ? `${half[2]} ${half[1]}` : showPeriod(period, long ? 'long' : 'short')
}

/** A civil day or the day of an instant: “16 Nov 2026”. What is in words already stays as it is. */
export function sayDay(date: string): string {
  if (!/^\d{4}-\d\d-\d\d/.test(date)) return date
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-')
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`
}

/** Words of an engine with its days and instants as a person reads them: “from 2026-10-03T00:00:00.000Z” is “from 3 Oct 2026”. */
export const sayDated = (text: string): string =>
  text.replace(/(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)[\d:.]*Z)?/g, (_all, day: string, time?: string) =>
    time === undefined || time === '00:00' ? sayDay(day) : `${sayDay(day)}, ${time} UTC`,
  )

/** Two days as short as they can be told: “19 – 27 Dec 2026”, “24 Dec 2026 – 3 Jan 2027”. */
export function sayDays(from: string, to: string): string {
  if (from === to) return sayDay(to)
  const [start, end] = [sayDay(from).split(' '), sayDay(to).split(' ')]
  if (start[2] !== end[2]) return `${start.join(' ')} – ${end.join(' ')}`
  return `${start[1] === end[1] ? (start[0] ?? '') : start.slice(0, 2).join(' ')} – ${end.join(' ')}`
}

/** “Monday 16 November” of a civil day. */
export function sayWeekday(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date.slice(0, 10)}T00:00:00Z`),
  )
}

/** An instant in a time zone, as short as it can be told apart: the time today, day and month this year, the whole date otherwise. */
export function sayInstant(at: string, now: string, timeZone: string): string {
  const [day, today] = [civil(at, timeZone), civil(now, timeZone)]
  if (day === today) return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(at))
  return day.slice(0, 4) === today.slice(0, 4) ? sayDay(day).replace(/ \d{4}$/, '') : sayDay(day)
}

/** The whole instant: “16 Nov 2026, 07:30”. */
export const sayInstantFully = (at: string, timeZone: string): string =>
  `${sayDay(civil(at, timeZone))}, ${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(at))}`

/** The civil day of an instant in a time zone. */
export const civil = (at: string, timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(at))

export function sayBytes(bytes: number): string {
  const scale = [' B', ' kB', ' MB', ' GB', ' TB']
  const step = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3))
  const size = bytes / 1000 ** step
  return `${size >= 100 || step === 0 ? Math.round(size) : size.toFixed(1)}${scale[step] ?? ''}`
}

/** Names in a row, of a long list the first twelve: “INI-1, INI-2 and 40 more”. */
export function sayNames(names: readonly string[], most = 12): string {
  const some = names.slice(0, most).join(', ')
  return names.length > most ? `${some} and ${sayCount(names.length - most)} more` : some
}

export const sayMany = (count: number, one: string, many = `${one}s`): string => `${sayCount(count)} ${count === 1 ? one : many}`

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => word.match(/^\p{L}/u) ?? [])
    .filter((_letter, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase()

/** Small counts as words, for headings: “Five files”. */
export const sayFew = (count: number): string => ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'][count] ?? sayCount(count)
