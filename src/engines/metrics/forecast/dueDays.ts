import { addMonths, countPeriods } from '#engines/numbers/dates.ts'
import type { Contract } from '../revenue/renewals.ts'

type Term = Pick<Contract, 'termMonths' | 'renewalDate'>

/** The term of a line in months; one of which only a renewal date is known renews by the year. Null for a line that has neither. */
export const termOf = ({ termMonths, renewalDate }: Term): number | null => termMonths ?? (renewalDate === null ? null : 12)

/**
 * Days from one to before another on which a line falls due while it runs: its renewal date and every whole term before and after it, else every whole term after its start.
 * A stored renewal date was moved on with each renewal; counted back by terms it says when the line was due at any earlier time, and tells nothing of what came later.
 */
export function dueDays(line: Contract, from: string, to: string): string[] {
  const term = termOf(line)
  if (term === null) return []
  const days: string[] = []
  for (let day = nextDue(line, term, from, true); day < to && (line.end === null || day <= line.end); day = nextDue(line, term, day)) days.push(day)
  return days
}

/** The first day after another, or on it too, on which a line falls due that has begun by its start. */
export function nextDue({ start, renewalDate }: Contract, term: number, after: string, isItself = false): string {
  const anchor = renewalDate ?? start
  const on = (terms: number): string => addMonths(anchor, terms * term)
  const isEarly = (day: string): boolean => day <= start || (isItself ? day < after : day <= after)
  const since = after > start ? after : start
  let terms = Math.floor(countPeriods(anchor.slice(0, 7), since.slice(0, 7)) / term) - 1
  while (isEarly(on(terms))) terms++
  return on(terms)
}
