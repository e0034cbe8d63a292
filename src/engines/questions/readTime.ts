import { addDays } from '../numbers/dates.ts'
import { endOf, exists, holding, latest, shift, startOf, unitOf, type PeriodUnit } from './calendar.ts'
import type { Calendar, QuestionTime, TimeUnit } from './question.ts'
import type { Token } from './tokens.ts'
import { months, numerals, units } from './words.ts'

export interface TimeFound {
  readonly length: number
  readonly time: QuestionTime | null
  readonly asOf: string | null
  /** The two periods of one length that a stretch was named by: a movement runs from the one to the other. */
  readonly ends?: Ends
  /** A period whose year was not named: the latest that has begun. */
  readonly isYearless?: boolean
  /** The half of a year that a range is, 2026-H1: beside another it is compared as what it is. */
  readonly half?: string
}

export interface Ends {
  readonly from: string
  readonly to: string
  readonly unit: PeriodUnit
}

/** A phrase of time at a place: last 4 quarters, this month, since May, Q2 2026, from March to June, as of 2026-03-31. */
export function timeAt(tokens: readonly Token[], at: number, calendar: Calendar): TimeFound | null {
  const words = tokens.slice(at, at + 12).map(({ norm }) => norm)
  const readers = [counted, running, ending, sinceOrAsOf, ranged, dated]
  for (const reader of readers) {
    const found = reader(words, calendar)
    if (found) return found
  }
  return null
}

type Reader = (words: readonly string[], calendar: Calendar) => TimeFound | null
const timed = (length: number, time: QuestionTime): TimeFound => ({ length, time, asOf: null })

const counted: Reader = (words) => {
  if (words[0] === 'yesterday') return timed(1, { kind: 'last', n: 1, unit: 'day' })
  const kind = ['last', 'past', 'previous', 'prior', 'trailing'].includes(words[0] ?? '') ? 'last' : ['next', 'coming'].includes(words[0] ?? '') ? 'next' : null
  if (!kind) return null
  const n = numberOf(words[1])
  const rest = words.slice(n === null ? 1 : 2)
  const skipped = ['full', 'closed', 'complete', 'fiscal'].includes(rest[0] ?? '') ? 1 : 0
  const unit = rest[skipped] === 'fy' ? 'year' : units[rest[skipped] ?? '']
  return unit ? timed((n === null ? 2 : 3) + skipped, { kind, n: n ?? 1, unit }) : null
}

const toDate: Readonly<Record<string, TimeUnit>> = { mtd: 'month', qtd: 'quarter', ytd: 'year' }

const running: Reader = ([first = '', second = '', third = '']) => {
  if (first === 'today') return timed(1, { kind: 'this', unit: 'day' })
  const short = toDate[first]
  if (short) return timed(1, { kind: 'this', unit: short })
  const [own, next] = [units[first], units[second]]
  if (own && second === 'to' && third === 'date') return timed(3, { kind: 'this', unit: own })
  return ['this', 'current'].includes(first) && next ? timed(2, { kind: 'this', unit: next }) : null
}

/** The end of last year, of next quarter. */
const aside: Readonly<Record<string, number>> = { last: -1, previous: -1, prior: -1, next: 1, coming: 1 }
const ends: Readonly<Record<string, TimeUnit>> = { eom: 'month', eoq: 'quarter', eoy: 'year' }

/** The end of the year, year end, eoy: of the unit that runs. The end of 2027, of Q2 2027: the month in which it lies. */
const ending: Reader = (words, calendar) => {
  const [first = ''] = words
  const short = ends[first]
  if (short) return timed(1, { kind: 'end', unit: short })
  const own = units[first]
  if (own && words[1] === 'end') return timed(2, { kind: 'end', unit: own })
  const skip = first === 'the' ? 1 : 0
  if (words[skip] !== 'end' || words[skip + 1] !== 'of') return null
  const named = ['the', 'this'].includes(words[skip + 2] ?? '') ? 1 : 0
  const unit = units[words[skip + 2 + named] ?? '']
  if (unit) return timed(skip + 3 + named, { kind: 'end', unit })
  const [beside, away] = [units[words[skip + 3] ?? ''], aside[words[skip + 2] ?? '']]
  if (beside && away) {
    const period = shift(holding(calendar.today, beside, calendar), away)
    const day = endOf(period, calendar)
    return timed(skip + 4, beside === 'day' || beside === 'week' ? { kind: 'period', period: day } : lastMonth(day))
  }
  const found = periodAt(words.slice(skip + 2), calendar)
  return found ? timed(skip + 2 + found.length, lastMonth(endOf(found.period, calendar))) : null
}

