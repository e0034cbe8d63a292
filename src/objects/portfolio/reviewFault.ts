import { notAhead } from '../notAhead.ts'

/** Why a no cannot be looked at again on that day, and what to do; null when it can (R-1.5: within twelve months). */
export function reviewFault(on: string, now: string): readonly [string, string] | null {
  const fault = notAhead(on, now, 'The review date')
  if (fault) return [fault, 'Pick a day ahead.']
  return Date.parse(on) - Date.parse(now) > 366 * 86_400_000 ? ['That is more than a year away.', 'A no is looked at again within twelve months.'] : null
}
