import { addDays, addMonths, addPeriods, daysBetween, grainOf, periodOf, periodStart } from '../numbers/dates.ts'
import { showPeriod } from '../numbers/showPeriod.ts'
import type { Calendar, TimeUnit } from './question.ts'

/**
 * Periods as people of the workspace say them: quarters count in the fiscal year, FY2026 is the fiscal year that ends in 2026, and a plain
 * 2026 is the calendar year. A fiscal year that begins in January is written 2026.
 */
export function unitOf(period: string): PeriodUnit {
  if (half.test(period)) return 'half'
  return period.startsWith('FY') ? 'year' : grainOf(period)
}

/** A period that has a name: those of time, and half of a fiscal year, 2026-H1. */
export type PeriodUnit = TimeUnit | 'half'

const half = /^(\d{4})-H([12])$/

/** First day of a period. */
export function startOf(period: string, calendar: Calendar): string {
  const { fiscalStart } = calendar
  if (half.test(period)) return startOf(period.replace('H1', 'Q1').replace('H2', 'Q3'), calendar)
  if (period.startsWith('FY')) return fiscalYearStart(Number(period.slice(2)), fiscalStart)
  if (grainOf(period) !== 'quarter') return periodStart(period)
  return addMonths(fiscalYearStart(Number(period.slice(0, 4)), fiscalStart), 3 * (Number(period.slice(6)) - 1))
}

/** Last day of a period, itself inside it. */
export const endOf = (period: string, calendar: Calendar): string => addDays(startOf(shift(period, 1), calendar), -1)

/** The period n places later. */
export function shift(period: string, n: number): string {
  if (period.startsWith('FY')) return `FY${Number(period.slice(2)) + n}`
  const [, year, own] = half.exec(period) ?? []
  if (year === undefined) return addPeriods(period, n)
  const halves = 2 * Number(year) + Number(own) - 1 + n
  return `${Math.floor(halves / 2)}-H${(halves % 2) + 1}`
}

/** The period of a unit that holds a day. */
export function holding(day: string, unit: TimeUnit, { fiscalStart }: Calendar): string {
  if (fiscalStart === 1 || (unit !== 'quarter' && unit !== 'year')) return periodOf(day, unit)
  const month = Number(day.slice(5, 7))
  const year = Number(day.slice(0, 4)) + (month >= fiscalStart ? 1 : 0)
  return unit === 'year' ? `FY${year}` : `${year}-Q${Math.floor(((month - fiscalStart + 12) % 12) / 3) + 1}`
}

/** The latest period of a kind that has begun: the March, or the second quarter, that “March” or “Q2” means today. */
export function latest(period: string, calendar: Calendar): string {
  const year = Number(calendar.today.slice(0, 4)) + 1
  for (let back = 0; back < 5; back++) {
    const named = period.replace(/^\d{4}/, String(year - back))
    if (exists(named) && startOf(named, calendar) <= calendar.today) return named
  }
  return period
}

/** The same period in the year in which it lies nearest to another, and has begun: of Q3 2023 the Q2 beside it is that of 2023, of Q1 2024 the Q4 is that of 2023. */
export function nearTo(period: string, other: string, calendar: Calendar): string {
  const year = Number(startOf(other, calendar).slice(0, 4))
  const away = (one: string): number => Math.abs(daysBetween(startOf(one, calendar), startOf(other, calendar)))
  return (
    [0, -1, 1]
      .map((n) => period.replace(/^\d{4}/, String(year + n)))
      .filter((one) => exists(one) && startOf(one, calendar) <= calendar.today)
      .toSorted((a, b) => away(a) - away(b))[0] ?? period
  )
}

/** Is it a period at all? 2026-02-30 and 2026-W60 are not. */
export function exists(period: string): boolean {
  try {
    if (half.test(period)) return /^(19|20)/.test(period)
    return period.startsWith('FY') ? /^FY\d{4}$/.test(period) : periodStart(period) !== '' && /^(19|20)\d{2}/.test(period)
  } catch {
    return false
  }
}

/** Does a quarter of the fiscal year cover the months of a calendar quarter? */
export const isAligned = ({ fiscalStart }: Calendar): boolean => fiscalStart % 3 === 1

/** A period in words that read back as the same period. */
export function sayPeriod(period: string, { fiscalStart }: Calendar): string {
  if (period.startsWith('FY')) return period
  if (half.test(period)) return `${period.slice(5)} ${fiscalStart === 1 ? '' : 'FY'}${period.slice(0, 4)}`
  if (grainOf(period) === 'day') return period
  const said = showPeriod(period)
  return grainOf(period) === 'quarter' && fiscalStart !== 1 ? said.replace(' ', ' FY') : said
}

const fiscalYearStart = (year: number, fiscalStart: number): string =>
  fiscalStart === 1 ? `${pad(year)}-01-01` : `${pad(year - 1)}-${String(fiscalStart).padStart(2, '0')}-01`
const pad = (year: number): string => String(year).padStart(4, '0')
