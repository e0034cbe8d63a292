import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { exports } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Figures that were signed, and how they read today: how often they were restated, by how much, since which import, and why. */
let house: TestHouse
let workspace = ''
let owner: Visitor
let made = 0
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.stop())
beforeEach(async () => {
  workspace = `signed${(made += 1)}`
  await house.company(workspace)
  owner = await ownerOf(house, workspace)
  await bring({ ...exports })
})

const cli = async (...args: readonly string[]): Promise<Reply> => await house.json(...args, '--workspace', workspace)
const bring = async (files: Readonly<Record<string, string>>): Promise<Reply> =>
  await cli('import', await house.folder(`in-${workspace}-${(made += 1)}`, files))
const frozen = async (period: string): Promise<Reply> => {
  const { body } = await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period } })
  return (await owner('POST', `/api/v1/reviews/${String(body['id'])}/freeze`)).body
}
const log = async (metric = 'annual-recurring-revenue', by: Visitor = owner): Promise<Reply> =>
  (await by('GET', `/api/v1/metrics/${metric}/restatement-log`)).body
const mended = (mrr: number) => ({ 'billing.csv': exports['billing.csv'].replace('S2,acme,2024-06-01,,1500', `S2,acme,2024-06-01,,${mrr}`) })
const ticket = (n: number) => ({ 'helpdesk.csv': `${exports['helpdesk.csv']}TX${n},acme,2024-12-0${n} 10:00,,low\n` })
const keyOf = async (report: Reply): Promise<unknown> => (await owner('GET', `/api/v1/imports/${String(report['import'])}`)).body['key']

test('nothing is told of drafts, and a figure that reads as it was signed is not restated', async () => {
  await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  expect(await log()).toMatchObject({ of: 0, restated: 0, largest: null, items: [] })
  await frozen('2024-12')
  await bring(ticket(1))
  expect(await log()).toMatchObject({
    of: 1,
    restated: 0,
    largest: null,
    items: [{ frozen: 29_400, now: 29_400, difference: 0, isRestated: false, because: null, since: null }],
  })
})

test('whichever of several imports moved it, it is named with its time; taken back, the figure reads as it was signed', async () => {
  const [old, late] = [await frozen('2024-04'), await frozen('2024-12')]
  const movers: { readonly report: Reply; readonly by: unknown }[] = []
  for (const [n, files] of [ticket(1), ticket(2), mended(1800), ticket(3), ticket(4)].entries()) {
    const report = await bring(files)
    if (n === 2) movers.push({ report, by: await keyOf(report) })
  }
  const [mover] = movers
  const told = await log()
  expect(told).toMatchObject({ of: 2, restated: 1, leftOff: 0, largest: 3600, unit: 'money' })
  const [newest, older] = [at(told, 'items', 0), at(told, 'items', 1)]
  expect([at(newest, 'review', 'id'), at(older, 'review', 'id')]).toEqual([late['id'], old['id']])
  expect(older).toMatchObject({ isRestated: false, since: null, by: null })
  const finished = (await owner('GET', `/api/v1/imports/${String(mover?.report['import'])}`)).body['finishedAt']
  expect(newest).toMatchObject({
    frozen: 29_400,
    now: 33_000,
    difference: 3600,
    because: 'Facts arrived or were corrected since.',
    since: finished,
    by: mover?.by,
  })
  const { items } = (await owner('GET', `/api/v1/reviews/${String(late['id'])}/compare`)).body
  expect([items].flat().find((one) => at(one, 'metric') === 'annual-recurring-revenue')).toMatchObject({ frozen: 29_400, now: 33_000, difference: 3600 })
  await cli('import', 'undo', String(mover?.report['import']))
  expect(await log()).toMatchObject({ of: 2, restated: 0, largest: null })
})

test('reviews that one import moved name it, and one that was frozen after it names the next', async () => {
  await frozen('2024-11')
  await frozen('2024-12')
  await bring(ticket(1))
  const first = await keyOf(await bring(mended(1800)))
  await frozen('2024-10')
  await bring(ticket(2))
  const second = await keyOf(await bring(mended(2000)))
  await bring(ticket(3))
  const told = await log()
  expect(told).toMatchObject({ of: 3, restated: 3 })
  expect([0, 1, 2].map((n) => [at(told, 'items', n, 'review', 'period'), at(told, 'items', n, 'by')])).toEqual([
    ['2024-10', second],
    ['2024-12', first],
    ['2024-11', first],
  ])
})

test('an import that is taken back may be what moved it, and a policy that was adopted since is the reason by its day', async () => {
  const second = await bring(mended(1800))
  await frozen('2024-12')
  await bring(ticket(1))
  await cli('import', 'undo', String(second['import']))
  expect(at(await log(), 'items', 0)).toMatchObject({ frozen: 33_000, now: 29_400, difference: -3600, by: await keyOf(second), since: expect.any(String) })
  const proposed = await owner('POST', '/api/v1/policies/proposals', { body: { policy: 'stripe', reason: 'As our billing counts' } })
  const adopted = await owner('POST', `/api/v1/policies/proposals/${String(proposed.body['id'])}/adopt`, { body: { words: 'Agreed in the board meeting' } })
  expect(adopted.status).toBe(200)
  expect(at(await log(), 'items', 0)).toMatchObject({ because: 'The policy changed since.', since: adopted.body['decidedAt'], by: null })
})

test('who may see the metric may see its log; a metric that is not there is missing', async () => {
  await frozen('2024-12')
  const { visit: viewer } = await invited(house, owner, 'viewer')
  expect(await log('annual-recurring-revenue', viewer)).toMatchObject({ of: 1, restated: 0 })
  expect(await owner('GET', '/api/v1/metrics/no-such-metric/restatement-log')).toMatchObject({ status: 404 })
})
