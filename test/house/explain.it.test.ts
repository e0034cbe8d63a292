import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Why a number moved, over the four accounts of smallCompany.ts; every figure is counted there by hand. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await house.company('harbor')
  const folder = await house.folder('facts', { 'account.csv': facts['account.csv'], 'subscription.csv': facts['subscription.csv'] })
  await house.json('import', folder, '--workspace', 'harbor')
  owner = await ownerOf(house, 'harbor')
})
afterAll(() => house.stop())

const ask = async (path: string) => (await owner('GET', `/api/v1/${path}`)).body
const list = (value: unknown): unknown[] => [value].flat()
const of = (one: unknown, name: string): unknown => at({ one }, 'one', name)
const sum = (items: readonly unknown[], name: string): number => items.reduce((total: number, one) => total + Number(of(one, name)), 0)
const september = 'metrics/monthly-net-revenue-retention/explain?period=2024-09&against=2024-08&asOf=2024-12-31'

describe('a change is explained', () => {
  test('the parts of every dimension sum to the change', async () => {
    const told = await ask(september)
    expect(Number(told['after']) - Number(told['before'])).toBeCloseTo(Number(told['change']), 12)
    const dimensions = list(told['dimensions'])
    expect(dimensions.length).toBeGreaterThan(0)
    for (const dimension of dimensions) expect(sum(list(of(dimension, 'parts')), 'part')).toBeCloseTo(Number(told['change']), 9)
  })

  test('September loses Bolt: small companies carry the whole of it', async () => {
    const told = await ask(september)
    expect(told['before']).toBe(1)
    expect(Number(told['after'])).toBeCloseTo(2250 / 2650, 9)
    const segment = list(told['dimensions']).find((one) => of(one, 'by') === 'segment')
    const small = list(of(segment, 'parts')).find((one) => of(one, 'key') === 'smb')
    expect(Number(of(small, 'part'))).toBeLessThan(-0.14)
  })

  test('a median is no sum: one area alone with an incident in each quarter does not make the change', async () => {
    const rows = [
      'I1,p1,2024-05-02T10:00:00Z,2024-05-02T12:00:00Z,2024-05-02T12:00:00Z,3,Core,true',
      'I2,p1,2024-11-02T10:00:00Z,2024-11-02T14:00:00Z,2024-11-02T14:00:00Z,3,Edge,true',
    ]
    const head = 'id,severity,impact_start,impact_end,resolved_at,accounts_affected,area,customer_impacting'
    await house.json('import', await house.folder('incidents', { 'incident.csv': [head, ...rows].join('\n') }), '--workspace', 'harbor')
    const told = await ask('metrics/time-to-restore/explain?period=2024-Q4&against=2024-Q2&asOf=2025-03-31')
    expect(told).toMatchObject({ before: 2, after: 4, sentence: 'Time to restore rose from 2 h in Q2 2024 to 4 h in Q4 2024 (+2 h).' })
    expect(list(told['dimensions']).map((one) => of(one, 'kind'))).toContain('apart')
    expect(list(told['dimensions']).map((one) => of(one, 'kind'))).not.toContain('sum')
  })

  test('a period without a value has no movement, in the whole and in no part of it, and says why', async () => {
    const told = await ask('metrics/monthly-net-revenue-retention/explain?period=2024-09&against=2022-06&asOf=2024-12-31&from=2022-06-01')
    expect(told).toMatchObject({ before: null, change: null, flows: null, lacks: expect.stringMatching(/^June 2022 has no value: /) })
    expect(told['sentence']).toMatch(/^Monthly net revenue retention cannot be compared\. June 2022 has no value: /)
    const dimensions = list(told['dimensions'])
    expect(dimensions.length).toBeGreaterThan(0)
    for (const dimension of dimensions) {
      expect(dimension).toMatchObject({ kind: 'apart', rest: null, says: expect.stringMatching(/^June 2022 has no value: /) })
      for (const part of list(of(dimension, 'parts'))) expect(part).toMatchObject({ part: null, byRate: null, byMix: null })
    }
  })

  test('a part that is there in one of the periods alone is named new or gone', async () => {
    const areas = (told: unknown) =>
      list(
        of(
          list(of(told, 'dimensions')).find((one) => of(one, 'by') === 'area'),
          'parts',
        ),
      )
    const medians = await ask('metrics/time-to-restore/explain?period=2024-Q4&against=2024-Q2&asOf=2025-03-31')
    expect(areas(medians).map((part) => [of(part, 'key'), of(part, 'stands')])).toEqual(
      expect.arrayContaining([
        ['Core', 'gone'],
        ['Edge', 'new'],
      ]),
    )
    const head = 'id,account_id,ts,instrument,score,scale_min,scale_max'
    const answers = ['S1,acme,2024-05-03T10:00:00Z,csat,5,1,5', 'S2,bolt,2024-05-04T10:00:00Z,csat,2,1,5', 'S3,acme,2024-08-03T10:00:00Z,csat,5,1,5']
    const later = ['S4,crux,2024-08-04T10:00:00Z,csat,5,1,5', 'S5,crux,2024-08-05T10:00:00Z,csat,2,1,5']
    await house.json('import', await house.folder('answers', { 'survey_response.csv': [head, ...answers, ...later].join('\n') }), '--workspace', 'harbor')
    const told = await ask('metrics/csat/explain?period=2024-Q3&against=2024-Q2&asOf=2024-12-31&grain=quarter')
    const region = list(told['dimensions']).find((one) => of(one, 'by') === 'region')
    expect(told).toMatchObject({ before: 1 / 2 })
    expect(list(of(region, 'parts')).map((part) => [of(part, 'key'), of(part, 'stands')])).toContainEqual(['US', 'gone'])
    expect(region).toMatchObject({ kind: 'rateMix' })
    expect(sum(list(of(region, 'parts')), 'part')).toBeCloseTo(2 / 3 - 1 / 2, 9)
  })

  test('a period that is none, and a metric that is none, are refused by name', async () => {
    expect((await owner('GET', '/api/v1/metrics/net-revenue-retention/explain?period=soon')).status).toBeGreaterThanOrEqual(400)
    expect((await owner('GET', '/api/v1/metrics/no-such-metric/explain')).body).toMatchObject({ status: 404, detail: 'There is no metric “no-such-metric”.' })
  })
})

