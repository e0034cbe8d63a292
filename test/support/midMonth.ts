/** By how many milliseconds the machine's clock is ahead of the last such day of a month, 8:00 UTC; of that month of a year alone when one is given (1 to 12). */
export function sinceLast(day: number, month?: number): number {
  const now = new Date()
  const back = Array.from({ length: 13 }, (_, index) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - index, day, 8)))
  const last = back.find((one) => one <= now && one.getUTCDate() === day && (month === undefined || one.getUTCMonth() === month - 1))
  if (!last) throw new Error(`No ${day} of month ${month ?? 'any'} lies in the last year.`)
  return now.getTime() - last.getTime()
}

/**
 * By how many milliseconds the machine's clock is ahead of the last 16th. The made-up company tells its story on every day, but tests that hold figures of single
 * months count on the month before being closed: they put its clock back by this.
 */
export const sinceMidMonth = (): number => sinceLast(16)
