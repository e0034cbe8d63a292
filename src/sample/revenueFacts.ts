import { paysOn, rates, type Customer, type Line } from './customer.ts'
import type { Random } from './random.ts'
import { addDays, addMonths, at, type Timeline } from './timeline.ts'

/** One row of a fact, in the columns' own terms; money in major units. */
export type Values = Readonly<Record<string, unknown>>

export function* accountRows(customers: readonly Customer[]): Iterable<Values> {
  for (const { id, name, parent, segment, industry, region, plan, channel, createdOn, internal } of customers) {
    yield {
      id,
      name,
      parent_id: parent,
      segment,
      industry,
      region,
      plan,
      channel,
      created_at: at(createdOn, 540),
      contract_at: at(createdOn, 900),
      kickoff_at: at(addDays(createdOn, 3), 600),
      is_internal: internal,
    }
  }
}

const periods = { month: 1, quarter: 3, year: 12 } as const

export function* subscriptionRows(customers: readonly Customer[], { today }: Timeline): Iterable<Values> {
  for (const customer of customers) {
    for (const line of customer.lines) {
      yield {
        id: line.id,
        account_id: line.account,
        product_id: line.product,
        plan_id: line.plan,
        start: line.start,
        end: line.end,
        unit_amount: (line.unit * periods[customer.billing]) / 12,
        quantity: line.quantity,
        billing_period: customer.billing,
        currency: customer.currency,
        status: line.trial ? 'trial' : line.churnType ? 'ended' : 'paid',
        kind: 'recurring',
        cancelled_at: line.churnType && line.end ? at(noticeOf(line.start, line.end, line.quantity), 960) : null,
        cancel_reason: line.cancelReason,
        churn_type: line.churnType,
        term_months: periods[customer.billing],
        renewal_date: renewalOf(line, periods[customer.billing], today),
        auto_renews: customer.billing !== 'year',
      }
    }
  }
}

/** The next whole term of a line that runs; the day on which one that was not renewed ran out. A line that gave way to another of the customer never came up. */
function renewalOf({ start, end, trial, churnType }: Line, term: number, today: string): string | null {
  if (trial) return null
  return end === null ? nextRenewal(start, term, today) : churnType ? end : null
}

/** People give notice two to eight weeks before their paid time ends. */
function noticeOf(start: string, end: string, seats: number): string {
  const given = addDays(end, -(14 + ((seats * 7) % 43)))
  return given < start ? start : given
}

/** Plan rates hold for a year and were kept; month-end rates wander around them by about one percent a month. */
export function* fxRows(customers: readonly Customer[], time: Timeline, draw: Random): Iterable<Values> {
  const first = customers.reduce((least, customer) => (customer.createdOn < least ? customer.createdOn : least), time.today).slice(0, 7)
  for (const currency of ['EUR', 'GBP']) {
    const plan = rates[currency] ?? 1
    let drift = 0
    for (let month = `${first}-01`; month <= time.today; month = addMonths(month, 1)) {
      const bought = Math.round(plan * (1 + drift) * 10_000) / 10_000 // what is sold in a month is sold at the rate that the month before closed with
      drift = 0.85 * drift + 0.008 * draw.normal()
      yield { month, currency, kind: 'plan', rate: plan }
      yield { month, currency, kind: 'purchase', rate: bought }
      yield { month, currency, kind: 'month_end', rate: Math.round(plan * (1 + drift) * 10_000) / 10_000 }
    }
  }
}

/** Notes of the customer-success tool about accounts that left for good; the ledger stays the judge. */
export function* churnRows(customers: readonly Customer[], time: Timeline, draw: Random): Iterable<Values> {
  let count = 0
  for (const customer of customers) {
    const last = customer.lines.at(-1)
    if (!last?.end || !last.churnType || customer.lines.some((line) => line.start > (last.end ?? '')) || paysOn(customer, time.today)) continue
    count += 1
    yield {
      id: `C-${count}`,
      account_id: customer.id,
      on: last.end,
      reason: last.cancelReason,
      is_reactivation: false,
      refund: draw.chance(0.05) ? draw.int(1, 9) * 100 : 0,
      feedback: farewells[last.cancelReason ?? ''] ?? null,
    }
  }
}

const farewells: Readonly<Record<string, string>> = {
  price: 'The renewal was a third above what the team would pay.',
  budget_cut: 'All tools of the department were cut this year; nothing against yours.',
  missing_capability: 'We needed approvals on the phone and could not wait.',
  moved_in_house: 'Our own platform team rebuilt the part that we used.',
  low_usage: 'Only two people still opened it.',
  competitor: 'Another suite came with connectors at no charge.',
  acquired: 'Our parent company has a contract with somebody else.',
}

/** The first whole term after today, counted from the start of a line that has begun. */
function nextRenewal(start: string, months: number, today: string): string {
  for (let term = 1; ; term++) {
    const due = addMonths(start, term * months)
    if (due > today) return due
  }
}
