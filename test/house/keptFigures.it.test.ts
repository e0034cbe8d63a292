import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import type { Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factShapes } from '#runtime/factDesks.ts'
import { answersOf, desksAtWork, questions, told, words, type Values } from './desks.ts'

/** Numbers of a desk that has worked for a while, beside those of one that has just begun and keeps nothing, whatever happened to the facts meanwhile. */
const workspace: Workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'Europe/Berlin' }
let home = ''
let store: FactStore

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-kept-'))
  store = await openFactStore({ home, facts: factShapes(words), persons, log: silentLog })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const hour = 3_600_000
const began = Date.UTC(2023, 10, 1)
const at = (hours: number): string => new Date(began + hours * hour).toISOString()
const day = (hours: number): string => at(hours).slice(0, 10)
const id = (letter: string, most: number) => fc.nat(most).map((number) => `${letter}${number}`)
/** Hours since the beginning, up to some. */
const within = (days: number, from = 0) => fc.integer({ min: from * 24, max: days * 24 })

const account = fc.record({
  id: id('A', 23),
  segment: fc.constantFrom('smb', 'mid', null),
  plan: fc.constantFrom('basic', 'pro'),
  region: fc.constantFrom('EU', 'US'),
  created_at: within(425, 300).map(at),
  is_internal: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  merged_into: fc.option(id('A', 23), { freq: 8 }),
})
const user = fc.record({
  id: id('U', 29),
  account_id: id('A', 23),
  role: fc.constantFrom('admin', 'member'),
  is_service: fc.integer({ min: 0, max: 6 }).map((one) => one === 0),
  is_internal: fc.integer({ min: 0, max: 6 }).map((one) => one === 0),
})
const feature = fc.record({
  id: id('F', 3),
  area: fc.constantFrom('one', 'two'),
  core_event: fc.constantFrom('report', 'alert', 'export'),
  min_count: fc.integer({ min: 1, max: 2 }),
  eligible_rule: fc.constantFrom('pro', null),
})
const line = fc
  .record({ id: id('S', 25), account_id: id('A', 23), from: within(440), length: fc.option(within(300, 10)), mrr: fc.integer({ min: 1, max: 99 }) })
  .map(({ from, length, mrr, ...one }) => ({
    ...one,
    product_id: `P${mrr % 3}`,
    start: day(from),
    end: length === null ? null : day(from + length),
    mrr: mrr * 1_000_000,
    currency: 'USD',
    status: 'paid',
    kind: 'recurring',
    term_months: 12,
  }))
const ticket = fc.record({
  id: id('T', 60),
  account_id: id('A', 23),
  created_at: within(440).map(at),
  priority: fc.constantFrom('p1', 'p2', 'p3'),
  first_response_at: fc.option(within(460, 440).map(at)),
  is_internal: fc.boolean(),
})
const answer = fc
  .record({
    id: id('R', 60),
    account_id: id('A', 23),
    user_id: id('U', 29),
    ts: within(440).map(at),
    score: fc.nat(10),
    instrument: fc.constantFrom('nps', 'csat'),
  })
  .map(({ score, ...one }) => ({
    ...one,
    score: one.instrument === 'nps' ? score : 1 + (score % 5),
    scale_min: one.instrument === 'nps' ? 0 : 1,
    scale_max: one.instrument === 'nps' ? 10 : 5,
  }))
const event = (from: number, to: number) =>
  fc.record({
    event_id: id('E', 100_000),
    ts: within(to, from).map(at),
    account_id: id('A', 23),
    user_id: fc.option(id('U', 29), { freq: 6 }),
    anonymous_id: fc.option(id('D', 3), { freq: 2 }),
    name: fc.constantFrom('report', 'alert', 'login', 'export'),
  })

interface Import {
  readonly does: 'import'
  readonly fact: string
  readonly rows: readonly Values[]
}
/** Events of the next day, in hours since it began. */
interface NextDay {
  readonly does: 'next'
  readonly rows: readonly Values[]
}
type Step = Import | NextDay | { readonly does: 'undo' | 'wait' | 'link'; readonly which: number }

/** Rows of one import have ids of their own. */
const imported = (fact: string, row: fc.Arbitrary<Values>, most: number): fc.Arbitrary<Import> =>
  fc.uniqueArray(row, { minLength: 1, maxLength: most, selector: (one) => one['id'] ?? one['event_id'] }).map((rows) => ({ does: 'import', fact, rows }))

