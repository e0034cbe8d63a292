import type { Customer, Segment } from './customer.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, daysBetween, isWorkday, type Timeline } from './timeline.ts'

/** The first month of events, counted from the last closed one. */
export const historyMonths = 23

/** Days from the first sign-in to the first outcome, before and since the guided set-up. Enterprise waits for its own security review, which no set-up shortens. */
const waits: Readonly<Record<Segment, readonly [before: number, since: number]>> = { Enterprise: [33, 31], 'Mid-market': [16, 7], 'Small business': [7, 3] }

/** The day on which the guided set-up came: accounts that begin later reach their first outcome sooner. */
export const guidedSetUp = (time: Timeline): string => time.day(-8, 12)

/** The first day on which an account does what the product is for; an account from before the events is settled already. */
export function settledOn(customer: Customer, time: Timeline): string {
  if (customer.createdOn < time.day(-historyMonths, 1)) return ''
  const [before, since] = waits[customer.segment]
  const usual = customer.createdOn < guidedSetUp(time) ? before : since
  const stalled = customer.segment !== 'Enterprise' && spread(`${customer.id}*`) < stalls ? patience : 1
  return addDays(customer.createdOn, 1 + Math.round(usual * (0.5 + spread(customer.id)) * stalled))
}

/** Some set-ups stall, whatever guides them: outside enterprise a share of accounts needs several times as long as its neighbours. */
const stalls = 0.24
const patience = 4

/** Between 0 and 1, the same for an account on every day. */
const spread = (id: string): number => ([...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % 100) / 100

/** Sign-ins of the first two months of an account, which show that somebody came and not yet that anything was done. */
export function* arrivalRows(customers: readonly Customer[], time: Timeline, draw: Random): Iterable<Values> {
  let count = 0
  for (const customer of customers) {
    if (customer.createdOn < time.day(-historyMonths, 1)) continue
    const settled = settledOn(customer, time)
    for (let day = 1; day <= Math.min(60, daysBetween(customer.createdOn, time.today) - 1); day++) {
      const date = addDays(customer.createdOn, day)
      if (date === settled) yield firstOutcome(customer, date)
      if (day > 1 && (!isWorkday(date) || !draw.chance(0.4))) continue
      count += 1
      yield {
        event_id: `A-${count}`,
        ts: at(date, 400 + draw.next() * 60),
        account_id: customer.id,
        user_id: `${customer.id}-1`,
        name: 'signed_in',
        quantity: 1,
        surface: 'web',
      }
    }
  }
}

/** The first thing that an account gets done, on the day on which its set-up ends. */
const firstOutcome = ({ id }: Customer, date: string): Values => ({
  event_id: `F-${id}`,
  ts: at(date, 660),
  account_id: id,
  user_id: `${id}-1`,
  name: 'task_completed',
  quantity: 1,
  surface: 'web',
})
