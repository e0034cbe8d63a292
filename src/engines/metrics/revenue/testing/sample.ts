import { type Account, type Ledger, revenueLedger, type RevenueInput, type SubscriptionLine } from '../revenue.ts'

/** Micro-units of whole dollars. */
export function usd(dollars: number): number {
  return Math.round(dollars * 1_000_000)
}

let count = 0

/** A monthly line of $100 from 2023-01-01 without an end, unless told otherwise; `monthly` is its price in dollars. */
export function line(account: string, over: Partial<SubscriptionLine> & { readonly monthly?: number } = {}): SubscriptionLine {
  const { monthly = 100, ...columns } = over
  return {
    id: `L-${String(++count).padStart(4, '0')}`,
    account_id: account,
    start: '2023-01-01',
    unit_amount: usd(monthly),
    quantity: 1,
    billing_period: 'month',
    currency: 'USD',
    ...columns,
  }
}

/** A ledger of 2024 in dollars; accounts are those that the lines name, unless given. */
export function ledgerOf(lines: readonly SubscriptionLine[], policy?: unknown, over: Partial<RevenueInput> = {}): Ledger {
  const accounts: Account[] = [...new Set(lines.map((each) => each.account_id))].map((id) => ({ id }))
  return revenueLedger({ accounts, lines, policy, months: { from: '2024-01', to: '2024-12' }, reportingCurrency: 'USD', ...over })
}

/** The movements of a month in dollars, without those that are zero. */
export function moved(ledger: Ledger, period: string): Record<string, number> {
  const point = ledger.movements().find((each) => each.period === period)
  if (!point) throw new Error(`no ${period}`)
  const { period: _, mature: __, logos: ___, transfer: ____, ...money } = point
  return Object.fromEntries(
    Object.entries(money)
      .filter(([, value]) => value !== 0)
      .map(([name, value]) => [name, value / 1e6]),
  )
}

/** The same in heads. */
export function heads(ledger: Ledger, period: string): Record<string, number> {
  const point = ledger.movements().find((each) => each.period === period)
  if (!point) throw new Error(`no ${period}`)
  const { transfer: _, ...logos } = point.logos
  return Object.fromEntries(Object.entries(logos).filter(([, value]) => value !== 0))
}