const start = fc.tuple(
  imported('account', account, 24),
  imported('app_user', user, 30),
  imported('subscription', line, 26),
  imported('ticket', ticket, 40),
  imported('survey_response', answer, 40),
  imported('event', event(200, 400), 30),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: imported('event', event(0, 1), 25).map(({ rows }): NextDay => ({ does: 'next', rows })) },
  { weight: 2, arbitrary: imported('event', event(200, 405), 15) },
  { weight: 1, arbitrary: imported('account', account, 2) },
  { weight: 1, arbitrary: imported('app_user', user, 3) },
  { weight: 1, arbitrary: imported('feature', feature, 2) },
  { weight: 1, arbitrary: imported('subscription', line, 3) },
  { weight: 1, arbitrary: imported('ticket', ticket, 5) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('undo' as const, 'wait' as const, 'wait' as const, 'link' as const), which: fc.nat() }) },
)

const features = [
  { id: 'F1', area: 'one', core_event: 'report', min_count: 1 },
  { id: 'F2', area: 'two', core_event: 'alert', min_count: 2, eligible_rule: 'pro' },
]

/** Figures of one day by plain questions to the rows. */
const active = (
  asOf: string,
) => `SELECT count(DISTINCT e.user_id) FROM event e LEFT JOIN app_user u ON u.id = e.user_id LEFT JOIN account a ON a.id = e.account_id
WHERE CAST(timezone('Europe/Berlin', timezone('UTC', e.ts)) AS DATE) = DATE '${asOf}' 
AND (e.name IN (SELECT core_event FROM feature) OR (e.name <> 'login' AND NOT EXISTS (SELECT 1 FROM feature)))
AND NOT coalesce(u.is_service, false) AND NOT coalesce(u.is_internal, false) AND NOT coalesce(a.is_internal, false)`

/** Twenty days after the last of the company’s history. */
const atWork = () => desksAtWork(store, home, { workspace, from: began + 440 * 24 * hour })

test('events that come into an open period, or before a closed one, change it', async () => {
  const { desk, plain, bring, batches, now } = atWork()
  const ids = Array.from({ length: 40 }, (_, place) => place)
  const seen = (name: string, some: readonly number[], hours: number): Values[] =>
    some.map((one) => ({ event_id: `${name} ${one} ${hours}`, ts: at(hours + one / 60), account_id: `A${one}`, user_id: `U${one}`, name }))
  await bring('feature', features)
  await bring(
    'account',
    ids.map((one) => ({ id: `A${one}`, plan: one % 2 ? 'pro' : 'basic', segment: 'smb', created_at: at(400 * 24 + one), is_internal: false })),
  )
  await bring(
    'app_user',
    ids.map((one) => ({ id: `U${one}`, account_id: `A${one}`, role: 'member', is_service: false, is_internal: false })),
  )
  await bring(
    'subscription',
    ids.map((one) => ({
      id: `S${one}`,
      account_id: `A${one}`,
      product_id: 'P',
      start: day(390 * 24),
      mrr: 9_000_000,
      currency: 'USD',
      status: 'paid',
      kind: 'recurring',
    })),
  )
  await bring('event', seen('login', ids, 402 * 24))
  const all = async () => {
    const answers = []
    for (const asOf of [day(410 * 24), day(411 * 24), day(432 * 24)]) {
      const told_ = await answersOf(desk, questions, { asOf })
      expect(told_).toEqual(await answersOf(plain(), questions, { asOf }))
      answers.push(
        ['time-to-value ', 'activation-rate ', 'feature-adoption ', 'cohort-retention ', 'daily-active-users '].map((one) => JSON.stringify(told_[one])),
      )
    }
    return answers.flat()
  }
  const before = await all()
  await bring('event', seen('report', ids.slice(0, 20), 404 * 24))
  const after = await all()
  expect(after.filter((one, place) => one !== before[place]).length).toBeGreaterThan(6)
  await bring('event', [...seen('alert', ids.slice(10, 30), 403 * 24), ...seen('alert', ids.slice(10, 30), 403 * 24 + 1)])
  const late = await all()
  expect(late.filter((one, place) => one !== after[place]).length).toBeGreaterThan(3)
  await desk.undoBatch(batches.at(-1) ?? '', now())
  const values = (answers: readonly (string | undefined)[]) => answers.map((one) => /"value":[^,]*/.exec(one ?? '')?.[0])
  expect(values(await all())).toEqual(values(after))
})