const lastMonth = (day: string): QuestionTime => ({ kind: 'period', period: day.slice(0, 7), isEnd: true })

const sinceOrAsOf: Reader = (words, calendar) => {
  const isAsOf = words[0] === 'as' && (words[1] === 'of' || words[1] === 'at')
  const isAfter = words[0] === 'after'
  if (!isAsOf && !isAfter && words[0] !== 'since') return null
  const skip = isAsOf ? 2 : 1
  const found =
    dayish(words.slice(skip), calendar) ?? ended(words.slice(skip), calendar) ?? (words[skip] === 'last' ? besideNow(words.slice(skip), calendar) : null)
  if (!found) return null
  const { today } = calendar
  const day = found.from <= today && today < found.to ? today : found.to // as of this month: as it stands
  return isAsOf
    ? { length: skip + found.length, time: null, asOf: day }
    : timed(skip + found.length, { kind: 'since', date: isAfter ? addDays(found.to, 1) : found.from })
}

/** The end of last quarter: its last day. */
function ended(words: readonly string[], calendar: Calendar): Edge | null {
  const found = ending(words, calendar)
  if (found?.time?.kind !== 'period') return null
  const day = endOf(found.time.period, calendar)
  return { length: found.length, from: day, to: day, hasYear: true }
}

/** Last quarter, this year: its first and its last day. */
function besideNow([first = '', second = '']: readonly string[], calendar: Calendar): Edge | null {
  const [away, unit] = [['this', 'current'].includes(first) ? 0 : aside[first], units[second]]
  if (away === undefined || !unit) return null
  const period = shift(holding(calendar.today, unit, calendar), away)
  return { ...edgeOf(period, calendar), length: 2, hasYear: true }
}

const joints = new Set(['to', 'and', 'until', 'till', 'through'])

/** From March to June, between Q1 and now; “from the end of last year” alone goes on until now. */
const ranged: Reader = (words, calendar) => {
  if (words[0] !== 'from' && words[0] !== 'between') return null
  const edge = (at: number): Edge | null =>
    dayish(words.slice(at), calendar) ?? halfEdge(words.slice(at), calendar) ?? ended(words.slice(at), calendar) ?? besideNow(words.slice(at), calendar)
  const first = edge(1)
  if (!first) return null
  const isJoined = joints.has(words[1 + first.length] ?? '')
  const next = 2 + first.length
  if (isJoined && ['now', 'today'].includes(words[next] ?? '')) return timed(next + 1, { kind: 'since', date: first.from })
  const last = isJoined ? edge(next) : null
  if (!last) return words[0] === 'from' && ended(words.slice(1), calendar) ? timed(1 + first.length, { kind: 'since', date: first.from }) : null
  const length = next + last.length
  const pair =
    first.period !== undefined && last.period !== undefined && first.unit === last.unit ? inYears(first, last, words[0] === 'between', calendar) : null
  if (pair) {
    const [from, to] = pair
    const unit = unitOf(to)
    const ends = unit !== 'day' && from < to ? { ends: { from, to, unit } } : {}
    const range = { kind: 'range', from: startOf(from, calendar), to: endOf(to, calendar) } as const
    return range.from > range.to ? null : { ...timed(length, range), ...ends }
  }
  const from = first.hasYear || first.from <= last.to ? first.from : yearEarlier(first.from)
  const reach = !first.hasYear && last.hasYear ? sameYear(first.from, last.to) : from
  return reach > last.to ? null : timed(length, { kind: 'range', from: reach, to: last.to })
}

/**
 * Two periods of one length in the years that are meant. A year said once is that of both: between Q3 and Q2 2024 lie two quarters of 2024, the earlier one first.
 * Only where the second follows on the first over the year’s end, December and January 2025, is the first that of the year before; and “from … to” runs forwards.
 */
