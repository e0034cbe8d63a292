import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import { isRecord, type Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factShapes } from '#runtime/factDesks.ts'
import { answersOf, desksAtWork, questions, words, type Asking, type Values } from './desks.ts'

/** What is told of months that are over is kept. Each answer of a desk that has kept it is held here against one of a desk that has just begun. */
const workspace: Workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'UTC' }
let home = ''
let store: FactStore

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-months-'))
  store = await openFactStore({ home, facts: factShapes(words), persons, log: silentLog })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const ids = Array.from({ length: 48 }, (_, place) => place)
const dayAfter = (days: number): string => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10)
const pick = <T>(choices: readonly T[], place: number): T | undefined => choices[place % choices.length]

const accountRow = (place: number, created = place * 12): Values => ({
  id: `A${place}`,
  plan: pick(['basic', 'pro'], place),
  segment: pick(['smb', 'mid', 'enterprise'], place),
  created_at: `${dayAfter(created)}T08:00:00Z`,
  is_internal: false,
})
const lineRow = (place: number, more: Values = {}): Values => ({
  id: `S${place}`,
  account_id: `A${place % 48}`,
  product_id: pick(['core', 'insight'], place),
  start: dayAfter(place * 9),
  end: place % 3 === 0 ? dayAfter(place * 9 + 260) : null,
  mrr: (10 + place) * 1_000_000,
  currency: 'USD',
  status: 'paid',
  kind: 'recurring',
  term_months: 12,
  ...more,
})
const answerRow = (place: number, more: Values = {}): Values => ({
  id: `R${place}`,
  account_id: `A${place % 48}`,
  user_id: `U${place}`,
  ts: `${dayAfter(200 + place * 4)}T12:00:00Z`,
  instrument: pick(['nps', 'csat'], place),
  score: place % 2 ? 1 + (place % 5) : place % 11,
  scale_min: place % 2 ? 1 : 0,
  scale_max: place % 2 ? 5 : 10,
  ...more,
})
const ticketRow = (place: number, more: Values = {}): Values => ({
  id: `T${place}`,
  account_id: `A${place % 48}`,
  created_at: `${dayAfter(300 + place * 3)}T22:30:00Z`,
  priority: pick(['p1', 'p2', 'p3'], place),
  is_internal: false,
  ...more,
})
const eventRow = (place: number, day: number): Values => ({
  event_id: `E${place} ${day}`,
  ts: `${dayAfter(day)}T${String(place % 24).padStart(2, '0')}:30:00Z`,
  account_id: `A${place % 48}`,
  user_id: `U${place % 48}`,
  name: pick(['report', 'alert', 'login'], place),
})

/** The last day of 2024, and those after it. */
const eve = 730
const daysOfEvents = [400, 520, 610, 680, 700, 715, 722, eve]

async function company() {
  const at = desksAtWork(store, home, { workspace, from: Date.UTC(2025, 2, 10) })
  await at.bring('account', ids.map(accountRow))
  await at.bring(
    'app_user',
    ids.map((place) => ({ id: `U${place}`, account_id: `A${place}`, role: 'member', is_service: false, is_internal: false })),
  )
  await at.bring('feature', [{ id: 'F1', area: 'one', core_event: 'report', min_count: 1 }])
  await at.bring(
    'subscription',
    ids.map((place) => lineRow(place)),
  )
  await at.bring(
    'survey_response',
    Array.from({ length: 130 }, (_, place) => answerRow(place)),
  )
  await at.bring(
    'ticket',
    Array.from({ length: 140 }, (_, place) => ticketRow(place)),
  )
  await at.bring(
    'event',
    daysOfEvents.flatMap((day) => ids.map((place) => eventRow(place, day))),
  )
  /** Everything as of some days, once it was seen that the desk which has just begun says the same. */
  const all = async (...days: readonly number[]): Promise<Record<string, unknown>> => {
    const answers: Record<string, unknown> = {}
    for (const day of days) {
      const asked = { asOf: dayAfter(day) }
      const kept = await answersOf(at.desk, questions, asked)
      expect(kept).toEqual(await answersOf(at.plain(), questions, asked))
      for (const [question, answer] of Object.entries(kept)) answers[`${question} ${day}`] = figures(answer)
    }
    return answers
  }
  return { ...at, all }
}

