import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { allMetrics } from '#engines/semantic/model.ts'
import { manifest, openBakery, type Bakery } from './askBakery.ts'

/** No number without its envelope, no question without an answer or a named refusal. */
let bakery: Bakery
beforeAll(async () => void (bakery = await openBakery()))
afterAll(() => bakery.close())
const ask: Bakery['ask'] = (...args) => bakery.ask(...args)

test('every number carries its envelope', async () => {
  const answer = await ask({ metrics: ['gift_share', 'orders'], groupBy: ['metric_time__month'], asOf: '2024-03-15' })
  expect(answer.metrics[1]).toMatchObject({
    n: [{ measure: 'orders', model: 'orders', role: 'measure', rows: 3 }],
    freshness: { oldest: '2024-01-05', newest: '2024-02-29' },
    maturity: { knownThrough: '2024-03-15', openFrom: '2024-03-01' },
    trust: { state: 'provisional' },
  })
  expect(answer.metrics[0]?.n.map((one) => one.rows)).toEqual([1, 3])
  const other = {
    ...manifest,
    models: manifest.models.map((one) => (one.name === 'orders' ? { ...one, relation: { table: 'orders', schema: 'elsewhere' } } : one)),
  }
  expect((await ask({ metrics: 'orders' }, other)).metrics[0]?.version).not.toBe(answer.metrics[1]?.version)
})

test.each([
  [{ metrics: ['ordrs'] }, 'unknown_metric', 'orders'],
  [{ metrics: ['orders'], groupBy: ['shop__colour'] }, 'dimension_not_allowed', 'colour'],
  [{ metrics: ['orders'], groupBy: ['visit__source'] }, 'dimension_not_allowed', 'source'],
  [{ metrics: ['orders'], groupBy: ['metric_time__hour'] }, 'dimension_not_allowed', 'hour'],
  [{ metrics: ['orders'], groupBy: ['metric_time__millisecond'] }, 'unsupported', 'second'],
  [{ metrics: ['orders'], groupBy: ['metric_time__week', 'metric_time__month'] }, 'unsupported', 'week'],
  [{ metrics: ['orders'], where: ['(select 1) = 1'] }, 'unsupported', 'subquery'],
  [{ metrics: ['orders'], having: ['x'] }, 'invalid_query', 'having'],
  [{ metrics: ['orders'], from: '2024-02-30' }, 'invalid_query', 'day'],
  [{ metrics: ['orders'], from: '2024-03-01', to: '2024-01-01' }, 'invalid_query', 'before it starts'],
  [{ metrics: ['orders'], limit: -1 }, 'invalid_query', 'limit'],
  [{ metrics: ['orders'], orderBy: ['amount'] }, 'invalid_query', 'no column'],
  [{ metrics: ['broken'] }, 'unsupported', 'read_csv'],
  [{ metrics: ['lost'] }, 'unsupported', 'no_such_column'],
  [{ metrics: ['weeks_of_payback'] }, 'unsupported', 'survival'],
  [{ metrics: ['cities'], groupBy: ['metric_time'] }, 'dimension_not_allowed', 'time dimension'],
  [{ metrics: ['orders'], groupBy: [{ name: 'metric_time', date_part: 'hour' }] }, 'unsupported', '“hour”: this part of a date is not answered.'],
  [{ metrics: ['orders'], groupBy: ["TimeDimension('metric_time', 'month', date_part_name='year')"] }, 'unsupported', 'a grain and for a date part at once'],
  [{ metrics: ['stock_last'], groupBy: ['metric_time__extract_year'] }, 'unsupported', 'takes the first or last moment of a time'],
  [{ metrics: ['orders'], groupBy: [{ name: 'metric_time', grain: 'month', date_part: 'dow' }] }, 'invalid_query', 'stands without a grain'],
  [{ metrics: ['orders'], groupBy: ['metric_time__extract_month', 'metric_time__extract_month'] }, 'invalid_query', 'grouped by twice'],
  [{ metrics: ['orders'], groupBy: [{ name: 'metric_time', bucket: 'year' }] }, 'invalid_query', 'bucket'],
  [{ metrics: ['orders'], orderBy: [{ by: 'orders', direction: 'down' }] }, 'invalid_query', 'down'],
  [{ metrics: ['orders'], orderBy: [{ by: 'orders', dir: 'desc' }] }, 'invalid_query', 'dir'],
  [{ metrics: ['orders'], to: '2024-02-01T10:30' }, 'unsupported', 'cuts a day'],
  [{ metrics: ['orders'], to: '2024-02-01 00:00:00 -05:00' }, 'unsupported', 'cuts a day'],
  [{ metrics: ['orders'], from: '2024-02-01T23:59:59' }, 'unsupported', 'cuts a day'],
  [{ metrics: ['orders'], from: '2024-02-01T00:00:00Z', timeZone: 'America/New_York' }, 'unsupported', 'cuts a day'],
  [{ metrics: ['orders'], orderBy: [{ by: 'orders', desc: 'true' }] }, 'invalid_query', 'true or false'],
  [{ metrics: ['orders'], orderBy: ["Metric('orders').descending('down')"] }, 'unsupported', 'true or false'],
  [{}, 'invalid_query', 'at least one'],
  ['orders', 'invalid_query', 'object'],
])('%j is refused by name: %s', async (query, code, says) => {
  const answer = await ask(query)
  expect(answer).toMatchObject({ rows: [], sql: null, refused: { code } })
  expect(`${answer.refused?.message} ${answer.refused?.hint}`).toContain(says)
})

