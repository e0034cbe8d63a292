import { type Account, type SubscriptionLine } from '../revenue.ts'

/**
 * A second ledger that shares nothing with the first but its inputs: it lives through every day, asks of every line whether it is paid that day, and
 * compares the last days of months. Slow and plain on purpose. Dates are compared as text. It covers the switches below.
 */
export type NaivePolicy = {
  readonly end_date: 'exclusive' | 'inclusive'
  readonly churn_recognised: 'service_end' | 'cancellation' | 'day_after_cancellation' | 'day_after_service' | 'month_complete'
  readonly discounts: 'net_all' | 'permanent_only' | 'gross'
  readonly paused: 'zero' | 'keep'
  readonly past_due: 'active_through_dunning(30)' | 'drop_at_once' | 'keep'
  readonly usage: 'committed_only' | 'exclude' | 'include'
  readonly grain: 'parent' | 'billing_account'
  readonly reactivation: 'own_bucket' | 'as_new'
}

export type NaiveMonth = Record<'opening' | 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation' | 'closing' | 'accountDays', number>

export function naiveMonths(
  accounts: readonly Account[],
  lines: readonly SubscriptionLine[],
  policy: NaivePolicy,
  from: string,
  to: string,
): { months: Map<string, NaiveMonth>; closings: Map<string, Map<string, number>> } {
  const months = new Map<string, NaiveMonth>()
  const closings = new Map<string, Map<string, number>>()
  const everPaid = new Set<string>()
  let before = new Map<string, number>()
  let accountDays = 0
  for (let day = from; day <= to; day = next(day)) {
    const today = paidOn(day, accounts, lines, policy)
    accountDays += today.size
    if (next(day).slice(0, 7) === day.slice(0, 7)) continue
    months.set(day.slice(0, 7), { ...compare(before, today, everPaid, policy), accountDays })
    closings.set(day.slice(0, 7), today)
    for (const id of today.keys()) everPaid.add(id)
    before = today
    accountDays = 0
  }
  return { months, closings }
}

export function naiveRatios(
  closings: Map<string, Map<string, number>>,
  opening: string,
  closing: string,
): { nrr: number | null; grr: number | null; churned: number; n: number } {
  const [start, end] = [closings.get(opening) ?? new Map<string, number>(), closings.get(closing) ?? new Map<string, number>()]
  let [base, now, kept, churned] = [0, 0, 0, 0]
  for (const [id, amount] of start) {
    const current = end.get(id) ?? 0
    base += amount
    now += current
    kept += Math.min(amount, current)
    if (current === 0) churned++
  }
  return { nrr: base > 0 ? now / base : null, grr: base > 0 ? kept / base : null, churned, n: start.size }
}

function paidOn(day: string, accounts: readonly Account[], lines: readonly SubscriptionLine[], policy: NaivePolicy): Map<string, number> {
  const sums = new Map<string, number>()
  for (const line of lines) {
    const account = accounts.find((each) => each.id === line.account_id)
    if (account?.is_internal) continue
    const amount = amountOn(day, line, policy)
    const owner = ownerOf(line.account_id, accounts, policy)
    if (amount > 0) sums.set(owner, (sums.get(owner) ?? 0) + amount)
  }
  return sums
}

function ownerOf(id: string, accounts: readonly Account[], policy: NaivePolicy): string {
  const account = accounts.find((each) => each.id === id)
  if (account?.merged_into) return ownerOf(account.merged_into, accounts, policy)
  return account?.parent_id && policy.grain === 'parent' ? ownerOf(account.parent_id, accounts, policy) : id
}

function amountOn(day: string, line: SubscriptionLine, policy: NaivePolicy): number {
  if (line.status === 'trial' || line.kind === 'one_time' || day < line.start || !isServed(day, line, policy)) return 0
  const months = { month: 1, quarter: 3, half_year: 6, year: 12, custom: line.period_months ?? 1 }[line.billing_period ?? 'month']
  if (line.kind === 'usage') {
    if (policy.usage === 'exclude') return 0
    if (policy.usage === 'committed_only') return halfEven(line.committed_minimum ?? 0, months)
  }
  if (policy.paused === 'zero' && line.kind !== 'usage' && line.paused_from && day >= line.paused_from && (!line.paused_to || day < line.paused_to)) return 0
  const gross = (line.unit_amount ?? 0) * (line.quantity ?? 1)
  const isPermanent = !line.discount_until
  const isRunning = isPermanent || day < (line.discount_until ?? '')
  const applies =
    line.kind === 'usage' || policy.discounts === 'net_all' ? isRunning || line.kind === 'usage' : policy.discounts === 'permanent_only' && isPermanent
  return halfEven(gross - (applies ? (line.discount ?? 0) : 0), months)
}

function isServed(day: string, line: SubscriptionLine, policy: NaivePolicy): boolean {
  const service = line.end ? (policy.end_date === 'inclusive' ? next(line.end) : line.end) : '9999-12-31'
  if (service <= line.start) return false
  if (line.status === 'past_due' && line.past_due_since && policy.past_due !== 'keep') {
    let last = line.past_due_since
    for (let grace = policy.past_due === 'drop_at_once' ? 0 : 30; grace > 0; grace--) last = next(last)
    if (day >= last) return false
  }
  if (policy.churn_recognised === 'day_after_service') return day <= service
  if (policy.churn_recognised === 'month_complete') return day < service || day.slice(0, 7) === previous(service).slice(0, 7)
  if (policy.churn_recognised === 'cancellation' && line.cancelled_at && day >= line.cancelled_at) return false
  if (policy.churn_recognised === 'day_after_cancellation' && line.cancelled_at && day > line.cancelled_at) return false
  return day < service
}

function compare(before: Map<string, number>, today: Map<string, number>, everPaid: ReadonlySet<string>, policy: NaivePolicy): Omit<NaiveMonth, 'accountDays'> {
  const month = { opening: 0, new: 0, expansion: 0, contraction: 0, churn: 0, reactivation: 0, closing: 0 }
  for (const id of new Set([...before.keys(), ...today.keys()])) {
    const [p, n] = [before.get(id) ?? 0, today.get(id) ?? 0]
    month.opening += p
    month.closing += n
    if (p === 0) month[everPaid.has(id) && policy.reactivation === 'own_bucket' ? 'reactivation' : 'new'] += n
    else if (n === 0) month.churn += p
    else if (n > p) month.expansion += n - p
    else month.contraction += p - n
  }
  return month
}

function halfEven(amount: number, divisor: number): number {
  const whole = Math.floor(amount / divisor)
  const twice = 2 * (amount - whole * divisor)
  return twice > divisor || (twice === divisor && whole % 2 !== 0) ? whole + 1 : whole
}

function next(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function previous(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
