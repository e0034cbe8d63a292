import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** The feed of signals over the made-up company: what stands, what is held back and why, and what a person's word does to it everywhere. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const feed = async (): Promise<Readonly<Record<string, unknown>>> => (await owner('GET', '/api/v1/signals')).body
const of = (list: unknown, metric: string) => [list].flat().find((entry) => at(entry, 'metric') === metric && at(entry, 'kind') === 'newSignal')
const line = async (key: string) => [(await owner('GET', '/api/v1/scorecard')).body['items']].flat().find((item) => at(item, 'key') === key)

test('a broken limit stands with its line, its driver and the verdict that somebody gave; chance is counted in words', async () => {
  const { entries, expected } = await feed()
  expect(of(entries, 'net-revenue-retention')).toMatchObject({
    severity: 'medium',
    rule: 'outside',
    driver: expect.stringMatching(/mid/i),
    verdict: { verdict: 'real', says: expect.stringContaining('Called real by Dana') },
    line: { name: 'Monthly net revenue retention', chart: 'xmr' },
  })
  expect(at(expected, 'says')).toMatch(/^\d+ signals in \d+ points of \d+ charts; chance alone would give about/)
  const failures = [entries].flat().filter((entry) => at(entry, 'kind') === 'contractFailure')
  expect(failures.find((entry) => at(entry, 'name') === 'Account data')).toMatchObject({ says: expect.stringContaining('parent') })
})

test('a declared change starts new limits on every surface, keeps the old ones, and says which signal it explains', async () => {
  const { entries, muted } = await feed()
  expect(of(entries, 'ticket-rate')).toBeUndefined()
  expect(of(muted, 'ticket-rate')).toMatchObject({ cause: 'Explained by a declared change: Chats with a person count as tickets' })
  const spans = [at(await line('ticket-rate'), 'signal', 'spans')].flat()
  expect(spans.map((span) => at(span, 'cause'))).toContain('Chats with a person count as tickets')
  expect(at(spans[0], 'cause')).toBeNull()
  expect(Number(at(spans.at(-1), 'centre'))).toBeGreaterThan(Number(at(spans[0], 'centre')) * 1.2)
  const [change] = [(await owner('GET', '/api/v1/processChanges')).body['items']].flat()
  await owner('POST', `/api/v1/processChanges/${String(at(change, 'id'))}/withdraw`, { body: { reason: 'Tried without.' } })
  expect(of((await feed())['entries'], 'ticket-rate')).toMatchObject({ says: expect.stringContaining('upper limit') })
})

test('what cannot be trusted is no signal on any surface, and is not called routine either', async () => {
  const untrusted = async () => Number(at((await owner('GET', '/api/v1/today')).body, 'routine', 'untrusted'))
  const before = await untrusted()
  expect(await line('ticket-rate')).toMatchObject({ signal: { state: 'signal' } })
  const faulty = {
    'crm.csv': 'account_id,account_name,signup_date,churned,is_internal,is_test\nnew-1,New one,2026-01-05,false,false,false\n',
    'helpdesk.csv': 'ticket_id,account_id,submitted_at,closed_at,priority\nTX,new-1,2025-12-01 10:00,2025-12-02 10:00,low\n',
  }
  const { import: id } = await house.json('import', await house.folder('faulty', faulty), '--workspace', 'harborlight')
  expect(await line('ticket-rate')).toMatchObject({
    state: 'untrusted',
    signal: { state: 'none', says: expect.stringContaining('cannot be trusted'), marks: [] },
  })
  const { entries, muted } = await feed()
  expect([of(entries, 'ticket-rate'), of(muted, 'ticket-rate')]).toMatchObject([
    undefined,
    { cause: 'The value is not to be trusted now', line: { marks: expect.arrayContaining([expect.anything()]) } },
  ])
  const counted = await untrusted()
  expect(counted).toBeGreaterThan(before)
  const [, others, isBeside] = /(\d+) (other )?metrics? cannot be trusted/.exec(JSON.stringify((await owner('GET', '/api/v1/today')).body['sentence'])) ?? []
  expect(Number(others) + (isBeside ? 1 : 0)).toBe(counted)
  await house.json('import', 'undo', String(id), '--workspace', 'harborlight')
})

