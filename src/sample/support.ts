import { openLines, paysOn, type Customer } from './customer.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, daysBetween, isWorkday, later, type Timeline } from './timeline.ts'

const areas = ['Tasks', 'Tasks', 'Approvals', 'Insights', 'Connect', 'Billing', 'Performance', 'Identity'] as const
/** Which product a ticket, and the question after it, was about; what every product stands on is the platform’s. */
const productOf: Readonly<Record<string, string>> = { Tasks: 'Core', Approvals: 'Core', Insights: 'Insights', Connect: 'Connect' }
/** Tickets of an account on a workday, before chats were counted; and chats with a person. */
const usual = 0.0165
const chats = 0.0062
const whileSsoFails = 0.028

/** Tickets since the first month of records. From month −6 on chats with a person count as tickets: a new definition, not a new burden. */
export function ticketRows(customers: readonly Customer[], time: Timeline, draw: Random): Values[] {
  const first = time.day(time.first, 1)
  const [chatsFrom, rotated] = [time.day(-6, 1), time.day(-1, 24)]
  const rows: Values[] = []
  for (let index = 0; index < daysBetween(first, time.today); index++) {
    const date = addDays(first, index)
    const pace = isWorkday(date) ? 1 : 0.25
    for (const customer of customers) {
      if (customer.internal || customer.createdOn >= date || !paysOn(customer, date)) continue
      const size = customer.segment === 'Enterprise' ? 2.1 : customer.segment === 'Mid-market' ? 1 : 0.55
      if (draw.next() < usual * size * pace) rows.push(ticket(rows.length, customer, date, draw.pick(areas), draw.chance(0.7) ? 'email' : 'portal', time, draw))
      if (date >= chatsFrom && draw.next() < chats * size * pace) rows.push(ticket(rows.length, customer, date, draw.pick(areas), 'chat', time, draw))
      if (customer.sso && date >= rotated && draw.next() < whileSsoFails * pace) rows.push(ticket(rows.length, customer, date, 'Identity', 'email', time, draw))
    }
  }
  return rows
}

/** Answers to a short question after every third resolved ticket, on five points, and a relationship survey each quarter on eleven. */
export function* surveyRows(customers: readonly Customer[], tickets: readonly Values[], time: Timeline, draw: Random): Iterable<Values> {
  const rotated = time.day(-1, 24)
  const hit = new Set(customers.filter((customer) => customer.sso).map((customer) => customer.id))
  let count = 0
  for (const each of tickets) {
    const resolved = each['resolved_at']
    if (typeof resolved !== 'string' || !draw.chance(0.36)) continue
    const ts = later(resolved, 30 + draw.int(0, 600))
    if (ts.slice(0, 10) >= time.today) continue
    const pleased = each['area'] === 'Identity' && hit.has(String(each['account_id'])) && ts.slice(0, 10) >= rotated ? 0.3 : 0.84
    count += 1
    yield {
      id: `R-${count}`,
      ts,
      sent_at: resolved,
      account_id: each['account_id'],
      user_id: each['user_id'],
      instrument: 'csat',
      score: draw.chance(pleased) ? draw.int(4, 5) : draw.int(1, 3),
      scale_min: 1,
      scale_max: 5,
      surface: productOf[String(each['area'])] ?? 'Platform',
      mode: 'transactional',
    }
  }
  for (let month = time.first + 2; month <= 0; month += 3) {
    for (const customer of customers) {
      const date = time.day(month, draw.int(4, 24))
      if (customer.internal || !paysOn(customer, date) || !draw.chance(0.34)) continue
      count += 1
      const mood = customer.sso && date >= rotated ? 0.28 : 0.5
      const score = draw.chance(mood) ? draw.int(9, 10) : draw.chance(0.62) ? draw.int(7, 8) : draw.int(2, 6)
      yield {
        id: `R-${count}`,
        invite_id: inviteOf(customer.id, time.month(month)),
        wave_id: time.month(month),
        ts: at(date, draw.int(480, 1080)),
        account_id: customer.id,
        user_id: `${customer.id}-1`,
        instrument: 'nps',
        score,
        scale_min: 0,
        scale_max: 10,
        surface: month > askedInApp ? 'in-app' : 'email',
        mode: 'relationship',
      }
    }
  }
}

/** From the wave after this month on the relationship is asked about in the product, no longer by mail: another surface, not another mood. */
const askedInApp = -3
const inviteOf = (account: string, wave: string): string => `I-${account}-${wave}`

/** Everybody who was asked in a wave: those who answered, and about twice as many who did not. */
export function* inviteRows(customers: readonly Customer[], answers: readonly Values[], time: Timeline, draw: Random): Iterable<Values> {
  const answered = new Map(answers.flatMap((each) => (typeof each['invite_id'] === 'string' ? [[each['invite_id'], each] as const] : [])))
  for (let month = time.first + 2; month <= 0; month += 3) {
    for (const customer of customers) {
      const date = time.day(month, draw.int(1, 3))
      const id = inviteOf(customer.id, time.month(month))
      if (!answered.has(id) && (customer.internal || !paysOn(customer, date) || !draw.chance(0.85))) continue
      yield {
        id,
        wave_id: time.month(month),
        account_id: customer.id,
        user_id: `${customer.id}-1`,
        sent_at: at(date, 480),
        surface: month > askedInApp ? 'in-app' : 'email',
      }
    }
  }
}

function ticket(n: number, customer: Customer, date: string, area: string, channel: string, time: Timeline, draw: Random): Values {
  const created = at(date, draw.int(400, 1130))
  const priority = draw.next() < 0.04 ? 'p1' : draw.next() < 0.12 ? 'p2' : draw.next() < 0.5 ? 'p3' : 'p4'
  const hours = priority === 'p1' ? 9 : priority === 'p2' ? 26 : 60
  const resolved = later(created, hours * 60 * (0.2 + 1.6 * draw.next()))
  const done = resolved.slice(0, 10) < time.today
  const answered = later(created, 10 + draw.int(0, priority === 'p1' ? 40 : 300))
  return {
    id: `T-${n + 1}`,
    created_at: created,
    account_id: customer.id,
    user_id: `${customer.id}-${draw.int(1, Math.max(2, Math.min(12, openLines(customer).length * 3)))}`,
    priority,
    area,
    status: done ? 'solved' : 'open',
    first_response_at: answered.slice(0, 10) < time.today ? answered : null,
    resolved_at: done ? resolved : null,
    is_internal: false,
    channel,
    escalated: priority === 'p1' && draw.chance(0.3),
  }
}
