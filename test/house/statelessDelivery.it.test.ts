import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliveryFacts } from './smallDelivery.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'

/** Delivery, learning and people measured from a folder, each counted by hand in smallDelivery.ts. */
let house: TestHouse
let dir: string
beforeAll(async () => {
  house = await testHouse()
  dir = await house.folder('delivery', deliveryFacts)
})
afterAll(() => house.stop())

const measure = (metric: string, ...more: readonly string[]): Promise<Reply> =>
  house.json('measure', metric, '--facts', dir, '--as-of', '2024-12-31', '--from', '2024-01-01', ...more)

test('a promise is known from its period on, however late it was frozen and brought in; before the first one nothing is known', async () => {
  const head = 'period_kind,period_start,period_end,team_id,item_id,frozen_at,committed'
  const late = `${head}\nsprint,2024-03-04,2024-03-17,T1,I1,2024-11-20T10:00:00Z,true\nsprint,2024-03-04,2024-03-17,T1,I2,2024-11-20T10:00:00Z,true\n`
  const done = 'period,item_id,done_at\n2024-03-04,I1,2024-03-10T10:00:00Z\n'
  const folder = await house.folder('late', { 'commitment_snapshot.csv': late, 'commitment_result.csv': done })
  const told = await house.json('measure', 'delivery-predictability', '--facts', folder, '--as-of', '2024-12-31', '--from', '2024-01-01')
  const point = (period: string) => [at(told, 'points')].flat().find((one) => at(one, 'period') === period)
  expect(point('2024-03')).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 })
  expect(point('2024-02')).toMatchObject({ value: null, reason: 'no_data', parts: { laterScope: null } })
  expect([at(told, 'freshness', 'inputs')].flat().find((one) => at(one, 'fact') === 'commitment_snapshot')).toMatchObject({ oldest: '2024-03-04', rows: 2 })
})

describe('every metric as a person would count it', () => {
  test.each([
    ['incident-rate', 2, 2, null, 2, { accountMinutes: 780, daysSinceLast: 11, detectionMinutes: 10 }],
    ['escaped-defects', 0.25, 3, 12, 12, { before: 9, after: 3, later: 1, releases: 2, censored: 3, perRelease: 1.5 }],
    ['defect-removal-efficiency', 0.75, 9, 12, 12, { before: 9, after: 3 }],
    [
      'experiment-velocity',
      3,
      3,
      null,
      7,
      { perSquad: 1.5, squads: 2, concluded: 7, underpoweredShare: 1 / 7, mismatchShare: 1 / 7, lateShare: 1 / 7, learningShare: 4 / 7, winRate: 1 / 3 },
    ],
    ['delivery-predictability', 4 / 6, 4, 6, 6, { laterScope: 2, laterScopeDone: 2, teams: 2 }],
    // 8 + 8 + 3 + 4 of the 10 + 8 + 7 that were committed
    ['increment-predictability', 0.92, 23, 25, 3, { planned: 25, actual: 23, uncommitted: 3, teams: 2 }],
    ['roadmap-predictability', 2 / 3, 2, 3, 3, { laterScope: 0 }],
    ['forecast-calibration', 2 / 3, 2, 3, 3, { p50Hit: 1 / 3, p50Items: 3, p85Items: 3 }],
    // 30 days, 100 days, and one open
    [
      'cycle-time',
      100,
      2,
      3,
      3,
      { ended: 2, open: 1, flowEfficiency: 40 / 130, parkedShare: 20 / 130, zombies: 1, bulkEdited: 1, acceptedMedian: 30, unseenStart: 0 },
    ],
    ['deployment-frequency', 3, 3, null, 3, { daysWithRelease: 3, perWeek: 21 / 31 }],
    ['lead-time-for-changes', 6, 3, 3, 3, { p85: 10, withoutCommit: 0 }],
    ['change-failure-rate', 1 / 3, 1, 3, 3, {}],
    // 50 minutes, an hour and, in November, ten minutes
    ['time-to-restore', 50 / 60, 3, 3, 3, { p85: 1, open: 0 }],
    // h9 after 90 days; h8 left; h6, h7 and h11 are open
    ['ramp-time', null, null, null, 5, { ended: 1, open: 4, lost: 1 }],
    ['competency-growth', 0.4, 2, 5, 5, { people: 5, before1: 1, before2: 4, level2: 2, level3: 1, level4: 1, kappa: 1, kappaPairs: 4, uncalibrated: 4 }],
    ['offer-acceptance', 2 / 3, 2, 3, 3, { declined: 1, withdrawn: 1, open: 1, timeToFillDays: 40 }],
    ['regretted-attrition', 1 / 20, 1, 20, 20, { exits: 2, monthsCounted: 12 }],
    ['quality-of-hire', 0.5, 2, 4, 4, { left: 1, unreviewed: 0, immature: 1 }],
  ])('%s is %d', async (metric, value, numerator, denominator, n, parts) => {
    const answer = await measure(metric)
    if (value === null) expect(answer).toMatchObject({ value: null, reason: 'not_reached' })
    else expect(answer['value']).toBeCloseTo(value, 12)
    expect(answer).toMatchObject({ numerator, denominator, n })
    for (const [name, part] of Object.entries(parts)) expect({ [name]: at(answer, 'parts', name) }).toEqual({ [name]: expect.closeTo(part, 9) })
    expect(at(answer, 'trust', 'state')).toMatch(/^(trusted|provisional)$/)
  })

  test('an open post-mortem keeps its month open', async () => {
    const { points } = await measure('incident-rate')
    expect(points).toMatchObject([
      ...Array.from({ length: 10 }, () => ({ value: null, reason: 'no_data' })), // before the first incident on record nobody knows whether any was recorded
      { period: '2024-11', value: 1, mature: true },
      { period: '2024-12', mature: false },
    ])
  })

  test('a foreign formula is converted and flagged', async () => {
    const answer = await measure('escaped-defects', '--set', 'denominator=found_before')
    expect(answer).toMatchObject({ value: 1 / 3, denominator: 9, notes: expect.arrayContaining([expect.stringContaining('9.09 %')]) })
  })

  test('an initiative may be asked to land between P50 and P85', async () => {
    expect(await measure('roadmap-predictability', '--set', 'window=p50_to_p85')).toMatchObject({ value: 1 / 3 })
    expect(await measure('roadmap-predictability', '--set', 'window=period')).toMatchObject({ value: 3 / 4 })
  })
})

