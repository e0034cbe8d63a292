import { type FactRow } from '#kernel'
import type { FactDesk } from '#runtime/factDesk.ts'
import { operationsBefore, operationsOn } from './operations.ts'

/** A company of 10,000 accounts with 40,000 subscription lines and 40,000 people over 24 months, all made up and the same each time. */
export const size = { accounts: 10_000, lines: 40_000, people: 40_000, days: 731 } as const
const { accounts, lines, people, days } = size
const seed = 20_241_231
const draw = generator(seed)

/** Brings everything in; `events` is how many product events there are. */
export async function filled(desk: FactDesk, events: number): Promise<void> {
  await ingest(
    desk,
    'base',
    'account',
    list(accounts, (index) => accountOf(index, Math.floor(draw() * 700))),
  )
  await ingest(
    desk,
    'base',
    'app_user',
    list(people, (index) => ({
      id: `U-${index}`,
      account_id: `A-${index % accounts}`,
      role: index % 7 === 0 ? 'admin' : 'member',
      is_service: index % 400 === 0,
      is_internal: false,
    })),
  )
  await ingest(
    desk,
    'base',
    'feature',
    list(8, (index) => ({ id: `F-${index}`, area: `area ${index % 3}`, core_event: `name.${index}`, min_count: 1 + (index % 2) })),
  )
  await ingest(desk, 'base', 'subscription', list(lines, lineOf))
  await ingest(
    desk,
    'base',
    'ticket',
    list(30_000, (index) => ticketOf(index, index % days)),
  )
  await ingest(
    desk,
    'base',
    'survey_response',
    list(20_000, (index) => answerOf(index, index % days)),
  )
  for (const [fact, rows] of Object.entries(operationsBefore(dateOf(days)))) await ingest(desk, 'base', fact, rows)
  // a month at a time, as a company brings its history in
  const months = 24
  for (let month = 0; month < months; month++)
    await ingest(desk, `month-${month}`, 'event', [], manyEvents(events, Math.floor((events * month) / months), Math.floor((events * (month + 1)) / months)))
}

export async function ingest(
  desk: FactDesk,
  batch: string,
  fact: string,
  values: readonly Record<string, unknown>[],
  more?: AsyncIterable<readonly FactRow[]>,
): Promise<void> {
  const rows = more ?? pieces(values)
  await desk.ingest(`${batch}-${fact}`, { fact, file: `${fact}.csv`, source: 'bench', rows })
  await desk.seal(`${batch}-${fact}`)
}

async function* pieces(values: readonly Record<string, unknown>[]): AsyncGenerator<readonly FactRow[]> {
  for (let from = 0; from < values.length; from += 5000) yield values.slice(from, from + 5000).map((one, index) => ({ row: from + index + 2, values: one }))
}

async function* manyEvents(events: number, first: number, last: number): AsyncGenerator<readonly FactRow[]> {
  for (let from = first; from < last; from += 5000)
    yield Array.from({ length: Math.min(5000, last - from) }, (_, index) => ({
      row: from + index + 2,
      values: eventOf(from + index, Math.floor(((from + index) / events) * days)),
    }))
}

/** What comes in on one more day besides events: lines, tickets and answers, as many as on any other, and what the company’s own work brings. */
export function dayOf(day: number): Record<string, Record<string, unknown>[]> {
  const own = (all: number, make: (index: number) => Record<string, unknown>) => {
    const count = Math.round(all / days)
    return list(count, (index) => make(all + (day - days) * count + index))
  }
  return {
    ...operationsOn(dateOf(day)),
    subscription: own(lines, (index) => ({ ...lineOf(index), start: dateOf(day), end: null })),
    ticket: own(30_000, (index) => ticketOf(index, day)),
    survey_response: own(20_000, (index) => answerOf(index, day)),
  }
}

/** So many customers in 24 months are fourteen a day. */
const comers = Math.round(accounts / days)