/** The points and groups of an answer: what changes when an import comes and goes, without the day on which that was. */
const figures = (answer: unknown): unknown => (isRecord(answer) ? { points: answer['points'], groups: answer['groups'] } : answer)

const changed = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] => [
  ...new Set(
    Object.keys(after)
      .filter((one) => JSON.stringify(after[one]) !== JSON.stringify(before[one]))
      .map((one) => one.split(' ')[0] ?? ''),
  ),
]

test('a month and a year begin, and every month that is over stands as it stood', async () => {
  const { all, bring } = await company()
  const before = await all(eve - 1, eve)
  for (const day of [eve + 1, eve + 2, eve + 31, eve + 32]) {
    await bring(
      'event',
      ids.map((place) => eventRow(place, day)),
    )
    await all(day)
  }
  expect(await all(eve - 1, eve)).toEqual(before)
  await all(eve - 40, eve + 1)
})

const late: readonly { readonly fact: string; readonly rows: readonly Values[]; readonly changes: readonly string[] }[] = [
  {
    fact: 'subscription',
    rows: [lineRow(60, { start: dayAfter(420), end: null }), lineRow(7, { mrr: 900_000_000 })],
    changes: ['net-revenue-retention', 'annual-recurring-revenue', 'mrr-movements', 'product-recurring-revenue'],
  },
  {
    fact: 'subscription',
    rows: [lineRow(8, { end: dayAfter(eve - 70) }), lineRow(10, { end: '2024-04-01' })],
    changes: ['renewal-rate', 'logo-churn-rate', 'voluntary-churn-rate', 'ticket-rate'],
  },
  {
    fact: 'survey_response',
    rows: [answerRow(900, { ts: `${dayAfter(eve - 60)}T10:00:00Z` }), answerRow(901, { ts: `${dayAfter(eve - 60)}T10:00:00Z` })],
    changes: ['nps', 'csat'],
  },
  { fact: 'ticket', rows: [ticketRow(900, { created_at: `${dayAfter(eve - 90)}T10:00:00Z` })], changes: ['ticket-rate'] },
  {
    fact: 'event',
    rows: ids.slice(0, 20).flatMap((place) => [{ ...eventRow(place, eve - 45), name: 'report' }, eventRow(place, 490)]),
    changes: ['feature-adoption', 'cohort-retention'],
  },
  {
    fact: 'account',
    rows: [5, 6, 7, 8].map((place) => ({ ...accountRow(place), segment: 'moved', plan: 'other' })),
    changes: ['nps', 'ticket-rate', 'renewal-rate', 'net-revenue-retention', 'voluntary-churn-rate', 'activation-rate'],
  },
  {
    fact: 'account',
    rows: [6, 7].map((place) => ({ ...accountRow(place), is_internal: true })),
    changes: ['nps', 'ticket-rate', 'renewal-rate', 'net-revenue-retention', 'product-recurring-revenue'],
  },
]

test('rows that come late into months that were told change them, and are gone from them when their import is undone', async () => {
  const { all, bring, desk, batches, now } = await company()
  const before = await all(eve, eve + 1)
  for (const { fact, rows, changes } of late) {
    await bring(fact, rows)
    const after = await all(eve, eve + 1)
    expect(changed(before, after)).toEqual(expect.arrayContaining(changes.filter((one) => words.metrics.has(one))))
    await desk.undoBatch(batches.at(-1) ?? '', now())
    expect(await all(eve, eve + 1)).toEqual(before)
  }
})