describe('margins', () => {
  const december = ['--grain', 'month', '--from', '2024-12-01', '--amounts', 'units'] as const

  test('the whole, its parts and what nobody bears', async () => {
    expect(await measure('product-margin', ...december)).toMatchObject({
      value: (2000 - 780) / 2000,
      numerator: 1220,
      denominator: 2000,
      parts: { revenue: 2000, direct: 300, shared: 400, support: 80, unallocated: 50, opex: 1000, total: 1830, withUnallocated: 0.585 },
    })
    expect(await measure('cost-to-serve', ...december)).toMatchObject({ value: 390, denominator: 2 })
  })

  test('products bear their share by seats; the interval is the range over the rules, and the remainder its own line', async () => {
    const { groups } = await measure('product-margin', '--by', 'product', ...december)
    expect(groups).toMatchObject([
      // 180 of 500 by seats; by customers a third of 400, by revenue a quarter, evenly half
      { key: 'connect', value: 0.64, interval: { low: 0.44, high: 0.64 } },
      { key: 'core', value: 0.6, interval: { low: 0.6, high: 1000 / 1500 } },
      { key: '(unallocated)', value: null, reason: 'no_denominator', parts: { unallocated: 50 } },
    ])
    const none = await measure('product-margin', '--set', 'allocation=none', ...december)
    expect(none).toMatchObject({ value: (2000 - 380) / 2000, parts: { unallocated: 450 } })
  })
})

describe('nobody can be told', () => {
  const pulse = (...more: readonly string[]) =>
    house.json('measure', 'stakeholder-satisfaction', '--facts', dir, '--as-of', '2025-01-31', '--from', '2024-07-01', '--to', '2024-12-31', ...more)

  test('the whole is told to one decimal, with its distribution, response rate and paired change', async () => {
    expect(await pulse()).toMatchObject({
      value: 3.8, // 23 of 6
      numerator: 23,
      denominator: 6,
      n: 6,
      interval: null,
      parts: { answers1: 0, answers2: 1, answers3: 1, answers4: 2, answers5: 2, responseRate: 0.75, change: 0.5, repeaters: 4 },
    })
  })

  test('a group of two is hidden, and the group of four with it', async () => {
    const { groups } = await pulse('--by', 'rater_group')
    expect(groups).toMatchObject([
      { key: 'Legal', value: null, reason: 'suppressed', n: null },
      { key: 'Sales', value: null, reason: 'suppressed', n: null },
    ])
  })

  test('an open quarter is not told, nor a month', async () => {
    expect(await measure('stakeholder-satisfaction', '--as-of', '2024-12-10')).toMatchObject({ value: 3.5 })
    const { exit, err } = await house.cli('measure', 'stakeholder-satisfaction', '--facts', dir, '--grain', 'month', '--json')
    expect([exit, at(JSON.parse(err), 'problem', 'code')]).toEqual([1, 'unsupported'])
  })
})
