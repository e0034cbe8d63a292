import { addDays, addMonths, addPeriods, daysBetween, periodEnd, periodOf, periodStart, weekday } from '#engines/numbers/dates.ts'

/** The company's calendar, counted from the last closed month (0): its first day of records is in month −35, the open month is 1. */
export interface Timeline {
  readonly today: string
  readonly first: number
  readonly open: number
  /** The name of a month: 2026-10. */
  month(offset: number): string
  /** A day of a month; a day that the month lacks is its last. */
  day(offset: number, day: number): string
  end(offset: number): string
  /** The quarter that holds today, and the last month before it. */
  readonly quarter: string
  readonly quarterStart: string
  readonly quarterEnd: string
  readonly baselineMonth: string
}

export function timeline(today: string): Timeline {
  const last = addPeriods(periodOf(today, 'month'), -1)
  const quarter = periodOf(today, 'quarter')
  const month = kept((offset) => addPeriods(last, offset))
  const end = kept((offset) => periodEnd(month(offset)))
  return {
    today,
    first: -35,
    open: 1,
    month,
    end,
    day: (offset, day) => {
      const date = `${month(offset)}-${String(day).padStart(2, '0')}`
      return day > Number(end(offset).slice(8)) ? end(offset) : date
    },
    quarter,
    quarterStart: periodStart(quarter),
    quarterEnd: periodEnd(quarter),
    baselineMonth: periodOf(addDays(periodStart(quarter), -1), 'month'),
  }
}

/** The months and minutes of one company are few, and asked for a hundred thousand times. */
function kept(make: (index: number) => string): (index: number) => string {
  const known = new Map<number, string>()
  return (index) => {
    const made = known.get(index) ?? make(index)
    known.set(index, made)
    return made
  }
}

/** The later of two days. */
export const max = (a: string, b: string): string => (a > b ? a : b)

export const isWorkday = (date: string): boolean => weekday(date) <= 5

/** An instant of a day in UTC, from minutes after midnight. */
export const at = (date: string, minute: number): string => `${date}T${clock(Math.floor(minute))}:00Z`

const clock = kept((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`)

/** Adds minutes to an instant of the form YYYY-MM-DDTHH:MM:00Z. */
export function later(instant: string, minutes: number): string {
  const minute = Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16)) + Math.round(minutes)
  return at(addDays(instant.slice(0, 10), Math.floor(minute / 1440)), ((minute % 1440) + 1440) % 1440)
}

export { addDays, addMonths, daysBetween, weekday }
