import { dayNumber, daysInMonth, periodEnd, periodStart } from '#engines/numbers/dates.ts'

/** A stretch of the calendar as somebody wrote it: a day, or a month, quarter or year with its first and last day. `period` is null for a day. */
export interface When {
  readonly period: string | null
  readonly from: string
  readonly to: string
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads 2026-12-31, 2026-12, 12/2026, Dec 2026, 2026-Q4, Q4 2026, 2026, 31 Dec 2026, Dec 31, 2026. `either` for a day such as 03/04/2026, whose order no one can
 * tell; null when it is no time at all.
 */
export function readWhen(text: string): When | 'either' | null {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/t00:00.*$/, '')
  const period = periodIn(words)
  if (period) return { period, from: periodStart(period), to: periodEnd(period) }
  const day = dayIn(words)
  return day === null || day === 'either' ? day : { period: null, from: day, to: day }
}

function periodIn(words: string): string | null {
  if (/^20\d\d(-(0[1-9]|1[0-2])|-q[1-4])?$/.test(words)) return words.toUpperCase()
  const quarter = /^(?:q([1-4])[\s/-]*(20\d\d)|(20\d\d)[\s/-]*q([1-4]))$/.exec(words)
  if (quarter) return `${quarter[2] ?? quarter[3]}-Q${quarter[1] ?? quarter[4]}`
  const month = /^(?:(0?[1-9]|1[0-2])[/-](20\d\d)|(20\d\d)\/(0?[1-9]|1[0-2]))$/.exec(words)
  if (month) return `${month[2] ?? month[3]}-${(month[1] ?? month[4] ?? '').padStart(2, '0')}`
  const named = /^([a-z]{3,9})\.?,?[\s/-]+(20\d\d|’?'?\d\d)$/.exec(words)
  const at = named ? monthOf(named[1] ?? '') : null
  return named && at ? `${yearOf(named[2] ?? '')}-${at}` : null
}

const yearOf = (written: string): string => (written.length === 4 ? written : `20${written.slice(-2)}`)

function monthOf(name: string): string | null {
  const at = months.indexOf(name.slice(0, 3))
  return at < 0 ? null : String(at + 1).padStart(2, '0')
}

function dayIn(words: string): string | 'either' | null {
  const iso = /^(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words)
  if (iso) return civil(iso[1], iso[2], iso[3])
  const first = /^(\d{1,2})\.?[\s-]([a-z]{3,9})\.?,?[\s-](20\d\d)$/.exec(words)
  if (first) return civil(first[3], monthOf(first[2] ?? '') ?? '', first[1])
  const second = /^([a-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(20\d\d)$/.exec(words)
  if (second) return civil(second[3], monthOf(second[1] ?? '') ?? '', second[2])
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(20\d\d)$/.exec(words)
  if (dotted) return civil(dotted[3], dotted[2], dotted[1])
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](20\d\d)$/.exec(words)
  if (!slashed) return null
  const [one, two] = [Number(slashed[1]), Number(slashed[2])]
  if (one > 12 || one === two) return civil(slashed[3], slashed[2], slashed[1])
  return two > 12 ? civil(slashed[3], slashed[1], slashed[2]) : 'either'
}

function civil(year = '', month = '', day = ''): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m))) return null
  const written = `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
  return Number.isFinite(dayNumber(written)) ? written : null
}