function inYears(first: Edge, last: Edge, isBetween: boolean, calendar: Calendar): readonly [string, string] {
  const [one, other] = [first.period ?? '', last.period ?? '']
  const inYear = (period: string, year: number): string => period.replace(/^\d{4}/, String(year))
  const yearOfPeriod = (period: string): number => Number(period.slice(0, 4))
  if (first.hasYear && !last.hasYear) {
    const after = [0, 1]
      .map((n) => inYear(other, yearOfPeriod(one) + n))
      .find((period) => exists(period) && startOf(period, calendar) >= startOf(one, calendar))
    return after !== undefined && startOf(after, calendar) <= calendar.today ? [one, after] : [one, other]
  }
  const own = first.hasYear ? one : inYear(one, yearOfPeriod(other))
  if (!exists(own)) return [one, other]
  if (startOf(own, calendar) <= startOf(other, calendar)) return [own, other]
  const earlier = inYear(own, yearOfPeriod(own) - 1)
  const isWrapped = !first.hasYear && exists(earlier) && (!isBetween || (last.unit !== 'half' && shift(earlier, 1) === other))
  if (isWrapped) return [earlier, other]
  return isBetween ? [other, own] : [own, other]
}

const dated: Reader = (words, calendar) => {
  const half = halfAt(words, calendar)
  if (half) return half
  const found = periodAt(words, calendar)
  return found ? { ...timed(found.length, { kind: 'period', period: found.period }), isYearless: !found.hasYear } : null
}

interface Dated {
  readonly length: number
  readonly period: string
  readonly hasYear: boolean
}

interface Edge {
  readonly length: number
  readonly from: string
  readonly to: string
  readonly hasYear: boolean
  /** The period that was named, and its length. */
  readonly period?: string
  readonly unit?: PeriodUnit
}

const edgeOf = (period: string, calendar: Calendar) => ({ from: startOf(period, calendar), to: endOf(period, calendar), period, unit: unitOf(period) })

function halfEdge(words: readonly string[], calendar: Calendar): Edge | null {
  const found = halfAt(words, calendar)
  return found?.half === undefined ? null : { ...edgeOf(found.half, calendar), length: found.length, hasYear: found.isYearless !== true }
}

/** The first and the last day of a date or period. */
function dayish(words: readonly string[], calendar: Calendar): Edge | null {
  const found = periodAt(words, calendar)
  return found ? { ...edgeOf(found.period, calendar), length: found.length, hasYear: found.hasYear } : null
}

function periodAt(words: readonly string[], calendar: Calendar): Dated | null {
  return (
    isoAt(words) ??
    fiscalAt(words, calendar) ??
    quarterAt(words, calendar) ??
    weekAt(words, calendar) ??
    dayAt(words, calendar) ??
    monthAt(words, calendar) ??
    yearAt(words)
  )
}

function isoAt([first = '']: readonly string[]): Dated | null {
  const period = first.toUpperCase()
  return /^\d{4}-/.test(period) && !period.includes('H') && exists(period) ? { length: 1, period, hasYear: true } : null
}

/** FY2026, FY 26, fiscal 2026, fiscal year 2026, each with a quarter behind it or without. */
function fiscalAt(words: readonly string[], calendar: Calendar): Dated | null {
  const joined = /^fy(\d{2}|\d{4})$/.exec(words[0] ?? '')
  const skip = joined ? 1 : words[0] === 'fiscal' && words[1] === 'year' ? 3 : words[0] === 'fiscal' || words[0] === 'fy' ? 2 : 0
  const year = skip === 0 ? null : yearOf(joined?.[1] ?? words[skip - 1])
  if (year === null) return null
  const quarter = /^q([1-4])$/.exec(words[skip] ?? '')
  if (quarter) return { length: skip + 1, period: `${year}-Q${quarter[1]}`, hasYear: true }
  return { length: skip, period: calendar.fiscalStart === 1 ? String(year) : `FY${year}`, hasYear: true }
}

function quarterAt(words: readonly string[], calendar: Calendar): Dated | null {
  const place = isYear(words[0]) ? 1 : 0
  const quarter = /^q([1-4])$/.exec(words[place] ?? '')
  if (!quarter) return null
  if (place === 1) return { length: 2, period: `${words[0]}-Q${quarter[1]}`, hasYear: true }
  const fiscal = fiscalAt(words.slice(1), calendar)
  if (fiscal && !fiscal.period.includes('Q')) return { length: 1 + fiscal.length, period: `${fiscal.period.replace('FY', '')}-Q${quarter[1]}`, hasYear: true }
  const year = yearOf(words[1])
  if (year !== null) return { length: 2, period: `${year}-Q${quarter[1]}`, hasYear: true }
  return { length: 1, period: latest(`2000-Q${quarter[1]}`, calendar), hasYear: false }
}

