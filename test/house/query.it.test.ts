import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describe as describeMetric, dimensions } from '#engines/semantic/describe.ts'
import { losses, manifest, month, openBakery, type Bakery } from './askBakery.ts'

/** Simple metrics, joins, ratios and what may be asked, over the bakery of bakery.ts; each answer counted by hand. */
let bakery: Bakery
beforeAll(async () => void (bakery = await openBakery()))
afterAll(() => bakery.close())
const ask: Bakery['ask'] = (...args) => bakery.ask(...args)
const rows: Bakery['rows'] = (...args) => bakery.rows(...args)

test('the manifest is read with nothing lost but what the safe language does not have', () => {
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual(['semantic_models.orders.measures.broken.expr carried_as_extension'])
})

describe('simple metrics', () => {
  test.each<[string, string[], object, unknown[][]]>([
    ['orders', [], {}, [[5]]],
    [
      'orders',
      ['metric_time__month'],
      {},
      [
        [month(1), 2],
        [month(2), 1],
        [month(3), 2],
      ],
    ],
    ['orders', ['metric_time'], { grain: 'quarter' }, [['2024-01-01', 5]]],
    [
      'orders',
      ['metric_time__week'],
      { to: '2024-02-29' },
      [
        ['2024-01-01', 1],
        ['2024-01-29', 1],
        ['2024-02-26', 1],
      ],
    ],
    ['orders', [], { from: '2024-01-31', to: '2024-02-29' }, [[2]]],
    ['buyers', [], {}, [[3]]],
    [
      'gifts',
      ['metric_time__month'],
      {},
      [
        [month(1), 1],
        [month(2), 0],
        [month(3), 1],
      ],
    ],
    ['amount_p50', [], {}, [[20]]],
    [
      'amount',
      ['order__is_gift'],
      {},
      [
        [false, 55],
        [true, 50],
      ],
    ],
    [
      'amount',
      ['order__large'],
      {},
      [
        ['large', 70],
        ['small', 35],
      ],
    ],
    [
      'amount',
      ['shop'],
      {},
      [
        ['s1', 30],
        ['s2', 70],
        [null, 5],
      ],
    ],
    [
      'orders',
      ['metric_time__season'],
      {},
      [
        ['2023-12-21', 3],
        ['2024-03-20', 2],
      ],
    ],
    [
      'amount',
      ['metric_time__month', 'metric_time__quarter'],
      { from: '2024-02' },
      [
        [month(2), '2024-01-01', 30],
        [month(3), '2024-01-01', 45],
      ],
    ],
  ])('%s by %j %j', async (metric, groupBy, more, expected) => {
    expect(await rows(metric, groupBy, more)).toEqual(expected)
  })
})

describe('joins', () => {
  test('a slowly changing table gives the row that was valid on the day of the order', async () => {
    expect(await rows('amount', 'shop__size')).toEqual([
      ['big', 20],
      ['small', 80],
      [null, 5],
    ])
  })
  test('two hops reach the country of the shop’s city', async () => {
    expect(await rows('amount', 'shop__city__country')).toEqual([
      ['de', 70],
      ['fr', 30],
      [null, 5],
    ])
    expect(await rows('amount', 'shop__city')).toEqual([
      ['c1', 30],
      ['c2', 70],
      [null, 5],
    ])
  })
  test('filters join as groups do', async () => {
    expect(await rows('amount', [], { where: "{{ Dimension('shop__size') }} = 'small' and {{ Dimension('shop__city__country') }} in ('de')" })).toEqual([[70]])
    expect(await rows('amount', [], { where: ["shop__city__country = 'fr'", 'not order__is_gift'] })).toEqual([[20]])
    expect(await rows('orders', [], { where: "{{ Entity('shop') }} is null" })).toEqual([[1]])
    expect(await rows('orders', [], { where: "{{ TimeDimension('metric_time', 'month') }} = '2024-03-01'" })).toEqual([[2]])
  })
  test('a filter over a metric counts per entity first', async () => {
    expect(await rows('orders_of_regulars')).toEqual([[3]])
    expect(await rows('orders', 'buyer', { where: "{{ Metric('orders', group_by=['buyer']) }} > 1" })).toEqual([['b1', 3]])
  })
  test('joining against the grain is refused, and so is a key that the table repeats', async () => {
    expect((await ask({ metrics: 'cities', groupBy: 'shop__size' })).refused).toMatchObject({
      code: 'dimension_not_allowed',
      message: expect.stringContaining('fan-out'),
    })
    const twice = await openBakery({ cities: [['c1', 'be']] })
    const answer = await twice.ask({ metrics: 'amount', groupBy: 'shop__city__country' })
    expect(answer).toMatchObject({ rows: [], sql: null, refused: { code: 'fan_out', message: expect.stringContaining('c1') } })
    twice.close()
  })
  test('overlapping validity is refused', async () => {
    const twice = await openBakery({ shops: [['s1', 'huge', 'c1', '2024-01-10', '2024-01-25']] })
    expect((await twice.ask({ metrics: 'amount', groupBy: 'shop__size' })).refused).toMatchObject({
      code: 'fan_out',
      message: expect.stringContaining('s1'),
    })
    twice.close()
  })
})