test('people who turn out to be services, and another definition of use, change every figure that counts people', async () => {
  const { desk, plain, bring } = atWork()
  const ids = Array.from({ length: 12 }, (_, place) => place)
  const people = (isService: boolean): Values[] =>
    ids.slice(0, isService ? 5 : 12).map((one) => ({ id: `U${one}`, account_id: `A${one}`, role: 'member', is_service: isService, is_internal: false }))
  await bring('feature', features.slice(0, 1))
  await bring(
    'account',
    ids.map((one) => ({ id: `A${one}`, plan: 'pro', segment: 'smb', created_at: at(300 * 24), is_internal: false })),
  )
  await bring('app_user', people(false))
  await bring(
    'subscription',
    ids.map((one) => ({
      id: `S${one}`,
      account_id: `A${one}`,
      product_id: 'P',
      start: day(300 * 24),
      mrr: 9_000_000,
      currency: 'USD',
      status: 'paid',
      kind: 'recurring',
    })),
  )
  await bring('ticket', [{ id: 'T1', account_id: 'A1', created_at: at(418 * 24), priority: 'p1', is_internal: false }])
  await bring(
    'event',
    ids.map((one) => ({ event_id: `E${one}`, ts: at(418 * 24 + one), account_id: `A${one}`, user_id: `U${one}`, name: one < 8 ? 'report' : 'alert' })),
  )
  const asOf = day(419 * 24)
  const all = async (): Promise<unknown> => {
    expect(await answersOf(desk, questions, { asOf })).toEqual(await answersOf(plain(), questions, { asOf }))
    return (await desk.measure({ metric: 'ticket-rate', asOf })).points.at(-1)?.parts?.['perActiveUser']
  }
  expect(await all()).toBeCloseTo(1 / 8)
  await bring('app_user', people(true))
  expect(await all()).toBeCloseTo(1 / 3)
  await bring('feature', features.slice(1))
  expect(await all()).toBeCloseTo(1 / 7)
})

test('whatever came, came late, was taken back or turned out to be somebody else, a desk tells what it would tell had it just begun', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(start, fc.array(step, { minLength: 4, maxLength: 6 }), async (first, steps) => {
      await store.dropWorkspace(workspace.id)
      let [hours, front] = [415 * 24, 405 * 24]
      const { desk, plain, bring, batches, now } = atWork()
      const known: { readonly knownAt: string; readonly asOf: string }[] = []
      for (const { fact, rows } of [{ fact: 'feature', rows: features }, ...first]) await bring(fact, rows)
      for (const one of [{ does: 'wait', which: 0 } as const, ...steps]) {
        if (one.does === 'import') await bring(one.fact, one.rows)
        else if (one.does === 'next') {
          const rows = one.rows.map((values) => ({ ...values, ts: new Date(Date.parse(String(values['ts'])) + front * hour).toISOString() }))
          await bring('event', rows)
          front += 24
        } else if (one.does === 'wait') hours += 24 * (1 + (one.which % 8))
        else if (one.does === 'undo') {
          const [batch] = batches.splice(one.which % batches.length, 1)
          if (batch) await desk.undoBatch(batch, now())
        } else {
          const [person, other] = one.which % 2 === 0 ? [`U${one.which % 30}`, `~D${one.which % 4}`] : [`U${one.which % 30}`, `U${(one.which + 3) % 30}`]
          const columns = ['link_id', 'kind', 'person', 'other', 'group_type', 'ts']
          const rows = [[`l${(run += 1)}`, one.which % 2 === 0 ? 'identify' : 'alias', person, other, null, began]]
          await store.receive(workspace.id, { at: now(), source: 'sdk', tables: [{ table: 'event_link', columns, rows }] })
        }
        const asOf = day(hours)
        expect(await answersOf(desk, questions, { asOf })).toEqual(await answersOf(plain(), questions, { asOf }))
        const rows = (await store.query(workspace.id, active(asOf))).rows
        const isFed = (await store.query(workspace.id, 'SELECT 1 FROM event WHERE user_id IS NOT NULL LIMIT 1')).rows.length > 0 // else nobody was counted, which is not none
        expect(await told(desk, { metric: 'daily-active-users', asOf })).toHaveProperty('value', isFed ? Number(rows[0]?.[0]) : null)
        known.push({ knownAt: now(), asOf })
      }
      const [past] = known
      const some = questions.filter((_, place) => place % 7 === run % 7)
      if (past) expect(await answersOf(desk, some, past)).toEqual(await answersOf(plain(), some, past))
    }),
    { numRuns: 2, endOnFailure: true },
  )
})
