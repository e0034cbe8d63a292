import {
  addDays,
  addMonths,
  addPeriods,
  closesOn,
  countPeriods,
  daysBetween,
  lastClosed,
  periodEnd,
  periodOf,
  periodStart,
  weekday,
} from '#engines/numbers/dates.ts'

/**
 * The company's calendar, counted from the last closed month (0): its first day of records is in month −35. Most days have one open month after it; in
 * the first of a month there are two: the one that is over and held open for what comes late, and the one that has just begun.
 */
export interface Timeline {
  readonly today: string
  /** The day on which the last closed month was closed: nobody judged it before. */
  readonly closedOn: string
  readonly first: number
  /** The last month that is over: 0, and 1 while that one is held open. */
  readonly over: number
  /** The month that holds yesterday, the last with records. */
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

/** `maturityDays` is how long the product holds a month open after its end. */
export function timeline(today: string, maturityDays: number): Timeline {
  const last = lastClosed('month', today, maturityDays)
  const quarter = periodOf(today, 'quarter')
  const month = kept((offset) => addPeriods(last, offset))
  const end = kept((offset) => periodEnd(month(offset)))
  return {
    today,
    closedOn: closesOn(last, maturityDays),
    first: -35,
    over: countPeriods(last, periodOf(today, 'month')) - 1,
    open: countPeriods(last, periodOf(addDays(today, -1), 'month')),
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