describe('ratios and derived metrics', () => {
  test('sums are divided, never averaged; what is not there is null with its reason', async () => {
    const answer = await ask({ metrics: ['gift_share'], groupBy: ['metric_time__month'] })
    expect(answer.rows.map((row) => row['gift_share'])).toEqual([10 / 30, null, 40 / 45])
    expect(answer.nulls).toEqual([{ row: 1, column: 'gift_share', reason: 'no_data' }])
    expect(await rows('gift_share')).toEqual([[50 / 105]])
  })
  test('a denominator of 0 is null, not infinity and not 0', async () => {
    const answer = await ask({ metrics: ['nothing_below'] })
    expect(answer.rows).toEqual([{ nothing_below: null }])
    expect(answer.nulls).toEqual([{ row: 0, column: 'nothing_below', reason: 'no_denominator' }])
  })
  test('inputs of two tables meet by their groups', async () => {
    expect(await rows('visits_per_order', 'buyer')).toEqual([
      ['b1', 2 / 3],
      ['b2', 1],
      ['b3', 1],
    ])
    expect(await rows(['mean_order', 'visits'], 'metric_time__month')).toEqual([
      [month(1), 15, 3],
      [month(2), 30, null],
      [month(3), 22.5, 1],
    ])
  })
  test('ordered and cut', async () => {
    expect(await rows('amount', 'buyer', { orderBy: '-amount', limit: 2 })).toEqual([
      ['b1', 45],
      ['b3', 40],
    ])
    expect(await rows('amount', 'buyer', { order_by: ["Metric('amount')"], limit: 1 })).toEqual([['b2', 20]])
  })
})

test('values without a metric, and a saved query', async () => {
  expect(await rows([], ['shop__size', 'shop__city__country'])).toEqual([
    ['big', 'fr'],
    ['small', 'de'],
    ['small', 'fr'],
  ])
  expect((await ask({ savedQuery: 'by_month' })).rows).toEqual([1, 1, 1].map((orders, at) => ({ metric_time__month: month(at + 1), orders })))
})

test('describe tells what a metric rests on and what it may be asked by', () => {
  const { measures, dimensions: allowed } = describeMetric(manifest, 'gift_share')
  expect(measures).toMatchObject([{ measure: 'amount', table: 'orders' }, { measure: 'amount' }])
  expect(allowed.map(({ name }) => name)).toEqual(
    [
      'metric_time',
      'buyer',
      'order__at',
      'order__is_gift',
      'order__large',
      'shop',
      'shop__city',
      'shop__city__country',
      'shop__closes',
      'shop__opens',
      'shop__size',
    ].toSorted((a, b) => (a === 'metric_time' ? -1 : b === 'metric_time' ? 1 : a < b ? -1 : 1)),
  )
  expect(dimensions(manifest, ['orders', 'visits']).map(({ name }) => name)).toEqual(['metric_time', 'buyer'])
})

test('everything that is listed as allowed is answered', async () => {
  for (const metric of ['gift_share', 'orders', 'stock_last', 'visits_per_order'])
    for (const { name } of dimensions(manifest, [metric]))
      expect((await ask({ metrics: [metric], groupBy: [name] })).refused, `${metric} by ${name}`).toBeUndefined()
})
