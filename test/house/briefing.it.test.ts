import { setClock } from '#platform/clock.ts'
import { metrics } from '#web/vocabulary.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { themes } from '#kernel'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** Scorecard and Today over the small company: states against targets, and the calls that wait for somebody. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock: setClock('2024-12-31T20:00:00.000Z') }) // the day that is looked at: targets of later days are not known on it
  await house.json('import', await house.folder('exports', exports), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const metricId = async (key: string): Promise<string> => String(at((await owner('GET', `/api/v1/metrics?metricKey=${key}`)).body['items'], 0, 'id'))
const line = async (key: string): Promise<unknown> =>
  [(await owner('GET', '/api/v1/scorecard?asOf=2024-12-31')).body['items']].flat().find((item) => at(item, 'key') === key)

test('without a target a number has no colour; themes stand in the order of the board', async () => {
  expect(await line('net-revenue-retention')).toMatchObject({
    value: 1.075,
    target: null,
    variance: null,
    state: 'none',
    prior: { period: '2024-11', value: 1.075 },
  })
  const told = [(await owner('GET', '/api/v1/scorecard')).body['items']].flat().map((item) => at(item, 'theme'))
  expect([...new Set(told)]).toEqual(themes.filter((theme) => told.includes(theme)))
  expect(told[0]).toBe('Customers and revenue')
})

test('a number is of the last closed period, also where the one that runs has the same figure', async () => {
  const now = [(await owner('GET', '/api/v1/scorecard')).body['items']].flat().find((item) => at(item, 'key') === 'annual-recurring-revenue')
  // the last of December is not over yet: 2,450 a month then and in November, 2,250 in October
  expect(now).toMatchObject({ value: 29_400, period: '2024-11', prior: { period: '2024-10', value: 27_000 } })
  expect((await owner('GET', '/api/v1/metrics/annual-recurring-revenue')).body).toMatchObject({ period: '2024-11' })
})

test.each([
  // due: higher is better, and 1.075 is at, within 3 % of, and below its target
  ['net-revenue-retention', { target: 1.07 }, 'green'],
  ['net-revenue-retention', { target: 1.1 }, 'amber'],
  ['net-revenue-retention', { target: 1.2 }, 'red'],
  // lower is better: 0.75 tickets an account
  ['ticket-rate', { direction: 'down', target: 0.75 }, 'green'],
  ['ticket-rate', { direction: 'down', target: 0.74 }, 'amber'],
  ['ticket-rate', { direction: 'down', target: 0.5 }, 'red'],
  // half of the way to 1.1, to 1.2 and to 1.5 is asked by now
  ['net-revenue-retention', { target: 1.1, by: '2025-06-30' }, 'green'],
  ['net-revenue-retention', { target: 1.2, by: '2025-06-30' }, 'amber'],
  ['net-revenue-retention', { target: 1.5, by: '2025-06-30' }, 'red'],
  // the step of December, not the end
  ['net-revenue-retention', { target: 1.5, by: '2025-06-30', path: 'stepped', steps: [{ from: '2024-10-01', value: 1.07 }] }, 'green'],
  ['net-revenue-retention', { target: 1.5, by: '2025-06-30', path: 'stepped', steps: [{ from: '2024-10-01', value: 1.4 }] }, 'red'],
  // a range has two ends, also where more is better
  ['net-revenue-retention', { direction: 'within', target: 1, upper: 1.1 }, 'green'],
  ['net-revenue-retention', { direction: 'within', target: 1, upper: 1.05 }, 'amber'],
  ['net-revenue-retention', { direction: 'within', target: 0.9, upper: 1 }, 'red'],
  // of which nothing is asked yet
  ['net-revenue-retention', { target: 1.2, by: '2025-06-30', path: 'none' }, 'none'],
])('%s against a target of %j is %s', async (key, terms, state) => {
  const common = { name: 'A target', metric: await metricId(key), direction: 'up', baseline: 1, baselineSpan: '2024-06', by: '2024-12-31' }
  const { body, status } = await owner('POST', '/api/v1/metricTargets', { body: { ...common, ...terms } })
  expect({ status, detail: body['detail'] }).toEqual({ status: 201, detail: undefined })
  if (body['state'] !== 'agreed') await owner('POST', `/api/v1/metricTargets/${String(body['id'])}/agree`, { body: {} })
  expect(await line(key)).toMatchObject({ state, target: { value: terms.target } })
  await owner('POST', `/api/v1/metricTargets/${String(body['id'])}/archive`)
})

test('a fault in the rows strikes the number through, whatever its target says', async () => {
  const report = await house.json(
    'import',
    await house.folder('faulty', { 'helpdesk.csv': `${exports['helpdesk.csv']}T8,dune,2024-01-02 10:00,2024-01-03 10:00,low\n` }),
    '--workspace',
    'harborlight',
  )
  expect(await line('ticket-rate')).toMatchObject({ state: 'untrusted', why: 'Not to be trusted: 1 of 6 tickets are older than their account' })
  const today = (await owner('GET', '/api/v1/today')).body
  expect([today['needs']].flat()).toContainEqual(expect.objectContaining({ kind: 'check', title: '1 of 6 tickets are older than their account' }))
  const past = (await owner('GET', '/api/v1/today?asOf=2024-11-30')).body
  expect([past['needs']].flat().filter((need) => at(need, 'kind') === 'check')).toEqual([]) // nobody knew of it then
  await house.json('import', 'undo', String(report['import']), '--workspace', 'harborlight')
  expect(await line('ticket-rate')).not.toMatchObject({ state: 'untrusted' })
})

test('a framed decision and a draft review wait on Today until somebody settles them', async () => {
  const me = String(at((await owner('GET', '/api/v1/me')).body, 'member', 'id'))
  const needs = async (kind: string) => [(await owner('GET', '/api/v1/today')).body['needs']].flat().filter((need) => at(need, 'kind') === kind)
  expect(await needs('review')).toEqual([])
  await owner('POST', '/api/v1/decisions', { body: { question: 'Dredge the harbour?', options: [{ name: 'Dredge' }, { name: 'Wait' }], decider: me } })
  expect(await needs('decide')).toMatchObject([{ title: 'Dredge the harbour?', says: expect.stringContaining('Dredge or Wait') }])
  const review = (await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })).body
  expect(await needs('review')).toMatchObject([{ title: 'Monthly business review December 2024 is a draft', id: review['id'] }])
  await owner('POST', `/api/v1/reviews/${String(review['id'])}/freeze`)
  expect(await needs('review')).toEqual([])
})