test('ARR that billing contradicts is told with its doubt by list, Today, targets and reviews, and judged by none', async () => {
  const months = [at(await line('annual-recurring-revenue'), 'history')].flat().filter((point) => at(point, 'mature') === true)
  const last = String(at(months.at(-1), 'period'))
  const end = new Date(Date.UTC(Number(last.slice(0, 4)), Number(last.slice(5)), 0)).toISOString().slice(0, 10)
  const scope = await house.app.workspaces.operate('harborlight', 'test')
  const metric = (await scope.read('metric', { filter: { metricKey: 'annual-recurring-revenue' } })).items[0]?.id
  const terms = { name: 'Any revenue', metric, direction: 'up', baseline: 0, baselineSpan: last, target: 1, by: '2030-12-31' }
  const target = await scope.perform('metricTarget', 'create', {}, terms)
  await scope.perform('metricTarget', 'agree', { id: target.id }, {})
  const standing = async () =>
    [(await owner('GET', '/api/v1/targets?metric=annual-recurring-revenue')).body['items']].flat().find((item) => at(item, 'id') === target.id)
  expect(await standing()).toMatchObject({ status: 'reached', says: null })
  const billed = await house.folder('billed', { 'control_total.csv': `month,measure,value\n${end},mrr,1\n` })
  const { import: id } = await house.json('import', billed, '--workspace', 'harborlight')

  const reason = expect.stringMatching(/months? do(es)? not agree with billing/)
  expect(await line('annual-recurring-revenue')).toMatchObject({ state: 'untrusted', why: expect.stringMatching(/^Not to be trusted: .* billing/) })
  expect(await standing()).toMatchObject({ status: 'untrusted', says: reason, now: { value: expect.any(Number) } })
  const sentence = [(await owner('GET', '/api/v1/today')).body['sentence']].flat()
  expect(sentence).toContainEqual({
    figure: expect.any(String),
    metric: 'annual-recurring-revenue',
    trust: { state: 'untrusted', reasons: [expect.objectContaining({ says: reason })] },
  })
  const { body: review } = await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'weekly', period: last } })
  expect(String(review['headline'])).not.toMatch(/ARR (grew|slipped)/)
  await house.json('import', 'undo', String(id), '--workspace', 'harborlight')
  expect(await standing()).toMatchObject({ status: 'reached', says: null })
})

test('a signal called noise leaves feed, scorecard and Today, counts against its rule, and comes back when the verdict is taken back', async () => {
  const before = await feed()
  const entry = of(before['entries'], 'gross-revenue-retention')
  const told = {
    signal: at(entry, 'key'),
    says: at(entry, 'says'),
    metricKey: 'gross-revenue-retention',
    rule: at(entry, 'rule'),
    period: at(entry, 'period'),
    verdict: 'noise',
  }
  expect((await owner('POST', '/api/v1/signalVerdicts', { body: told })).body).toMatchObject({ detail: 'A signal is not set aside without a reason.' })
  const verdict = (await owner('POST', '/api/v1/signalVerdicts', { body: { ...told, reason: 'Two late credit notes.' } })).body
  const after = await feed()
  expect(of(after['entries'], 'gross-revenue-retention')).toBeUndefined()
  expect(of(after['muted'], 'gross-revenue-retention')).toMatchObject({ cause: expect.stringContaining('Two late credit notes.') })
  expect(Number(at(after, 'lessons', 'overall', 'noise'))).toBe(Number(at(before, 'lessons', 'overall', 'noise')) + 1)
  expect(await line('gross-revenue-retention')).toMatchObject({ signal: { state: 'routine', says: expect.stringContaining('Called noise by') } })
  const today = (await owner('GET', '/api/v1/today')).body
  expect([today['signals']].flat().map((one) => at(one, 'metric'))).not.toContain('gross-revenue-retention')
  await owner('POST', `/api/v1/signalVerdicts/${String(verdict['id'])}/withdraw`, { body: {} })
  expect(of((await feed())['entries'], 'gross-revenue-retention')).toMatchObject({ key: at(entry, 'key') })
})

test('what is set aside under one name does not come back under that of another metric with the same line', async () => {
  const entry = of((await feed())['entries'], 'net-revenue-retention')
  const [signal, says, rule, period] = ['key', 'says', 'rule', 'period'].map((name) => at(entry, name))
  const judged = { signal, says, rule, period, metricKey: 'net-revenue-retention', verdict: 'noise', reason: 'A late credit note.' }
  const verdict = (await owner('POST', '/api/v1/signalVerdicts', { body: judged })).body
  const { entries, muted } = await feed()
  expect(of(muted, 'net-revenue-retention')).toBeDefined()
  expect([of(entries, 'net-revenue-retention'), of(entries, 'monthly-net-revenue-retention')]).toEqual([undefined, undefined])
  await owner('POST', `/api/v1/signalVerdicts/${String(verdict['id'])}/withdraw`, { body: {} })
  expect(of((await feed())['entries'], 'net-revenue-retention')).toBeDefined()
})

test('command line and assistant tell the same feed', async () => {
  const { entries } = await house.json('signals', '--workspace', 'harborlight')
  const keys = (list: unknown) => [list].flat().map((entry) => at(entry, 'key'))
  expect(keys(entries)).toEqual(keys((await feed())['entries']))
  const { exit, out } = await house.cli('signals', '--workspace', 'harborlight')
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/Monthly net revenue retention .*\n[\s\S]*chance alone/) })
  expect((await house.cli('signals', 'csat', '--workspace', 'harborlight')).exit).toBe(2)
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'signals', arguments: {} } }
  const told = await owner('POST', '/api/mcp', { body: call, headers: { accept: 'application/json, text/event-stream' } })
  expect(keys(at(told.body, 'result', 'structuredContent', 'entries'))).toEqual(keys(entries))
})
