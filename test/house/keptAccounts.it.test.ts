import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import type { Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factShapes } from '#runtime/factDesks.ts'
import { answersOf, desksAtWork, questions, told, words, type Values } from './desks.ts'
import { drawing } from './drawing.ts'

/** Days on which anything may come, change or be taken back of accounts, people, lines, answers and events: a desk that has kept what it told is held against one that has just begun. */
const workspace: Workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'UTC' }
let home = ''
let store: FactStore

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-kept-accounts-'))
  store = await openFactStore({ home, facts: factShapes(words), persons, log: silentLog })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const dayAfter = (days: number): string => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10)
/** The first day that is told, two years on. */
const eve = 731
const byAccounts = new Set(['activation-rate', 'time-to-value', 'cohort-retention', 'feature-adoption', 'nps', 'renewal-rate', 'daily-active-users'])
const asked = [
  ...questions.filter(({ metric }) => byAccounts.has(metric)),
  ...[
    'nps tenure',
    'nps region',
    'renewal-rate region',
    'ticket-rate plan',
    'ticket-rate segment',
    'active-accounts plan',
    'active-accounts region',
    'daily-active-users region',
    'daily-active-users role',
    'activation-rate region',
    'feature-adoption segment',
    'time-to-value segment',
  ].map((one) => {
    const [metric = '', by = ''] = one.split(' ')
    return { metric, by }
  }),
]

test.each([1, 2, 3])('whatever comes of accounts day by day, nothing that is kept outlives what it follows from (%i)', { timeout: 300_000 }, async (seed) => {
  const { below, pick } = drawing(seed)
  const rows = <T>(count: number, make: (place: number) => T): T[] => Array.from({ length: count }, (_, place) => make(place))
  const someone = (): Values => ({ account_id: `A${below(50)}`, user_id: `U${below(60)}` })
  const known = new Map<number, Values>()
  const account = (id: number): Values => {
    const made = newAccount(id)
    known.set(id, made)
    return made
  }
  /** Names that come and go, before and behind the others, so that groups are numbered anew. */
  const rare = (): string => `${pick(['aa', 'm', 'zz'])}${below(4)}`
  const newAccount = (id: number): Values => ({
    id: `A${id}`,
    plan: pick(['basic', 'pro', null, rare()]),
    segment: pick(['smb', 'mid', 'enterprise']),
    region: pick(['EU', 'US', null, 'EU,US', rare()]),
    created_at: below(12) === 0 ? null : `${dayAfter(380 + below(350))}T0${below(9)}:00:00Z`,
    is_internal: below(8) === 0,
    ...(below(20) === 0 ? { merged_into: `A${below(40)}` } : {}),
    ...(below(20) === 0 ? { closed_at: `${dayAfter(500 + below(230))}T00:00:00Z` } : {}),
  })
  const user = (id: number): Values => ({
    id: `U${id}`,
    account_id: `A${id % 30}`,
    role: pick(['admin', 'member']),
    is_service: below(12) === 0,
    is_internal: below(20) === 0,
  })
  const line = (place: number): Values => {
    const start = below(700)
    return {
      id: `S${place}`,
      account_id: `A${below(50)}`,
      product_id: pick(['core', 'insight']),
      start: dayAfter(start),
      end: below(2) === 0 ? null : dayAfter(start + 20 + below(300)),
      mrr: (1 + below(90)) * 1_000_000,
      currency: 'USD',
      status: 'paid',
      kind: 'recurring',
      term_months: pick([12, 3, null]),
    }
  }
  const answer = (place: number): Values => ({
    ...someone(),
    id: `R${place}`,
    invite_id: below(3) === 0 ? null : `I${below(300)}`,
    ts: `${dayAfter(400 + below(330))}T12:00:00Z`,
    instrument: 'nps',
    score: below(11),
    scale_min: 0,
    scale_max: 10,
  })
  let events = 0
  const event = (day: number): Values => ({
    ...someone(),
    event_id: `E${events++}`,
    ts: `${dayAfter(day)}T${String(below(24)).padStart(2, '0')}:30:00Z`,
    name: pick(['report', 'alert', 'login']),
  })
  const { desk, plain, bring, batches, now } = desksAtWork(store, home, { workspace, from: Date.UTC(2025, 2, 10) })
  const before = 400
  await bring('account', rows(30, account))
  await bring('app_user', rows(40, user))
  await bring('feature', [{ id: 'F1', area: 'one', core_event: 'report', min_count: 1 }])
  await bring('subscription', rows(60, line))
  await bring('survey_response', rows(60, answer))
  await bring(
    'ticket',
    rows(60, (place) => ({
      ...someone(),
      id: `T${place}`,
      created_at: `${dayAfter(400 + below(330))}T09:00:00Z`,
      priority: pick(['p1', 'p3']),
      is_internal: false,
    })),
  )
  await bring(
    'event',
    rows(900, () => event(before + below(330))),
  )
  const first = batches.length
  const come = (fact: string, make: () => Values) => async () => await bring(fact, rows(1 + below(4), make))
  const planMoves = async () => {
    const moved = [...known.values()].filter(() => below(5) === 0).map((one) => ({ ...one, plan: pick(['basic', 'pro', rare()]) }))
    await bring('account', moved)
  }
  const thereAndBack = async () => {
    const some = [...known.values()].filter(() => below(4) === 0)
    await bring(
      'account',
      some.map((one) => ({ ...one, plan: 'elsewhere', region: 'elsewhere' })),
    )
    await bring('account', some)
  }
  const createdAnew = async () => {
    const moved = [...known.values()].filter(() => below(5) === 0).map((one) => ({ ...one, created_at: `${dayAfter(380 + below(350))}T05:00:00Z` }))
    await bring('account', moved)
  }
  const ticket = (place: number): Values => ({
    ...someone(),
    id: `T${place}`,
    created_at: `${dayAfter(400 + below(330))}T09:00:00Z`,
    priority: pick(['p1', 'p3']),
    is_internal: false,
  })
  const kinds: readonly (() => Promise<void>)[] = [
    planMoves,
    planMoves,
    createdAnew,
    thereAndBack,
    come('ticket', () => ticket(below(75))),
    come('account', () => account(30 + below(20))),
    come('account', () => account(below(40))),
    come('account', () => account(60 + below(10))), // no event names them
    come('subscription', () => line(below(75))),
    come('survey_response', () => answer(below(75))),
    come('app_user', () => user(below(60))),
    async () => {
      const [batch] = batches.length > first ? batches.splice(first + below(batches.length - first), 1) : []
      if (batch !== undefined) await desk.undoBatch(batch, now())
    },
  ]
  for (let day = eve; day < eve + 14; day++) {
    const isLate = below(4) === 0
    if (below(8) > 0) await come('event', () => event(isLate && below(2) === 0 ? before + below(330) : day))()
    // others ask while rows come
    const meanwhile = Promise.all(asked.filter((_, index) => (index + day) % 4 === 0).map(async (one) => await told(desk, { ...one, asOf: dayAfter(day) })))
    for (const one of below(4) === 0 ? kinds : [pick(kinds)]) await one()
    await meanwhile
    const when = { asOf: dayAfter(below(4) === 0 ? day - 40 : day), ...(below(4) === 0 ? { policy: { start: 'contract' } } : {}) }
    const questionsOfDay = asked.filter(({ metric }) => when.policy === undefined || metric === 'time-to-value')
    expect(await answersOf(desk, questionsOfDay, when), `day ${day - eve}`).toEqual(await answersOf(plain(), questionsOfDay, when))
  }
})