test('a metric answers exactly the grains that it is served with, and a refusal names them', async () => {
  const wrong: unknown[] = []
  let [answered, refused] = [0, 0]
  for (const [key, metric] of Object.entries(metrics)) {
    const grains = [(await owner('GET', `/api/v1/metrics/${key}/definition`)).body['grains']].flat().map(String)
    if (!grains.includes(metric.grain)) wrong.push([key, 'its own grain'])
    for (const grain of ['day', 'week', 'month', 'quarter']) {
      const { status, body } = await owner('GET', `/api/v1/metrics/${key}?grain=${grain}`)
      const isOffered = grains.includes(grain)
      const isNamed = String(body['detail']).includes(`told by ${grains.join(' and ')}, not by ${grain}`)
      if (isOffered ? status !== 200 : status !== 422 || !isNamed) wrong.push([key, grain, status, body['detail']])
      if (isOffered) answered++
      else refused++
    }
  }
  expect(wrong).toEqual([])
  expect({ answered, refused }).toMatchObject({ answered: expect.toSatisfy((n: number) => n > 100), refused: expect.toSatisfy((n: number) => n > 40) })
})

test('the command line refuses a grain by naming those that the metric answers', async () => {
  const { exit, err } = await house.cli('measure', 'annual-recurring-revenue', '--grain', 'week', '--workspace', 'harborlight')
  expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('told by month and quarter, not by week') })
})

test('a spent error budget is red without a target, and says by how much', async () => {
  const windows = (good: number) => `slo_id,start,end,good,valid\nlogin,2024-12-01,2024-12-30,${good},1000\n`
  const bring = async (good: number) =>
    house.json('import', await house.folder(`slo-${good}`, { 'slo.csv': slo, 'sli_window.csv': windows(good) }), '--workspace', 'harborlight')
  const slo = 'slo_id,service,target,window_days,window_kind\nlogin,login,0.99,30,calendar\n'
  await bring(985)
  expect(await line('error-budget')).toMatchObject({
    value: expect.closeTo(-0.5, 9),
    target: null,
    state: 'red',
    why: expect.stringMatching(/^The budget is overspent by 50%/),
  })
  await bring(995)
  expect(await line('error-budget')).toMatchObject({ value: expect.closeTo(0.5, 9), state: 'none', why: expect.not.stringContaining('budget') })
})

test('an empty workspace says what to bring instead of showing zeros', async () => {
  await house.company('empty')
  const newcomer = await ownerOf(house, 'empty')
  expect((await newcomer('GET', '/api/v1/today')).body).toMatchObject({ needs: [], signals: [], empty: { says: expect.any(String), next: expect.any(String) } })
})
