import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** A target of 107 % is agreed on 10 January and moved to 120 % on 10 February: no earlier day shows what was agreed after it (kpis.md §1.7). */
let house: TestHouse
let owner: Visitor
const clock = setClock('2025-01-02T09:00:00.000Z')
const until = (instant: string): void => clock.advance(Date.parse(instant) - clock.millis())
const [before, first, moved] = ['2025-01-05', '2025-01-31', '2025-02-28']
const key = 'net-revenue-retention'

beforeAll(async () => {
  house = await testHouse({ clock })
  await house.json('import', await house.folder('facts', facts), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
  const metric = String(at((await owner('GET', `/api/v1/metrics?metricKey=${key}`)).body['items'], 0, 'id'))
  until('2025-01-10T09:00:00.000Z')
  const asked = { name: 'NRR', metric, direction: 'up', baseline: 1, baselineSpan: '2024-11', target: 1.07, by: '2025-12-31' }
  const { body } = await owner('POST', '/api/v1/metricTargets', { body: asked })
  await owner('POST', `/api/v1/metricTargets/${String(body['id'])}/agree`)
  until('2025-02-10T09:00:00.000Z')
  await owner('POST', `/api/v1/metricTargets/${String(body['id'])}/revise`, { body: { target: 1.2, reason: 'The board asked for more.' } })
  until('2025-03-03T09:00:00.000Z')
})
afterAll(() => house.stop())

const read = async (path: string): Promise<Reply> => (await owner('GET', `/api/v1/${path}`)).body
const among = (items: unknown, name = 'key') => [items].flat().find((item) => at(item, name) === key)

/** Each place that shows a target as of a day, and the value that stands there. */
const places: Readonly<Record<string, (asOf: string) => Promise<unknown>>> = {
  scorecard: async (asOf) => at(among((await read(`scorecard?asOf=${asOf}`))['items']), 'target', 'value'),
  'the card of the role': async (asOf) => at(among((await read(`scorecard/role?asOf=${asOf}`))['lines']), 'item', 'target', 'value'),
  targets: async (asOf) => at(among((await read(`targets?asOf=${asOf}`))['items'], 'metric'), 'value'),
  'the line of a metric': async (asOf) => at((await read(`targets?metric=${key}&asOf=${asOf}`))['lines'], 0, 'stretches', 0, 'value'),
  forecast: async (asOf) => at(await read(`metrics/${key}/forecast?asOf=${asOf}`), 'target', 'value'),
  ask: async (asOf) => {
    const { target } = await read(`ask?asOf=${asOf}&q=${encodeURIComponent('are we on track for NRR')}`).then((answer) => ({ target: JSON.stringify(answer) }))
    return target.includes('no agreed target') ? undefined : Number(/target of ([\d.]+)%/.exec(target)?.[1]) / 100
  },
}

describe.each(Object.entries(places))('%s', (_, valueOn) => {
  test.each([
    [before, undefined],
    [first, 1.07],
    [moved, 1.2],
  ])('on %s asks %s', async (asOf, value) => {
    expect((await valueOn(asOf)) ?? undefined).toEqual(value)
  })
})

test('without a day it is the target of today; the rung of the ladder is that of the day', async () => {
  expect(at(among((await read('scorecard'))['items']), 'target', 'value')).toBe(1.2)
  const rungs = async (asOf: string) => JSON.stringify(await read(`metrics/${key}/health?asOf=${asOf}`))
  expect(await rungs(before)).not.toBe(await rungs(first))
})

test('a review is written today about a period that is over, against the targets of today', async () => {
  const { body } = await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  expect(at(among(at(body, 'figures', 'rows')), 'target', 'value')).toBe(1.2)
})

test('without a day, a target counts as soon as it is agreed, also where it is tomorrow already', async () => {
  until('2025-03-03T23:30:00.000Z')
  await house.app.workspaces.create({ slug: 'tokyo', name: 'Tokyo', timeZone: 'Asia/Tokyo', owner: { name: 'Aoi', email: 'aoi@tokyo.example' } })
  await house.json('import', await house.folder('tokyo', facts), '--workspace', 'tokyo')
  const visit = await ownerOf(house, 'tokyo')
  const get = async (path: string): Promise<Reply> => (await visit('GET', `/api/v1/${path}`)).body
  const metric = String(at((await get(`metrics?metricKey=${key}`))['items'], 0, 'id'))
  const asked = { name: 'NRR', metric, direction: 'up', baseline: 1, baselineSpan: '2024-11', target: 1.07, by: '2025-12-31' }
  const { body } = await visit('POST', '/api/v1/metricTargets', { body: asked })
  await visit('POST', `/api/v1/metricTargets/${String(body['id'])}/agree`)
  expect(at(await get(`metrics/${key}/forecast`), 'target', 'value')).toBe(1.07)
  for (const question of ['are we on track for NRR', 'what is NRR vs target'])
    expect([question, at(await get(`ask?q=${encodeURIComponent(question)}`), 'sentence')]).toEqual([question, expect.stringContaining('the target of 107')])
  expect(at(await get(`metrics/${key}/forecast?asOf=2025-03-03`), 'target')).toBeNull()
})
