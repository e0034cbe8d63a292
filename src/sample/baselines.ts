import { addDays, addMonths, addPeriods, daysBetween, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { paysOn, type Customer } from './customer.ts'
import { balance, retention, total } from './ledger.ts'
import type { Values } from './revenueFacts.ts'
import type { Timeline } from './timeline.ts'

/** Values of the last month before the quarter, as the company measured them when it set its targets; fractions for shares. */
export interface Baselines {
  readonly nrr: number
  readonly grr: number
  /** The same of mid-market alone. */
  readonly grrMid: number
  readonly arr: number
  readonly ticketRate: number
  readonly csat: number
  /** The same of the largest customers, and how many answers it was made from. */
  readonly csatEnterprise: number
  readonly csatEnterpriseN: number
  /** Share of the accounts on Business and Enterprise that shared an insight on three days of the last 28. */
  readonly insights: number
}

interface Records {
  readonly tickets: readonly Values[]
  readonly surveys: readonly Values[]
  /** Of sharing an insight, up to the end of the baseline's month or later. */
  readonly events: readonly Values[]
}

/** The events of sharing an insight up to a day: the baselines of two quarters are measured on one walk through all events. */
export function insightsShared(events: Iterable<Values>, end: string): Values[] {
  const shared: Values[] = []
  for (const event of events) {
    if (String(event['ts']).slice(0, 10) > end) break
    if (event['name'] === 'insight_shared') shared.push(event)
  }
  return shared
}

export function baselines(customers: readonly Customer[], { tickets, surveys, events }: Records, time: Timeline): Baselines {
  const end = periodEnd(time.baselineMonth)
  const now = balance(customers, end)
  const year = retained(customers, time)
  const days = daysBetween(periodStart(time.baselineMonth), end) + 1
  const answers = surveys.filter((row) => row['instrument'] === 'csat' && String(row['ts']).startsWith(time.baselineMonth))
  const large = new Set(customers.filter(({ segment }) => segment === 'Enterprise').map(({ id }) => id))
  const ofLarge = answers.filter((row) => large.has(String(row['account_id'])))
  const content = (rows: readonly Values[]) => round(rows.filter((row) => Number(row['score']) >= 4).length / rows.length)
  return {
    nrr: round(year.net),
    grr: round(year.gross),
    grrMid: round(
      retained(
        customers.filter(({ segment }) => segment === 'Mid-market'),
        time,
      ).gross,
    ),
    arr: Math.round(total(now)),
    ticketRate: round(
      (tickets.filter((row) => String(row['created_at']).startsWith(time.baselineMonth)).length * days) / payingDays(customers, time.baselineMonth),
    ),
    csat: content(answers),
    csatEnterprise: content(ofLarge),
    csatEnterpriseN: ofLarge.length,
    insights: round(adoption(customers, events, end)),
  }
}

function retained(customers: readonly Customer[], { baselineMonth }: Timeline): ReturnType<typeof retention> {
  return retention(balance(customers, periodEnd(addPeriods(baselineMonth, -12))), balance(customers, periodEnd(baselineMonth)))
}

/** Of the accounts that could use Insights on a day, the share that did on three occasions in the 28 days before it. */
function adoption(customers: readonly Customer[], shared: readonly Values[], end: string): number {
  const since = addDays(end, -27)
  const uses = new Map<string, number>()
  for (const { ts, account_id } of shared) {
    const day = String(ts).slice(0, 10)
    if (day >= since && day <= end) uses.set(String(account_id), (uses.get(String(account_id)) ?? 0) + 1)
  }
  const eligible = customers.filter((customer) => customer.plan !== 'Team' && !customer.internal && paysOn(customer, end))
  return eligible.filter((customer) => (uses.get(customer.id) ?? 0) >= 3).length / eligible.length
}

/** Days on which accounts paid in a month, summed: the denominator of a rate per paying account. */
export function payingDays(customers: readonly Customer[], month: string): number {
  const [first, after] = [periodStart(month), addMonths(periodStart(month), 1)]
  let days = 0
  for (const customer of customers) {
    if (customer.internal) continue
    for (const line of customer.lines) {
      if (line.trial || line.product !== 'core') continue
      const [from, to] = [line.start > first ? line.start : first, line.end !== null && line.end < after ? line.end : after]
      if (from < to) days += daysBetween(from, to)
    }
  }
  return days
}

/** Shares as people write them in targets: two digits of a percentage. */
export const round = (value: number): number => Math.round(value * 10_000) / 10_000