test('an identity of the tree is checked in every period, and its parts add up', async () => {
  const edge = (from: string, sign = 'plus') => ({
    name: from,
    from: `mrr-movements:${from}`,
    to: 'mrr-movements:closing',
    kind: 'identity',
    operation: 'sum',
    sign,
  })
  for (const body of [edge('opening'), edge('new'), edge('expansion'), edge('reactivation'), edge('contraction', 'minus'), edge('churn', 'minus')])
    expect((await owner('POST', '/api/v1/metricDrivers', { body })).status).toBe(201)
  const told = await ask('tree') // edges are of today
  expect(told['faults']).toEqual([])
  expect(list(told['identities'])[0]).toMatchObject({ whole: 'mrr-movements:closing', broken: 0 })
  expect(Number(at(told, 'identities', 0, 'holds'))).toBeGreaterThan(10)
})

test('other policies stand beside the one in force', async () => {
  const told = await ask('policies/compare?policies=stripe,chartmogul&asOf=2024-12-31&period=2024-12')
  expect(list(told['columns']).length).toBe(3)
  expect(told['trust']).toMatchObject({ state: 'trusted', reasons: [] })
})

test('a change of policy is proposed with its reason, and adopted by somebody else alone', async () => {
  const proposed = await owner('POST', '/api/v1/policies/proposals', { body: { policy: 'stripe', reason: 'As our biller counts.' } })
  expect(proposed.status).toBe(201)
  const adopt = `/api/v1/policies/proposals/${String(proposed.body['id'])}/adopt`
  expect((await owner('POST', adopt, { body: {} })).status).toBeGreaterThanOrEqual(400)
  const { visit } = await invited(house, owner, 'admin')
  expect((await visit('POST', adopt, { body: {} })).status).toBe(200)
  expect((await ask('metrics/net-revenue-retention?asOf=2024-12-31'))['policy']).toMatchObject({ preset: 'stripe' })
})

test('the tree asks about every agreed target, also when there are more than a page of newer ones', async () => {
  const [key, other] = ['billing-agreement', 'net-revenue-retention']
  const metricOf = async (one: string) => String(at((await ask(`metrics?metricKey=${one}`))['items'], 0, 'id'))
  const scope = await house.app.workspaces.operate('harbor', 'test')
  const agree = async (metric: string, target: number) => {
    const terms = { name: `To ${target}`, metric, direction: 'up', baseline: 0, baselineSpan: '2024-12', target, by: '2030-12-31' }
    await scope.perform('metricTarget', 'agree', { id: (await scope.perform('metricTarget', 'create', {}, terms)).id }, {})
  }
  await owner('POST', '/api/v1/metricDrivers', { body: { name: 'Bills that agree renew', from: key, to: other, kind: 'hypothesis' } })
  await agree(await metricOf(key), 1)
  const asked = async () => list((await ask('tree'))['questions']).filter((one) => of(one, 'check') === 'noGuardrail' && of(one, 'metric') === key)
  expect(await asked()).toHaveLength(1)
  const newer = await metricOf(other)
  for (let target = 1; target <= 500; target++) await agree(newer, target)
  expect(await asked()).toHaveLength(1)
})