function weekAt(words: readonly string[], calendar: Calendar): Dated | null {
  const number = words[0] === 'week' ? Number(words[1]) : Number(/^w(\d{1,2})$/.exec(words[0] ?? '')?.[1])
  if (!(number >= 1 && number <= 53)) return null
  const week = String(number).padStart(2, '0')
  const named = words[0] === 'week' ? 2 : 1
  const gap = words[named] === 'of' ? 1 : 0
  if (isYear(words[named + gap])) {
    const period = `${words[named + gap]}-W${week}`
    return exists(period) ? { length: named + gap + 1, period, hasYear: true } : null
  }
  return { length: named, period: latest(`2020-W${week}`, calendar), hasYear: false }
}

/** 16 March 2026, March 16 2026, and the same without a year. */
function dayAt(words: readonly string[], calendar: Calendar): Dated | null {
  const isFirst = months[words[1] ?? ''] !== undefined
  const month = months[words[isFirst ? 1 : 0] ?? '']
  const day = Number(/^(\d{1,2})(?:st|nd|rd|th)?$/.exec(words[isFirst ? 0 : 1] ?? '')?.[1])
  if (month === undefined || !(day >= 1 && day <= 31)) return null
  const tail = `-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const hasYear = isYear(words[2])
  const period = hasYear ? `${words[2]}${tail}` : latest(`2000${tail}`, calendar)
  return exists(period) ? { length: hasYear ? 3 : 2, period, hasYear } : null
}

function monthAt(words: readonly string[], calendar: Calendar): Dated | null {
  const month = months[words[0] ?? '']
  if (month === undefined) return null
  const tail = `-${String(month).padStart(2, '0')}`
  const gap = words[1] === 'of' && isYear(words[2]) ? 1 : 0
  if (isYear(words[1 + gap])) return { length: 2 + gap, period: `${words[1 + gap]}${tail}`, hasYear: true }
  return { length: 1, period: latest(`2000${tail}`, calendar), hasYear: false }
}

const yearAt = ([first = '']: readonly string[]): Dated | null => (isYear(first) ? { length: 1, period: first, hasYear: true } : null)

/** H1 and H2 are halves of the fiscal year: two quarters each. */
function halfAt(words: readonly string[], calendar: Calendar): TimeFound | null {
  const [spelled, ...rest] = words
  const said = spelled === 'first' ? 'h1' : spelled === 'second' ? 'h2' : null
  if (said !== null && rest[0] === 'half') {
    const gap = rest[1] === 'of' ? 1 : 0
    const found = halfAt([said, ...rest.slice(1 + gap)], calendar)
    return found && { ...found, length: found.length + (found.length > 1 ? 1 + gap : 1) }
  }
  const iso = /^(\d{4})-h([12])$/.exec(words[0] ?? '')
  const half = iso?.[2] ?? /^h([12])$/.exec(words[0] ?? '')?.[1]
  if (!half) return null
  const year = iso ? Number(iso[1]) : yearOf(words[1])
  const first = year === null ? latest(`2000-Q${half === '1' ? 1 : 3}`, calendar) : `${year}-Q${half === '1' ? 1 : 3}`
  const last = first.replace('Q1', 'Q2').replace('Q3', 'Q4')
  const time = { kind: 'range', from: startOf(first, calendar), to: endOf(last, calendar) } as const
  return { ...timed(iso || year === null ? 1 : 2, time), half: `${first.slice(0, 4)}-H${half}`, isYearless: year === null }
}

const isYear = (word: string | undefined): word is string => /^(19|20)\d{2}$/.test(word ?? '')
function yearOf(word: string | undefined): number | null {
  const digits = /^(?:fy)?(\d{4}|\d{2})$/.exec(word ?? '')?.[1]
  if (digits === undefined) return null
  const year = digits.length === 2 ? 2000 + Number(digits) : Number(digits)
  return year >= 1900 && year < 2100 ? year : null
}
function numberOf(word: string | undefined): number | null {
  const n = /^\d{1,3}$/.test(word ?? '') ? Number(word) : (numerals[word ?? ''] ?? null)
  return n !== null && n > 0 ? n : null
}
const yearEarlier = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
const sameYear = (day: string, end: string): string =>
  `${end.slice(0, 4)}${day.slice(4)}` <= end ? `${end.slice(0, 4)}${day.slice(4)}` : yearEarlier(`${end.slice(0, 4)}${day.slice(4)}`)
