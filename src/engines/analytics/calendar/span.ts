import { QueryRefusal } from '../refusal.ts'
import type { Range } from '../query/parts.ts'
import { shifted, startOf, type Calendar } from './buckets.ts'
import { instantOf } from '#engines/numbers/zone.ts'

/** A half-open stretch of time in milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The instants of a range as of an instant: civil dates and times without an offset are read in the zone. */
export function spanOf(range: Range, asOf: number, calendar: Calendar, at = 'range'): Span {
  if ('last' in range) {
    const current = startOf(asOf, range.unit, calendar)
    const to = range.includeCurrent ? shifted(current, range.unit, 1, calendar) : current
    return { from: shifted(to, range.unit, -range.last, calendar), to }
  }
  const span = { from: instantIn(range.from, calendar.tz, `${at}.from`), to: instantIn(range.to, calendar.tz, `${at}.to`) }
  if (span.from >= span.to) throw new QueryRefusal(at, `it ends (${range.to}) before it begins (${range.from}).`, 'Swap the two; “to” itself is not included.')
  return span
}

/** The stretch that a query compares with: the one that it names, else as many units before; before days, as many days. */
export function spanBefore(range: Range, { from, to }: Span, compareTo: 'previous' | Range, asOf: number, calendar: Calendar): Span {
  if (compareTo !== 'previous') return spanOf(compareTo, asOf, calendar, 'compareTo')
  if ('last' in range) return { from: shifted(from, range.unit, -range.last, calendar), to: from }
  const isOfDays = from === startOf(from, 'day', calendar) && to === startOf(to, 'day', calendar)
  return { from: isOfDays ? shifted(from, 'day', -Math.round((to - from) / 86_400_000), calendar) : from - (to - from), to: from }
}

/** Reads 2026-03-29, 2026-03-29T08:00 (both in the zone) or an instant with Z or an offset. */
export function instantIn(text: string, tz: string, at: string): number {
  const form = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text)
  const utc = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : form?.[1] ? text : `${text.replace(' ', 'T')}Z`)
  const isCivil = text.length > 9 && new Date(Date.parse(`${text.slice(0, 10)}T00:00:00Z`)).getUTCDate() === Number(text.slice(8, 10))
  if (!form || !Number.isFinite(utc) || !isCivil)
    throw new QueryRefusal(at, `“${text}” is no date and no instant.`, 'Write 2026-03-29 or 2026-03-29T08:00:00Z.')
  return form[1] ? utc : instantOf(utc, tz)
}
