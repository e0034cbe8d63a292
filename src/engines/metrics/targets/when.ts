import { periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { dateEvidence, namedMonth, readDate } from '#engines/numbers/readDate.ts'

/** A stretch of the calendar as somebody wrote it: a day, or a month, quarter or year with its first and last day. `period` is null for a day. */
export interface When {
  readonly period: string | null
  readonly from: string
  readonly to: string
}

/**
 * Reads 2026-12-31, 2026-12, 12/2026, Dec 2026, Dec ’26, 2026-Q4, Q4 2026, 2026, 31 Dec 2026, Dec 31, 2026. `either` for a day such as 03/04/2026, whose order no one
 * can tell; null when it is no time at all, as Dec 31 is none: it may be a day of any year.
 */
export function readWhen(text: string): When | 'either' | null {
  const written = text.trim()
  const period = periodIn(written.toLowerCase())
  if (period) return { period, from: periodStart(period), to: periodEnd(period) }
  const day = dayIn(written)
  return day === null || day === 'either' ? day : { period: null, from: day, to: day }
}

/** A period where only one can stand, above a column or in a series: as `readWhen` reads it, and Jan-26, the way in which spreadsheets write a month with its year. */
export function readPeriod(text: string): (When & { readonly period: string }) | null {
  const [, name = '', year = ''] = /^([a-z]{3,9})-(\d\d)$/i.exec(text.trim()) ?? []
  const when = readWhen(namedMonth(name) > 0 ? `${name} 20${year}` : text)
  return when === null || when === 'either' || when.period === null ? null : { ...when, period: when.period }
}

function periodIn(words: string): string | null {
  if (/^20\d\d(-(0[1-9]|1[0-2])|-q[1-4])?$/.test(words)) return words.toUpperCase()
  const quarter = /^(?:q([1-4])[\s/-]*(20\d\d)|(20\d\d)[\s/-]*q([1-4]))$/.exec(words)
  if (quarter) return `${quarter[2] ?? quarter[3]}-Q${quarter[1] ?? quarter[4]}`
  const month = /^(?:(0?[1-9]|1[0-2])[/-](20\d\d)|(20\d\d)\/(0?[1-9]|1[0-2]))$/.exec(words)
  if (month) return `${month[2] ?? month[3]}-${(month[1] ?? month[4] ?? '').padStart(2, '0')}`
  const named = /^([a-z]{3,9})\.?,?[\s/-]+(20\d\d|[’']\d\d)$/.exec(words)
  const at = named ? namedMonth(named[1] ?? '') : 0
  return at > 0 ? `20${named?.[2]?.slice(-2) ?? ''}-${String(at).padStart(2, '0')}` : null
}

function dayIn(text: string): string | 'either' | null {
  const order = dateEvidence(text)
  return order === 'either' ? order : (readDate(text, order === 'monthFirst' ? order : 'dayFirst')?.day ?? null)
}
