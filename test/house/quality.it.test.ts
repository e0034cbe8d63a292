import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDue, noneDone } from '../../src/house/dailyChecks.ts'
import { setClock } from '#platform/clock.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** What the checks find is kept: since when, how it stands, and how it ended; and a person may vouch for a number. */
const clock = setClock('2025-01-10T08:00:00.000Z')
let house: TestHouse
let owner: Visitor
let faulty: string
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.json('import', await house.folder('exports', exports), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
  const folder = await house.folder('faulty', { 'helpdesk.csv': `${exports['helpdesk.csv']}T8,dune,2024-01-02 10:00,2024-01-03 10:00,low\n` })
  faulty = String((await house.json('import', folder, '--workspace', 'harborlight'))['import'])
})
afterAll(() => house.stop())

const overview = async () => (await owner('GET', '/api/v1/quality/overview')).body
const finding = async () => [(await overview())['items']].flat().find((item) => at(item, 'check') === 'ticket.before-account')

test('a fault is kept from the import that brought it, with what it touches', async () => {
  const found = await finding()
  expect(found).toMatchObject({ severity: 'error', count: 1, kept: { state: 'open', owner: null, passes: 1 } })
  expect(at(found, 'metrics')).toContain('ticket-rate')
  const { passed, ran, facts } = await overview()
  expect(Number(ran)).toBeGreaterThan(Number(passed))
  expect([facts].flat().find((fact) => at(fact, 'fact') === 'ticket')).toMatchObject({ faults: 1 })
})

test('once a day it is seen again; twice on one day is once', async () => {
  const first = String(at(await finding(), 'kept', 'firstSeen'))
  clock.advance(86_400_000)
  const done = noneDone()
  await checkDue(house.app, done)
  await checkDue(house.app, done)
  expect(await finding()).toMatchObject({ kept: { firstSeen: first, passes: 2, state: 'open' } })
  expect(String(at(await finding(), 'kept', 'lastSeen')) > first).toBe(true)
})

test('whoever was forgotten is taken out of the files by the first pass after the import that was under way', async () => {
  const { store, workspaces } = house.app
  const workspace = (await workspaces.list()).find(({ slug }) => slug === 'harborlight')?.id ?? ''
  const at = new Date(clock.now()).toISOString()
  await store.forget(workspace, ['nobody-1'], at)
  const unsealed = async (): Promise<unknown> => (await store.query(workspace, 'select count(*) from store.forgotten where sealed_at is null')).rows
  const done = noneDone()
  const batch = await store.openBatch(workspace, { id: 'under-way', source: 'file', recordedAt: at })
  await checkDue(house.app, done)
  expect(await unsealed()).toEqual([[1]])
  await batch.commit()
  await checkDue(house.app, done)
  expect(await unsealed()).toEqual([[0]])
})

test('health says what is wrong and what the next rung takes', async () => {
  const { body } = await owner('GET', '/api/v1/metrics/ticket-rate/health')
  expect(body).toMatchObject({ metric: 'ticket-rate', trust: { state: 'untrusted' }, maturity: { next: { says: expect.any(String) } } })
  expect([body['parts']].flat().find((part) => at(part, 'part') === 'checks')).toMatchObject({ state: 'bad' })
  expect((await owner('GET', '/api/v1/metrics/no-such-metric/health')).status).toBe(404)
})

test('somebody who vouches makes the number usable until a day, in their name; the fault stays', async () => {
  const line = async () => [(await owner('GET', '/api/v1/scorecard')).body['items']].flat().find((item) => at(item, 'key') === 'ticket-rate')
  expect(await line()).toMatchObject({ trust: { state: 'untrusted' } })
  const word = { metricKey: 'ticket-rate', rationale: 'T8 is a test ticket.', until: '2025-01-20' }
  expect((await owner('POST', '/api/v1/trustOverrides', { body: word })).status).toBe(201)
  expect(await line()).toMatchObject({
    trust: { state: 'provisional', reasons: [{ check: 'override', says: expect.stringContaining('T8 is a test ticket.') }, expect.anything()] },
  })
  expect(await finding()).toBeDefined()
})

