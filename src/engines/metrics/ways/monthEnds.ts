import type { Ledger } from '../revenue/revenue.ts'
import type { Timing } from '../series/timing.ts'
import { Refused } from './way.ts'

/** The revenue ledger for a question that has month-ends: revenue stands on the last day of a month, and a week or a day has none. */
export function ledgerAt({ grain, window }: Pick<Timing, 'grain' | 'window'>, ledger: Ledger | null): Ledger {
  if (grain === 'week' || grain === 'day') throw new Refused(`Revenue is measured at month-end; ${grain}s have none.`, 'Ask for month or quarter.')
  if (window?.unit === 'd') throw new Refused(`Revenue looks back whole months; ${window.text} are days.`, 'Write the window as 1m, 3m or 12m.')
  if (!ledger) throw new Refused('There is no revenue ledger here.', 'Bring in accounts and subscriptions.')
  return ledger
}
