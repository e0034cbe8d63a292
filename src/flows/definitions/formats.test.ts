import { describe, expect, test } from 'vitest'
import { defined, desk, p1Share } from '#engines/semantic/definition/testing.ts'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import { writeForeign } from './exportDefinitions.ts'
import { formats, readForeign } from './formats.ts'
import type { FactGround } from './ground.ts'
import { groundFaults, inUnits } from './ground.ts'

const ground: FactGround = {
  base: desk,
  fractions: new Map([['ticket', new Map([['cost', 0.000001]])]]),
  currencies: new Set(['ticket']),
  taken: new Set(['ticket-rate']),
  policies: ['default'],
  themes: [],
}
const growth = {
  type: 'derived',
  type_params: {
    expr: 'now - old',
    metrics: [
      { name: 'p1_share', alias: 'now' },
      { name: 'p1_share', alias: 'old', offset_window: '1 month' },
    ],
  },
}
const own = [
  p1Share,
  { name: 'p1_growth', ...growth, config: { meta: { team: 'support' } } },
  {
    name: 'slow_tenth',
    type: 'simple',
    type_params: { measure: { semantic_model: 'ticket', agg: 'percentile', expr: 'minutes', agg_params: { percentile: 0.9 } } },
  },
  { name: 'so_far', type: 'cumulative', type_params: { measure: 'ticket_minutes', cumulative_type_params: { grain_to_date: 'year' } }, policy: 'default' },
  {
    name: 'visit_to_ticket',
    type: 'conversion',
    type_params: { conversion_type_params: { base_measure: 'visit_count', conversion_measure: 'ticket_count', entity: 'account', window: '7 days' } },
  },
].map(defined)

describe.each(formats)('own to %s and back', (format) => {
  const written = writeForeign(own, format, ground)

  test('is identical, and is recognised by its content', () => {
    const read = readForeign(written.files, undefined, ground)
    expect(read.format).toBe(format)
    expect(read.faults).toEqual([])
    const back = read.files.flatMap(({ definitions }) => definitions)
    expect(back.map(writeDefinition).toSorted(byName)).toEqual(own.map(writeDefinition).toSorted(byName))
    expect(read.losses.filter(({ action }) => action === 'refused')).toEqual([])
  })

  test('says again what it said', () => {
    const read = readForeign(written.files, format, ground)
    const again = writeForeign(
      own.map((one) => read.files.flatMap(({ definitions }) => definitions).find(({ metric }) => metric.name === one.metric.name) ?? one),
      format,
      ground,
    )
    expect(again.files).toEqual(written.files)
  })
})

const byName = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number => (String(a['name']) < String(b['name']) ? -1 : 1)

test('a metric that somebody changed in the foreign file is read as it stands there, and told', () => {
  const { files } = writeForeign(own, 'metricflow', ground)
  const changed = files.map(({ file, text }) => ({ file, text: text.replaceAll('now - old', 'old - now') }))
  const read = readForeign(changed, undefined, ground)
  const metric = read.files.flatMap(({ definitions }) => definitions).find((one) => one.metric.name === 'p1_growth')?.metric
  expect(metric).toMatchObject({ type: 'derived', expr: 'old - now', meta: { team: 'support' } })
  expect(read.losses.find(({ path }) => path === 'metrics.p1_growth')).toBeDefined()
})

test('a foreign project finds the facts by its tables; what has none is refused by name', () => {
  const model = (name: string, table: string) => ({
    name,
    node_relation: { alias: table, schema_name: 'main' },
    defaults: { agg_time_dimension: 'created_at' },
    entities: [{ name: 'request', type: 'primary', expr: 'id' }],
    dimensions: [
      { name: 'created_at', type: 'time', type_params: { time_granularity: 'day' } },
      { name: 'priority', type: 'categorical' },
    ],
    measures: [{ name: `${name}_minutes`, agg: 'sum', expr: 'minutes', create_metric: true }],
  })
  const project = {
    semantic_models: [model('requests', 'ticket'), model('orders', 'orders')],
    metrics: [{ name: 'urgent_minutes', type: 'simple', type_params: { measure: 'requests_minutes' }, filter: "{{ Dimension('request__priority') }} = 'p1'" }],
  }
  const read = readForeign([{ file: 'project.json', text: JSON.stringify(project) }], undefined, ground)
  expect(read.format).toBe('metricflow')
  expect(read.files.flatMap(({ definitions }) => definitions)).toEqual([
    {
      metric: { type: 'simple', name: 'urgent_minutes', measure: { name: 'requests_minutes' }, filter: ["{{ Dimension('ticket__priority') }} = 'p1'"] },
      measures: [{ model: 'ticket', measure: { name: 'requests_minutes', agg: 'sum', expr: 'minutes' } }],
    },
    {
      metric: { type: 'simple', name: 'requests_minutes', measure: { name: 'requests_minutes' } },
      measures: [{ model: 'ticket', measure: { name: 'requests_minutes', agg: 'sum', expr: 'minutes' } }],
    },
  ])
  expect(read.losses).toContainEqual({ path: 'metrics.orders_minutes', construct: 'simple', action: 'refused', reason: 'Its table “orders” is no fact here.' })
})

test('amounts are written in units, and several currencies are not added up', () => {
  const cost = defined({
    name: 'cost',
    type: 'simple',
    type_params: { measure: { semantic_model: 'ticket', agg: 'sum', expr: "case when area = 'cost' then cost else 0 end" } },
  })
  expect(inUnits(cost, ground).measures[0]?.measure.expr).toBe("case when area = 'cost' then (cost * 0.000001) else 0 end")
  expect(groundFaults('own.yaml', cost, ground)).toMatchObject([{ path: 'metrics.cost.filter', message: expect.stringContaining('several currencies') }])
  const euros = { ...cost, metric: { ...cost.metric, filter: ["{{ Dimension('ticket__currency') }} = 'EUR'"] } }
  expect(groundFaults('own.yaml', euros, ground)).toEqual([])
})
