import { ledgerChange, type LedgerMonth } from '../explain/ledger.ts'

export type LedgerBreak = { readonly period: string; readonly what: 'movements' | 'opening'; readonly by: number; readonly says: string }

/** The hard invariants of the ledger (kpis.md, section 3), in whole units: movements lead from opening to closing, and a month opens as the one before closed. Months ascend without gaps. */
export function ledgerBreaks(months: readonly (LedgerMonth & { readonly period: string })[]): LedgerBreak[] {
  return months.flatMap((month, index) => {
    const { residual } = ledgerChange(month)
    const before = months[index - 1]
    const jump = before ? month.opening - before.closing : 0
    const breaks: LedgerBreak[] = []
    if (jump !== 0)
      breaks.push({ period: month.period, what: 'opening', by: jump, says: `${month.period} opens ${jump} off the closing of ${before?.period ?? ''}.` })
    if (residual !== 0)
      breaks.push({
        period: month.period,
        what: 'movements',
        by: residual,
        says: `The movements of ${month.period} leave ${residual} between opening and closing.`,
      })
    return breaks
  })
}
