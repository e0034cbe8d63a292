import { historyMonths, settledOn } from './arrivals.ts'
import { paysOn, type Customer, type Plan } from './customer.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, daysBetween, isWorkday, type Timeline } from './timeline.ts'

interface Capability {
  readonly id: string
  readonly name: string
  readonly area: string
  readonly event: string
  readonly plans: readonly Plan[]
  readonly least: number
  /** Share of eligible accounts that use it in earnest, and how often they do on a workday. */
  readonly adopters: number
  readonly daily: number
  /** Month offset and day of its release; long ago when empty. */
  readonly since?: readonly [number, number]
}

const paidPlans: readonly Plan[] = ['Business', 'Enterprise']
const allPlans: readonly Plan[] = ['Team', 'Business', 'Enterprise']
/** The capabilities whose adoption is followed; `daily` keeps the whole at about 170,000 events in two years. */
export const capabilities: readonly Capability[] = [
  { id: 'tasks', name: 'Tasks', area: 'Core', event: 'task_completed', plans: allPlans, least: 4, adopters: 0.95, daily: 0.34 },
  { id: 'approvals', name: 'Approvals', area: 'Core', event: 'approval_completed', plans: allPlans, least: 3, adopters: 0.52, daily: 0.24 },
  { id: 'exports', name: 'Exports', area: 'Core', event: 'report_exported', plans: allPlans, least: 2, adopters: 0.4, daily: 0.16 },
  { id: 'insights', name: 'Insights', area: 'Insights', event: 'insight_shared', plans: paidPlans, least: 3, adopters: 0.325, daily: 0.4 },
  { id: 'connectors', name: 'Connectors', area: 'Connect', event: 'connector_synced', plans: paidPlans, least: 4, adopters: 0.38, daily: 0.36 },
  { id: 'shared-home', name: 'Shared home', area: 'Core', event: 'home_pinned', plans: allPlans, least: 2, adopters: 0.06, daily: 0.2, since: [-7, 9] },
  { id: 'alerts', name: 'Alerts for teams', area: 'Insights', event: 'alert_acted_on', plans: paidPlans, least: 2, adopters: 0, daily: 0.3, since: [-1, 15] },
]
/** Accounts in the beta of Alerts, and the share of them that it won for Insights. */
const betaAccounts = 73
const wonByBeta = 0.18
/** Accounts that pay and hardly open the product: the ones that the shared home was meant to bring back. */
const sleepers = 0.08
const whenAsleep = 0.02

/** Who uses what in earnest; drawn once, so that the events and the story agree. */
export interface Habits {
  readonly beta: ReadonlySet<string>
  readonly won: ReadonlySet<string>
  readonly asleep: ReadonlySet<string>
  uses(customer: Customer, capability: Capability): boolean
}

export function habits(customers: readonly Customer[], time: Timeline, draw: Random): Habits {
  const used = new Map<string, Set<string>>()
  for (const customer of customers) used.set(customer.id, new Set(capabilities.filter((each) => draw.chance(each.adopters)).map((each) => each.id)))
  const asleep = new Set(customers.filter((each) => !each.scripted && !each.sso && draw.chance(sleepers)).map((each) => each.id))
  const since = time.day(-1, 15)
  const eligible = draw.shuffle(
    customers.filter(
      (each) =>
        paidPlans.includes(each.plan) &&
        !each.internal &&
        each.createdOn < addDays(since, -90) &&
        !asleep.has(each.id) &&
        paysOn(each, since) &&
        paysOn(each, time.today),
    ),
  )
  const invited = eligible.slice(0, betaAccounts)
  const won = invited.filter((each) => !used.get(each.id)?.has('insights')).slice(0, Math.round(betaAccounts * wonByBeta))
  return {
    beta: new Set(invited.map((each) => each.id)),
    asleep,
    won: new Set(won.map((each) => each.id)),
    uses: (customer, capability) => used.get(customer.id)?.has(capability.id) ?? false,
  }
}

export function* featureRows(time: Timeline): Iterable<Values> {
  for (const each of capabilities) {
    const released = each.since ? time.day(...each.since) : addDays(time.day(time.first, 1), -400)
    yield {
      id: each.id,
      name: each.name,
      area: each.area,
      events: [each.event],
      core_event: each.event,
      min_count: each.least,
      eligible_rule: each.plans.length === 3 ? null : each.plans.join(','),
      released_at: at(released, 480),
    }
  }
  yield {
    id: 'single-sign-on',
    name: 'Single sign-on',
    area: 'Identity',
    events: ['sso_setup_completed', 'sso_setup_failed'],
    core_event: 'sso_setup_completed',
    min_count: 1,
    eligible_rule: paidPlans.join(','),
    released_at: at(time.day(-3, 14), 480),
  }
}