/** The accounts that come on a day, each with two lines, besides all else of the day. */
export function newAccounts(day: number): Record<string, Record<string, unknown>[]> {
  const first = accounts + day * comers
  const own = dayOf(day)['subscription'] ?? []
  return {
    account: list(comers, (index) => accountOf(first + index, day)),
    subscription: [
      ...own,
      ...list(2 * comers, (index) => ({
        ...lineOf(10 * lines + day * 2 * comers + index),
        account_id: `A-${first + Math.floor(index / 2)}`,
        start: dateOf(day),
        end: null,
      })),
    ],
  }
}

/** Accounts that were there, of which the segment changes on a day. */
export function changesOn(day: number): Record<string, Record<string, unknown>[]> {
  const drawn = generator(seed)
  const created = list(accounts, () => Math.floor(drawn() * 700))
  return {
    account: changed(day).map((account, index) => ({ ...accountOf(account, created[account] ?? 0), segment: segments[(account + 1 + (index % 2)) % 3] })),
  }
}

/** The same, and they turn out to have been created on another day, so that what follows from their age changes too. */
export function createdAnewOn(day: number): Record<string, Record<string, unknown>[]> {
  return { account: changed(day).map((account, index) => ({ ...accountOf(account, 500), segment: segments[index % 3] })) }
}

const changed = (day: number): number[] => list(5, (index) => (day * 131 + index * 1999) % accounts)

const segments = ['smb', 'mid', 'enterprise'] as const

function accountOf(index: number, created: number): Record<string, unknown> {
  return {
    id: `A-${index}`,
    segment: segments[index % 3] ?? null,
    plan: ['basic', 'pro', 'enterprise'][index % 3] ?? null,
    region: ['EU', 'US', 'APAC', 'LATAM'][index % 4] ?? null,
    created_at: instant(created, 0),
    is_internal: false,
  }
}

function ticketOf(index: number, on: number): Record<string, unknown> {
  return {
    id: `T-${index}`,
    account_id: `A-${index % accounts}`,
    created_at: instant(on, index % 86_400),
    priority: `p${1 + (index % 4)}`,
    is_internal: false,
  }
}

function answerOf(index: number, on: number): Record<string, unknown> {
  return {
    id: `R-${index}`,
    account_id: `A-${index % accounts}`,
    user_id: `U-${index}`,
    ts: instant(on, 3600),
    instrument: index % 2 ? 'nps' : 'csat',
    score: index % 2 ? index % 11 : 1 + (index % 5),
    scale_min: index % 2 ? 0 : 1,
    scale_max: index % 2 ? 10 : 5,
  }
}

/** Events come in the order of their days. */
export function eventOf(index: number, on: number): Record<string, unknown> {
  const user = Math.floor(draw() ** 2 * people)
  return {
    event_id: `E-${index}`,
    ts: instant(on, Math.floor(draw() * 86_400)),
    account_id: `A-${user % accounts}`,
    user_id: `U-${user}`,
    name: `name.${Math.floor(draw() * 12)}`,
  }
}

function lineOf(index: number): Record<string, unknown> {
  const start = Math.floor(draw() * 700)
  const end = draw() < 0.5 ? start + 30 + Math.floor(draw() * 400) : null
  return {
    id: `S-${index}`,
    account_id: `A-${Math.floor(draw() * accounts)}`,
    product_id: ['core', 'insight', 'guard'][index % 3] ?? null,
    start: dateOf(start),
    end: end === null ? null : dateOf(end),
    mrr: (5 + Math.floor(draw() * 95)) * 1_000_000,
    currency: 'USD',
    status: 'paid',
    kind: 'recurring',
    term_months: 12,
  }
}

function list<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index))
}

function instant(day: number, second: number): string {
  return new Date(Date.UTC(2023, 0, 1) + day * 86_400_000 + second * 1000).toISOString()
}

/** The civil day of a day counted from the first of the record. */
export const dateOf = (day: number): string => instant(day, 0).slice(0, 10)

/** Marsaglia's xorshift32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
