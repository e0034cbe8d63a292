export type Segment = 'Enterprise' | 'Mid-market' | 'Small business'
export type Plan = 'Team' | 'Business' | 'Enterprise'
export type Product = 'core' | 'insights' | 'connect'
export const segments: readonly Segment[] = ['Enterprise', 'Mid-market', 'Small business']

/** One priced line; `unit` is the price of one unit for a year, in the currency of the account. */
export interface Line {
  readonly id: string
  readonly account: string
  readonly product: Product
  readonly plan: Plan
  readonly start: string
  end: string | null
  unit: number
  quantity: number
  readonly trial: boolean
  cancelReason: string | null
  churnType: 'voluntary' | 'delinquent' | null
}

/** An account as the generator sees it, with the truth that a real company would have to find out. */
export interface Customer {
  readonly id: string
  readonly name: string
  readonly segment: Segment
  readonly plan: Plan
  readonly industry: string
  readonly region: string
  readonly currency: string
  readonly channel: string
  readonly billing: 'month' | 'quarter' | 'year'
  readonly internal: boolean
  readonly scripted: boolean
  readonly parent: string | null
  readonly createdOn: string
  readonly lines: Line[]
  /** The month offset in which it pays again, after a loss. */
  returns: number | null
  /** Hit by the certificate rotation: single sign-on stopped working. */
  sso: boolean
}

export const rates: Readonly<Record<string, number>> = { USD: 1, EUR: 1.08, GBP: 1.26 }
const prices: Readonly<Record<Plan, number>> = { Team: 264, Business: 372, Enterprise: 516 }

/** Price of a unit for a year in the account's currency, in whole units divisible by 12, so that every month is exact. */
export function unitPrice(product: Product, plan: Plan, currency: string): number {
  const dollars = product === 'core' ? prices[plan] : product === 'insights' ? 144 : 2160
  return Math.max(12, Math.round(dollars / (rates[currency] ?? 1) / 12) * 12)
}

/** Recurring revenue of a year in dollars at plan rates. */
export const arrOf = (line: Line, currency: string): number => (line.trial ? 0 : line.unit * line.quantity * (rates[currency] ?? 1))

export const openLines = (customer: Customer): Line[] => customer.lines.filter((line) => line.end === null)

export const openArr = (customer: Customer): number => {
  let sum = 0
  for (const line of customer.lines) if (line.end === null) sum += arrOf(line, customer.currency)
  return sum
}

/** Whether it pays on a day. */
export const paysOn = (customer: Customer, day: string): boolean =>
  customer.lines.some((line) => !line.trial && line.start <= day && (line.end === null || line.end > day))