const roles = ['admin', 'manager', 'member'] as const

/** The people of every account, invited every third day and by yesterday at the latest, and the integration account that some of them have. */
export function* userRows(customers: readonly Customer[], time: Timeline): Iterable<Values> {
  const yesterday = addDays(time.today, -1)
  for (const customer of customers) {
    const people = peopleOf(customer)
    for (let n = 1; n <= people; n++) {
      const invited = addDays(customer.createdOn, n === 1 ? 0 : n * 3)
      yield {
        id: `${customer.id}-${n}`,
        account_id: customer.id,
        role: n === 1 ? roles[0] : n <= 1 + people / 4 ? roles[1] : roles[2],
        created_at: at(invited < yesterday ? invited : yesterday, 600),
        is_internal: customer.internal,
        is_service: false,
      }
    }
  }
}

/** Two years of product events, day by day in order, one row for an account, a day and a name. */
export function* eventRows(customers: readonly Customer[], time: Timeline, known: Habits, draw: Random): Iterable<Values> {
  const first = time.day(-historyMonths, 1)
  const days = daysBetween(first, time.today)
  const pursuits = customers.map((customer) => {
    const own = { customer, users: peopleOf(customer), settled: settledOn(customer, time) }
    const all = habitsOf(customer, known, time).map((habit) => ({ ...own, habit }))
    return { customer, pursued: (date: string) => all.filter(({ habit }) => date >= habit.from && date < habit.to) }
  })
  let count = 0
  for (let index = 0; index < days; index++) {
    const date = addDays(first, index)
    const pace = isWorkday(date) ? 1 : 0.06
    const there = pursuits.filter(({ customer }) => active(customer, date))
    for (const { customer, users, settled, habit } of there.flatMap((one) => one.pursued(date))) {
      if (draw.next() >= habit.daily * pace) continue
      const isSettled = date >= settled
      if (isSettled) count += 1
      const often = habit.daily < 0.05 ? 1 : 1 + Math.floor(draw.next() * draw.next() * 9)
      const row = {
        event_id: `E-${count}`,
        ts: at(date, 420 + draw.next() * 660),
        account_id: customer.id,
        user_id: `${customer.id}-${draw.int(1, users)}`,
        name: habit.event,
        quantity: often,
        surface: draw.chance(0.16) ? 'mobile' : 'web',
      }
      if (isSettled) yield row
    }
  }
}

const peopleOf = (customer: Customer): number => Math.max(2, Math.round(Math.sqrt(customer.lines[0]?.quantity ?? 10)))

interface Habit {
  readonly event: string
  readonly daily: number
  readonly from: string
  readonly to: string
}
const ever = '9999-12-31'

/** An account's events with their chance on a workday. The shared home changes nothing else: that is its story. */
function habitsOf(customer: Customer, known: Habits, time: Timeline): Habit[] {
  const own = capabilities
    .filter((each) => each.plans.includes(customer.plan) && each.id !== 'alerts')
    .map((each) => ({
      event: each.event,
      daily: known.uses(customer, each) ? each.daily : each.id === 'shared-home' ? 0.004 : 0.008,
      from: each.since ? time.day(...each.since) : '',
      to: ever,
    }))
  const beta = time.day(-1, 15)
  const alerts = known.beta.has(customer.id) ? [{ event: 'alert_acted_on', daily: 0.3, from: beta, to: ever }] : []
  const won = known.won.has(customer.id) ? [{ event: 'insight_shared', daily: 0.4, from: addDays(beta, 4), to: ever }] : []
  const all = [...own, ...alerts, ...won, ...signOn(customer, time)]
  return known.asleep.has(customer.id) ? all.map((habit) => ({ ...habit, daily: habit.daily * whenAsleep })) : all
}

/** Self-service set-up of single sign-on works from its release until the certificate rotation, and fails for the accounts hit since. */
function signOn(customer: Customer, time: Timeline): Habit[] {
  if (customer.plan === 'Team' || customer.internal) return []
  const [released, rotated] = [time.day(-3, 14), time.day(-1, 24)]
  if (customer.sso)
    return [
      { event: 'sso_setup_failed', daily: 0.26, from: rotated, to: ever },
      { event: 'sso_setup_completed', daily: 0.05, from: released, to: rotated },
    ]
  return [
    { event: 'sso_setup_completed', daily: 0.012, from: released, to: ever },
    { event: 'sso_setup_failed', daily: 0.0006, from: released, to: rotated },
  ]
}

function active(customer: Customer, date: string): boolean {
  if (customer.createdOn >= date) return false
  for (const line of customer.lines) if (line.start <= date && (line.end === null || line.end > date)) return true
  return false
}
