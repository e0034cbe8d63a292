import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#platform/clock.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** One number that cannot be measured leaves the others where they are. A line in a currency without a rate refuses every metric of revenue by name. */
let house: TestHouse
let owner: Visitor
const day = '2025-01-15T09:00:00.000Z'

beforeAll(async () => {
  house = await testHouse({ clock: { ...systemClock, millis: () => Date.parse(day), now: () => day } })
  await house.company('harbor')
  const lines = 'id,account_id,start,unit_amount,quantity,billing_period,currency,status\nS-1,A1,2024-01-05,100,1,month,SEK,paid\n'
  const incidents =
    'incident_id,severity,impact_start,impact_end\nI-1,p1,2024-09-02T10:00:00Z,2024-09-02T11:00:00Z\nI-2,p1,2024-12-02T10:00:00Z,2024-12-02T12:00:00Z\n'
  const dir = await house.folder('facts', {
    'incident.csv': incidents,
    'account.csv': facts['account.csv'],
    'ticket.csv': facts['ticket.csv'],
    'subscription.csv': lines,
  })
  await house.json('import', dir, '--workspace', 'harbor')
  owner = await ownerOf(house, 'harbor')
})
afterAll(() => house.stop())

const itemsOf = (body: Reply): readonly Reply[] => {
  const { items } = body
  return Array.isArray(items) ? items : []
}

test('asked by itself it is refused by name, with what to do', async () => {
  const { status, body } = await owner('GET', '/api/v1/metrics/net-revenue-retention')
  expect([status, body['code']]).toEqual([422, 'no_fx_rate'])
  expect(body['hint']).toContain('Import the rates as fx_rate')
})

test('among others it has no value, says why, and takes none of them along', async () => {
  const { status, body } = await owner('GET', '/api/v1/scorecard')
  expect(status).toBe(200)
  const of = (key: string) => itemsOf(body).find((one) => one['key'] === key)
  expect(of('net-revenue-retention')).toMatchObject({ value: null, reason: 'unsupported', state: 'untrusted', trust: { state: 'untrusted' } })
  expect(of('net-revenue-retention')?.['why']).toMatch(
    /^No number\. One row cannot be measured\. Line S-1: there is no exchange rate for SEK \(no_fx_rate\)\. Import the rates/,
  )
  const open = itemsOf(body).filter((one) => one['reason'] !== 'unsupported')
  expect(open.map((one) => one['key'])).toEqual(expect.arrayContaining(['csat', 'incident-rate', 'deployment-frequency']))
})

test('the card of the role says the same of its line', async () => {
  const { body } = await owner('GET', '/api/v1/scorecard/role')
  const lines = Array.isArray(body['lines']) ? body['lines'] : []
  expect(lines.find((one: Reply) => one['key'] === 'net-revenue-retention')).toMatchObject({ says: expect.stringMatching(/^No number\. One row/) })
})

test.each(['/today', '/signals', '/quality/overview', '/tree', '/quality'])('%s tells of everything else', async (path) => {
  expect((await owner('GET', `/api/v1${path}`)).status).toBe(200)
})

test('of several metrics in one question the one that is refused is named', async () => {
  const { body } = await owner('GET', `/api/v1/ask?q=${encodeURIComponent('deployment frequency and NRR')}`)
  expect(body['says']).toMatch(/^Net revenue retention cannot be answered: One row cannot be measured/)
})

test('a review is written with what there is, and a wrong question is refused as ever', async () => {
  const { status, body } = await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  expect([status, body['detail'] ?? '']).toEqual([201, ''])
  const refused = [at(body, 'figures', 'refused')].flat()
  expect(refused.find((one) => at(one, 'key') === 'net-revenue-retention')).toMatchObject({
    name: 'Net revenue retention',
    because: expect.stringMatching(/^No number\. One row cannot be measured\. Line S-1: there is no exchange rate for SEK/),
  })
  const told = [...refused, ...[at(body, 'figures', 'rows')].flat()].map((one) => at(one, 'key'))
  expect(new Set(told).size).toBe(told.length)
  const scored = itemsOf((await owner('GET', '/api/v1/scorecard?asOf=2024-12-31')).body).filter((one) => one['reason'] === 'unsupported')
  for (const one of scored) if (one['key'] !== 'mrr-movements') expect(told).toContain(one['key'])
  for (const one of refused) expect(at(one, 'because')).toMatch(/^No number\./) // what has no rows yet is not among them, though a check of its inputs failed
  const again = await owner('POST', `/api/v1/reviews/${String(body['id'])}/refresh`, { body: {} })
  expect([at(again.body, 'figures', 'refused')].flat().length).toBe(refused.length)
  expect((await owner('GET', '/api/v1/scorecard?asOf=tomorrow')).status).toBe(400)
})

test('a number that was reviewed and is refused since is compared by its reason, and one with a target stands on the next review without a value', async () => {
  await house.company('cove')
  await house.json('import', await house.folder('sound', facts), '--workspace', 'cove')
  const writer = await ownerOf(house, 'cove')
  const reviewed = await writer('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-11' } })
  const metric = at((await writer('GET', '/api/v1/metrics?metricKey=net-revenue-retention')).body, 'items', 0, 'id')
  const terms = { name: 'NRR', metric, direction: 'up', target: 1.2, by: '2025-12-31', baseline: 1, baselineSpan: '2024-12' }
  const made = await writer('POST', '/api/v1/metricTargets', { body: terms })
  expect((await writer('POST', `/api/v1/metricTargets/${String(made.body['id'])}/agree`, { body: {} })).status).toBe(200)
  const kroner = 'id,account_id,start,unit_amount,quantity,billing_period,currency,status\nS-9,A1,2024-01-05,100,1,month,SEK,paid\n'
  await house.json('import', await house.folder('kroner', { 'subscription.csv': kroner }), '--workspace', 'cove')
  const compared = await writer('GET', `/api/v1/reviews/${String(reviewed.body['id'])}/compare`)
  expect([compared.status, compared.body['detail']]).toEqual([200, undefined])
  const retention = itemsOf(compared.body).find((one) => one['metric'] === 'net-revenue-retention')
  expect(retention).toMatchObject({
    frozen: expect.any(Number),
    now: null,
    because: expect.stringMatching(/^It cannot be measured now\. One row cannot be measured/),
  })
  expect((await writer('GET', `/api/v1/ask?q=${encodeURIComponent('which metrics are on track')}`)).body['says']).toBe(
    'Net revenue retention cannot be measured now, so that no target in force stands anywhere.',
  )
  const next = await writer('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  const rows = [at(next.body, 'figures', 'rows')].flat()
  expect(rows.find((one) => at(one, 'key') === 'net-revenue-retention')).toMatchObject({
    value: null,
    state: 'untrusted',
    why: expect.stringMatching(/^No number\./),
  })
})
