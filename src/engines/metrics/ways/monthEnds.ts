import type { Ledger } from '../revenue/revenue.ts'
import type { Timing } from '../series/timing.ts'
import { Refused } from './way.ts'

/** The revenue ledger for a question that looks back whole months: revenue stands on the last day of each. */
export function ledgerAt({ window }: Pick<Timing, 'window'>, ledger: Ledger | null): Ledger {
  if (window?.unit === 'd') throw new Refused(`Revenue looks back whole months; ${window.text} are days.`, 'Write the window as 1m, 3m or 12m.')
  if (!ledger) throw new Refused('There is no revenue ledger here.', 'Bring in accounts and subscriptions.')
  return ledger
}
