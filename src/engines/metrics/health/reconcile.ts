import { ledgerChange, type LedgerMonth } from '../explain/ledger.ts'

/** One side of a comparison: a total per key (a month, an account), in one unit. */
export type Totals = ReadonlyMap<string, number>

export type Reconciled = {
  readonly key: string
  readonly ours: number | null
  readonly theirs: number | null
  /** ours - theirs; null when a side is missing. */
  readonly difference: number | null
  readonly state: 'agrees' | 'differs' | 'onlyOurs' | 'onlyTheirs'
}

export type Reconciliation = {
  readonly rows: readonly Reconciled[]
  readonly isBroken: boolean
  /** Sums over all keys, a missing one as nothing: what the two systems would say in one number. */
  readonly ours: number
  readonly theirs: number
}

/**
 * Do two systems tell the same (ledger MRR and billing total, events and the backend's count)? A key agrees when the difference is within the larger of both
 * tolerances: `absolute` in the unit, `relative` of the other side. A key that one side lacks agrees only with a zero inside the absolute tolerance.
 */
export function reconcile(
  ours: Totals,
  theirs: Totals,
  { absolute = 0, relative = 0 }: { readonly absolute?: number; readonly relative?: number } = {},
): Reconciliation {
  if (!(absolute >= 0 && relative >= 0)) throw new RangeError('A tolerance is zero or more.')
  const rows = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted().map((key): Reconciled => {
    const [one, other] = [ours.get(key) ?? null, theirs.get(key) ?? null]
    if (one === null || other === null) {
      const isNothing = Math.abs(one ?? other ?? 0) <= absolute
      return { key, ours: one, theirs: other, difference: null, state: isNothing ? 'agrees' : one === null ? 'onlyTheirs' : 'onlyOurs' }
    }
    const difference = one - other
    return { key, ours: one, theirs: other, difference, state: Math.abs(difference) <= Math.max(absolute, relative * Math.abs(other)) ? 'agrees' : 'differs' }
  })
  const sum = (totals: Totals) => [...totals.values()].reduce((total, value) => total + value, 0)
  return { rows, isBroken: rows.some(({ state }) => state !== 'agrees'), ours: sum(ours), theirs: sum(theirs) }
}

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
