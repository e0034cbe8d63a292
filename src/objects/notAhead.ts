/** Why a day is not ahead, in words: it is today, or it has passed; null when it is ahead. */
export function notAhead(day: string, now: string, called = 'That day'): string | null {
  const today = now.slice(0, 10)
  return day > today ? null : `${called} ${day === today ? 'is today' : 'has passed'}.`
}

/** The same where today will do: something that is done until the end of the day. */
export const notPast = (day: string, now: string, called = 'That day'): string | null => (day >= now.slice(0, 10) ? null : `${called} has passed.`)