test.each([
  [
    { from: '2024-01-01T00:00:00Z', to: '2024-02-29T23:59:59.999' },
    { from: '2024-01-01', to: '2024-02-29' },
  ],
  [
    { from: '2024-01-01 00:00', to: '2024-02-29 00:00:00+00:00' },
    { from: '2024-01-01', to: '2024-02-29' },
  ],
  [{ orderBy: [{ by: 'orders', direction: 'DESC' }] }, { orderBy: ['-orders'] }],
  [{ orderBy: [{ by: "Metric('orders', descending=True)" }] }, { orderBy: ['-orders'] }],
  [{ orderBy: [{ by: 'metric_time', grain: 'month', desc: true }] }, { orderBy: ['-metric_time__month'] }],
  [{ orderBy: ["Metric('orders').descending('false')"] }, { orderBy: ['orders'] }],
])('%j is read as %j', async (said, meant) => {
  const own = { metrics: ['orders'], groupBy: ['metric_time__month'] }
  const [one, other] = [await ask({ ...own, ...said }), await ask({ ...own, ...meant })]
  expect(one.rows.length).toBeGreaterThan(1)
  expect(one.rows).toEqual(other.rows)
})

test('whatever is asked, the answer is numbers with their envelope or a named refusal (kpis.md §9.26)', async () => {
  const metric = fc.constantFrom(...allMetrics(manifest).map(({ name }) => name), 'nothing', 'orders; drop')
  const key = fc.constantFrom(
    'metric_time',
    'metric_time__month',
    'metric_time__season',
    'metric_time__year',
    'shop',
    'shop__size',
    'shop__city__country',
    'visit__source',
    'order__is_gift',
    'buyer',
    'x__y',
    "Entity('shop')",
    "'",
  )
  const where = fc.constantFrom(
    "shop__size = 'big'",
    "{{ TimeDimension('metric_time','day') }} > '2024-02-01'",
    "{{ Metric('orders', ['shop']) }} >= 2",
    'order__is_gift',
    '1 = 1',
    "x'",
    "shop__size = ''' or 1=1'",
    'metric_time / 0 = 1',
  )
  const query = fc.record(
    {
      metrics: fc.array(metric, { minLength: 1, maxLength: 2 }),
      groupBy: fc.array(key, { maxLength: 2 }),
      where: fc.array(where, { maxLength: 2 }),
      grain: fc.constantFrom('month', 'week', 'x'),
      from: fc.constantFrom('2024-01-15', '2024-02', 'x'),
      to: fc.constantFrom('2024-03-10', '2025'),
      orderBy: fc.array(key, { maxLength: 1 }),
      limit: fc.constantFrom(0, 3),
    },
    { requiredKeys: ['metrics'] },
  )
  let [answered, refused] = [0, 0]
  await fc.assert(
    fc.asyncProperty(query, async (given) => {
      const answer = await ask(given)
      if (answer.refused) {
        expect([answer.rows, answer.sql]).toEqual([[], null])
        expect(answer.refused.code).toMatch(/^(unknown_metric|dimension_not_allowed|unsupported|invalid_query|invalid_model|fan_out)$/)
        refused += 1
        return
      }
      answered += 1
      for (const one of answer.metrics)
        expect(one).toMatchObject({
          version: expect.stringMatching(/^[0-9a-f]{16}$/),
          policy: expect.any(String),
          n: expect.arrayContaining([]),
          freshness: expect.any(Object),
          maturity: expect.any(Object),
        })
      expect(answer.metrics.every(({ n }) => n.length > 0)).toBe(true)
      for (const row of answer.rows) for (const name of given.metrics) expect(row[name] === null || Number.isFinite(row[name])).toBe(true)
      for (const { row, column } of answer.nulls) expect(answer.rows[row]?.[column]).toBeNull()
    }),
    { numRuns: 250 },
  )
  expect(Math.min(answered, refused)).toBeGreaterThan(5) // about 30 are answered
})
