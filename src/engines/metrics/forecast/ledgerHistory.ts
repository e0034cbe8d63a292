import type { Contract } from '../revenue/renewals.ts'

/** A ledger as it stood at its month-ends, with the contract lines behind it. Amounts in any one unit. */
export interface LedgerHistory {
  /** Recurring revenue by month, then by account. */
  readonly balances: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Paid recurring lines, each of an account of the balances. */
  readonly lines: readonly Contract[]
  readonly segmentOf: (account: string) => string
  /** How late a new line may start and still renew the old one. */
  readonly graceDays: number
}

/** Lines with service after a day; the first day without service is their end. */
export const runningOn = (lines: readonly Contract[], day: string): Contract[] => lines.filter(({ start, end }) => start <= day && (end === null || end > day))