test('the word holds wherever the number is told, and not a day longer than it was given', async () => {
  const trust = { state: 'provisional', reasons: [{ check: 'override', says: expect.stringContaining('vouches for it until 20 Jan 2025') }, expect.anything()] }
  expect((await owner('GET', '/api/v1/metrics/ticket-rate')).body).toMatchObject({ trust })
  expect((await owner('GET', '/api/v1/ask?q=ticket%20rate')).body).toMatchObject({ kind: 'answer', certainty: 'provisional' })
  const line = [(await owner('GET', '/api/v1/scorecard')).body['items']].flat().find((item) => at(item, 'key') === 'ticket-rate')
  expect(line).toMatchObject({ trust, why: expect.stringContaining('T8 is a test ticket.') })
  clock.advance(11 * 86_400_000)
  expect((await owner('GET', '/api/v1/metrics/ticket-rate')).body).toMatchObject({ trust: { state: 'untrusted' } })
  expect((await owner('GET', '/api/v1/metrics/ticket-rate?asOf=2025-01-20')).body).toMatchObject({ trust })
})

test('it settles by itself when the rows are gone', async () => {
  await house.json('import', 'undo', faulty, '--workspace', 'harborlight')
  await checkDue(house.app, noneDone())
  expect(await finding()).toBeUndefined()
  expect([(await overview())['settled']].flat()).toMatchObject([{ says: expect.stringContaining('older than their account') }])
})

test('what finance billed is held against the ledger: a month that differs takes the trust of every revenue number, and says by how much', async () => {
  const measured = async (key: string) => (await owner('GET', `/api/v1/metrics/${key}?asOf=2024-12-31`)).body
  const bring = async (december: number) => {
    const rows = `month,measure,value\n2024-11-30,mrr,2450\n2024-12-31,mrr,${december}\n`
    return await house.json('import', await house.folder(`billed-${december}`, { 'control_total.csv': rows }), '--workspace', 'harborlight')
  }
  expect(await bring(2600)).toMatchObject({ quality: [{ check: 'subscription.reconciled', severity: 'error', count: 1 }] })
  const reason = { check: 'subscription.reconciled', says: expect.stringContaining('1 of 2 months do not agree with billing') }
  for (const key of ['net-revenue-retention', 'mrr-movements', 'quick-ratio'])
    expect(await measured(key)).toMatchObject({ trust: { state: 'untrusted', reasons: [reason] } })
  const found = [(await overview())['items']].flat().find((item) => at(item, 'check') === 'subscription.reconciled')
  expect(at(found, 'samples', 0)).toEqual({ key: 'December 2024', shows: 'ours $2,450, billing $2,600: −$150, −5.77%' })
  expect(await measured('billing-agreement')).toMatchObject({ value: -150 / 2600, numerator: -150, denominator: 2600, trust: { state: 'trusted' } })
  const edge = { name: 'Opening', from: 'mrr-movements:opening', to: 'mrr-movements:closing', kind: 'identity', operation: 'sum', sign: 'plus' }
  expect((await owner('POST', '/api/v1/metricDrivers', { body: edge })).status).toBe(201)
  const inTree = async () => [(await owner('GET', '/api/v1/tree')).body['nodes']].flat().find((node) => at(node, 'metric') === 'mrr-movements')
  expect(await inTree()).toMatchObject({ trust: { state: 'untrusted' } })
  await owner('POST', '/api/v1/trustOverrides', { body: { metricKey: 'mrr-movements', rationale: 'Finance booked a credit late.', until: '2025-03-01' } })
  expect(await inTree()).toMatchObject({ trust: { state: 'provisional', reasons: [{ check: 'override' }, reason] } })
  await bring(2452)
  expect(await measured('net-revenue-retention')).toMatchObject({ trust: { state: 'trusted' } })
})
