import { arrOf, type Customer, type Segment } from './customer.ts'

/** Month-end revenue of a year (12 × MRR) by account, in dollars at plan rates; children count with their parent. Written apart from the revenue engine, as its witness. */
export type Balance = ReadonlyMap<string, number>

export function balance(customers: readonly Customer[], monthEnd: string, segment?: Segment): Balance {
  const known = new Set(customers.map((customer) => customer.id))
  const sums = new Map<string, number>()
  for (const customer of customers) {
    if (customer.internal || (segment && customer.segment !== segment)) continue
    const payer = customer.parent !== null && known.has(customer.parent) ? customer.parent : customer.id
    for (const line of customer.lines)
      if (line.start <= monthEnd && (line.end === null || line.end > monthEnd)) sums.set(payer, (sums.get(payer) ?? 0) + arrOf(line, customer.currency))
  }
  return new Map([...sums].filter(([, sum]) => sum > 0))
}

export const total = (at: Balance): number => [...at.values()].reduce((sum, each) => sum + each, 0)

/** Net, gross and logo retention between two month-ends, over the accounts that paid at the first (kpis: endpoint method, capped per account). */
export function retention(from: Balance, to: Balance): { readonly net: number; readonly gross: number; readonly lost: number; readonly accounts: number } {
  let [opening, net, gross, lost] = [0, 0, 0, 0]
  for (const [account, before] of from) {
    const now = to.get(account) ?? 0
    opening += before
    net += now
    gross += Math.min(now, before)
    if (now === 0) lost += 1
  }
  return { net: net / opening, gross: gross / opening, lost, accounts: from.size }
}
