import { daysBetween } from '#engines/numbers/dates.ts'
import { showDate } from '#kernel'

/** A day (YYYY-MM-DD) by which something is due, as told on another; null without one. */
export function dueText(due: string | null, day: string): string | null {
  if (!due) return null
  const days = daysBetween(day, due)
  return days === 0 ? 'today' : days < 0 ? `${-days} d late` : showDate(due)
}
