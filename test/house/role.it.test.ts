import { setClock } from '#platform/clock.ts'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { twentyOne } from '#metrics/twentyOne.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** The scorecard of the role over the small company, which has accounts, subscriptions and tickets, and nothing else. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock: setClock('2024-12-31T20:00:00.000Z') }) // the day that is looked at: targets of later days are not known on it
  await house.json('import', await house.folder('exports', exports), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const lines = async (): Promise<unknown[]> => [(await owner('GET', '/api/v1/scorecard/role?asOf=2024-12-31')).body['lines']].flat()
const line = async (key: string) => (await lines()).find((one) => at(one, 'key') === key)

test('the 21 stand in their order, each a metric of the house', async () => {
  const told = await lines()
  expect(told.map((one) => at(one, 'no')).filter((no) => no !== null)).toEqual(Array.from({ length: 21 }, (_, place) => place + 1))
  expect(told.map((one) => at(one, 'key'))).toEqual(twentyOne.flatMap(({ key, also = [] }) => [key, ...also]))
})

test('a measured line has its number, its twelve months and why it stands so', async () => {
  expect(await line('net-revenue-retention')).toMatchObject({
    no: 1,
    item: { value: 1.075, target: null },
    says: expect.not.stringContaining('target'),
    months: { grain: 'month' },
    missing: [],
  })
  const points = at(await line('ticket-rate'), 'months', 'points')
  expect(Array.isArray(points) ? points.at(-1) : null).toMatchObject({ period: '2024-12' })
})

test('a dark line says which fact would light it up', async () => {
  expect(await line('nps')).toMatchObject({ item: { value: null }, says: expect.stringMatching(/^Dark: /), weeks: null, months: null })
  expect(at(await line('nps'), 'missing')).toContainEqual({ fact: 'survey_response', noun: null })
  expect(at(await line('escaped-defects'), 'missing')).toContainEqual({ fact: 'defect', noun: null })
})

test('a target that is missed says by how much', async () => {
  const metric = String(at((await owner('GET', '/api/v1/metrics?metricKey=net-revenue-retention')).body['items'], 0, 'id'))
  const goal = { name: 'NRR of 120%', metric, direction: 'up', baseline: 1, baselineSpan: '2024-06', target: 1.2, by: '2024-12-31' }
  const { body } = await owner('POST', '/api/v1/metricTargets', { body: goal })
  if (body['state'] !== 'agreed') await owner('POST', `/api/v1/metricTargets/${String(body['id'])}/agree`, { body: {} })
  expect(await line('net-revenue-retention')).toMatchObject({ says: expect.stringMatching(/^Misses its target by 12\.5 pts\. /) })
})

test('the table for a spreadsheet holds the same figures, one line each', async () => {
  const { text } = await owner('GET', '/api/v1/scorecard/role.csv?asOf=2024-12-31')
  const rows: unknown = parse(text, { columns: true })
  expect(rows).toHaveLength((await lines()).length)
  expect(Array.isArray(rows) ? rows[0] : null).toMatchObject({
    no: '1',
    metric: 'net-revenue-retention',
    actual: '1.075',
    unit: 'ratio',
    target: '1.2',
    as_of: '2024-12-31',
  })
  expect(Array.isArray(rows) ? rows.find((row) => at(row, 'metric') === 'nps') : null).toMatchObject({
    actual: '',
    missing: expect.stringContaining('survey_response'),
  })
})