test('of an account the hour of its creation changes, or the segment alone: its cohort, and the groups that it left and joined, are told anew', async () => {
  const { all, bring } = await company()
  // the milestone comes fourteen days later, at half past six
  const createdAt = (hour: string) => ({ ...accountRow(6), created_at: `${dayAfter(666)}T${hour}:00:00Z` })
  await bring('account', [createdAt('07')])
  const inTime = await all(eve + 1)
  await bring('account', [createdAt('06')])
  const late_ = await all(eve + 1)
  expect(changed(inTime, late_)).toContain('activation-rate')
  await bring('account', [{ ...createdAt('06'), segment: 'mid' }, ...[5, 7, 8].map((place) => ({ ...accountRow(place), segment: 'smb' }))])
  expect(changed(late_, await all(eve + 1))).toEqual(expect.arrayContaining(['net-revenue-retention', 'nps', 'ticket-rate']))
})

/** Days on which accounts come, change and go, in no order of ids; some were named by lines, tickets or events before anybody knew them. */
const comers: readonly { readonly fact: string; readonly rows: readonly Values[] }[][] = [
  [{ fact: 'account', rows: [60, 61, 5_000].map((place) => accountRow(place, eve)) }],
  [
    { fact: 'subscription', rows: [lineRow(70, { account_id: 'A62', start: dayAfter(600) }), lineRow(71, { account_id: 'A0a', start: dayAfter(eve) })] },
    { fact: 'ticket', rows: [ticketRow(950, { account_id: 'A62' })] },
    { fact: 'survey_response', rows: [answerRow(950, { account_id: 'A62' }), answerRow(952, { account_id: 'A0a' })] },
    { fact: 'event', rows: [{ ...eventRow(0, eve + 1), account_id: 'A62', user_id: 'U62' }] },
  ],
  [{ fact: 'account', rows: [accountRow(62, 600), { ...accountRow(0, eve), id: 'A0a', segment: 'smb' }] }],
  [
    {
      fact: 'account',
      rows: [
        { ...accountRow(9), segment: 'moved' },
        { ...accountRow(60), plan: 'other' },
      ],
    },
    { fact: 'app_user', rows: [{ id: 'U62', account_id: 'A62', role: 'admin', is_service: false, is_internal: false }] },
  ],
  [
    {
      fact: 'account',
      rows: [
        { ...accountRow(10), created_at: `${dayAfter(500)}T08:00:00Z` },
        { ...accountRow(63, eve), is_internal: true },
      ],
    },
    { fact: 'subscription', rows: [lineRow(72, { account_id: 'A63', start: dayAfter(700) }), lineRow(73, { account_id: 'A61', start: dayAfter(700) })] },
  ],
  [
    {
      fact: 'account',
      rows: [
        { ...accountRow(11), is_internal: true },
        { ...accountRow(64, eve), merged_into: 'A12' },
      ],
    },
  ],
  [{ fact: 'account', rows: Array.from({ length: 30 }, (_, place) => accountRow(100 + place, eve)) }],
]

test('accounts that come, change and go are told as by a desk that has just begun, and are gone when their imports are undone', async () => {
  const { all, bring, desk, batches, now } = await company()
  const before = await all(eve, eve + 1)
  const own: string[] = []
  for (const day of comers) {
    for (const { fact, rows } of day) {
      await bring(fact, rows)
      own.push(batches.at(-1) ?? '')
    }
    await all(eve, eve + 1)
  }
  for (const batch of own.toReversed()) {
    await desk.undoBatch(batch, now())
    await all(eve + 1)
  }
  expect(await all(eve, eve + 1)).toEqual(before)
})

