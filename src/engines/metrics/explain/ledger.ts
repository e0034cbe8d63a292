/** Net retention moves by its shares of the opening: ΔNRR = Δe - Δc - Δx; the signed parts sum to the change. Amounts are positive, in one unit. */
export type RetentionFlows = { readonly opening: number; readonly expansion: number; readonly contraction: number; readonly churn: number }
export function retentionChange(
  before: RetentionFlows,
  after: RetentionFlows,
): { expansion: number; contraction: number; churn: number; change: number } | null {
  if (!(before.opening > 0) || !(after.opening > 0)) return null
  const share = (part: 'expansion' | 'contraction' | 'churn') => after[part] / after.opening - before[part] / before.opening
  const [expansion, contraction, churn] = [share('expansion'), -share('contraction'), -share('churn')]
  return { expansion, contraction, churn, change: expansion + contraction + churn }
}

/** A month of the ledger in whole units (micro-units of money, or accounts); every amount is positive but fx and the transfers' balance. */
export type LedgerMonth = {
  readonly opening: number
  readonly fx: number
  readonly new: number
  readonly reactivation: number
  readonly expansion: number
  readonly contraction: number
  readonly churn: number
  readonly transferIn: number
  readonly transferOut: number
  readonly closing: number
}

export type LedgerPart = Exclude<keyof LedgerMonth, 'opening' | 'closing'>

/** Signed parts of closing - opening, in the order of the waterfall. `residual` is what they leave: other than 0, the ledger is broken and nothing of it is to be trusted. */
export type LedgerChange = {
  readonly change: number
  readonly parts: readonly { readonly name: LedgerPart; readonly part: number }[]
  readonly residual: number
}

/** closing - opening as its signed movements (kpis.md, section 3); exact in whole units. */
export function ledgerChange(month: LedgerMonth): LedgerChange {
  const parts = signs.map(({ name, sign }) => ({ name, part: month[name] === 0 ? 0 : sign * month[name] }))
  const change = month.closing - month.opening
  return { change, parts, residual: change - parts.reduce((total, { part }) => total + part, 0) }
}

const signs = [
  { name: 'fx', sign: 1 },
  { name: 'new', sign: 1 },
  { name: 'reactivation', sign: 1 },
  { name: 'expansion', sign: 1 },
  { name: 'contraction', sign: -1 },
  { name: 'churn', sign: -1 },
  { name: 'transferIn', sign: 1 },
  { name: 'transferOut', sign: -1 },
] as const