test('another policy, window, switch or range is told for itself, and what was told before stands beside it', async () => {
  const { desk, plain } = await company()
  const own = (metric: string, way: string): boolean => words.metric(metric).compute.by === way
  const revenue = questions.filter(({ metric }) =>
    ['revenue', 'revenueFlows', 'productRetention', 'productRevenue', 'customerRetention', 'tickets'].some((way) => own(metric, way)),
  )
  const asked: readonly Asking[] = [
    {},
    { policy: 'board' },
    { policy: { grain: 'subscription', reactivation: 'as_new' } },
    { policy: { end_date: 'inclusive', same_month_start_end: 'count_both' } },
    { policy: { product_moves: 'gross', merges: 'churn_and_new' } },
    { from: dayAfter(500) },
    { from: dayAfter(100), to: dayAfter(650) },
    { grain: 'quarter' },
    {},
  ]
  const answers: unknown[] = []
  for (const more of asked) {
    const when = { asOf: dayAfter(eve + 1), ...more }
    const kept = await answersOf(desk, revenue, when)
    expect(kept).toEqual(await answersOf(plain(), revenue, when))
    answers.push(kept)
  }
  expect(answers[0]).toEqual(answers.at(-1))
  for (const place of [2, 3, 4, 5, 6, 7]) expect(answers[place]).not.toEqual(answers[0])
  const renewals = questions.filter(({ metric }) => own(metric, 'renewals'))
  const otherwise: readonly Asking[] = [{}, { policy: { renewal_grace_days: '0' } }, { window: '12m' }, { grain: 'quarter' }, {}]
  for (const more of otherwise) {
    const when = { asOf: dayAfter(eve + 1), ...more }
    expect(await answersOf(desk, renewals, when)).toEqual(await answersOf(plain(), renewals, when))
  }
})

test('the same facts in another time zone are cut at its own midnights', async () => {
  const { desks, desk, plain } = await company()
  const asOf = dayAfter(eve + 1)
  const there = { ...workspace, timeZone: 'Pacific/Auckland' }
  const [here, away] = [await answersOf(desk, questions, { asOf }), await answersOf(desks(there), questions, { asOf })]
  expect(away).toEqual(await answersOf(plain(there), questions, { asOf }))
  expect(await answersOf(desk, questions, { asOf })).toEqual(here)
  const told_ = Object.keys(here).filter((one) => JSON.stringify(figures(here[one])) !== JSON.stringify(figures(away[one])))
  expect(told_).toEqual(expect.arrayContaining(['ticket-rate ', 'ticket-rate plan']))
})

test('a payer whom lines alone name counts under its plan as soon as the account comes', async () => {
  const { desk, plain, bring } = desksAtWork(store, home, { workspace, from: Date.UTC(2025, 2, 10) })
  const accounts = Array.from({ length: 9 }, (_, place) => ({ ...accountRow(place), plan: 'pro' }))
  await bring('account', accounts)
  await bring('feature', [{ id: 'F1', area: 'one', core_event: 'report', min_count: 1, eligible_rule: 'pro' }])
  await bring(
    'subscription',
    ['A1', 'A2', 'X'].map((account_id, place) => lineRow(place, { account_id, start: dayAfter(395), end: null })),
  )
  await bring(
    'event',
    [500, 530, 560, 590, 620, 650, 680, 710].flatMap((day) => [1, 2].map((place) => ({ ...eventRow(place, day), name: 'report' }))),
  )
  const adoption = questions.filter(({ metric }) => metric === 'feature-adoption')
  const asked = { asOf: '2025-01-01' }
  const before = await answersOf(desk, adoption, asked)
  await bring('account', [{ ...accountRow(9), id: 'X', plan: 'pro' }])
  const after = await answersOf(desk, adoption, asked)
  expect(after).toEqual(await answersOf(plain(), adoption, asked))
  expect(figures(after['feature-adoption '])).not.toEqual(figures(before['feature-adoption ']))
})

test('of zones that agree in winter, each counts who came back in the hour between their midnights of summer', async () => {
  const { desks, plain, bring } = await company()
  const came = { account_id: 'A1', user_id: 'U-late', name: 'report' }
  await bring('app_user', [{ id: 'U-late', account_id: 'A1', role: 'member', is_service: false, is_internal: false }])
  await bring('event', [
    { ...came, event_id: 'EV-winter', ts: '2024-01-10T10:00:00Z' },
    { ...came, event_id: 'EV-summer', ts: '2024-03-31T23:30:00Z' },
  ])
  const usage = questions.filter(({ metric }) => metric === 'cohort-retention')
  for (const timeZone of ['UTC', 'Europe/London', 'UTC']) {
    const there = { ...workspace, timeZone }
    const when = { asOf: '2024-07-15' }
    expect(await answersOf(desks(there), usage, when)).toEqual(await answersOf(plain(there), usage, when))
  }
})
