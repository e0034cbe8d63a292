import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dimension, Measure, Metric, SavedQuery, SemanticManifest, SemanticModel, TimeSpine } from '../model.ts'
import { readMetricFlow } from './metricflow.ts'
import { writeMetricFlow } from './writeMetricFlow.ts'

const read = (content: unknown) => readMetricFlow([{ file: 'a.yaml', content }])

const name = fc.stringMatching(/^[a-z][a-z0-9]{1,5}$/)
const words = fc.record(
  { label: fc.string({ minLength: 1 }), description: fc.string({ minLength: 1 }), meta: fc.record({ owner: fc.string() }) },
  { requiredKeys: [] },
)
const maybe = <T>(of: fc.Arbitrary<T>, key: string): fc.Arbitrary<Record<string, T>> =>
  fc.option(of, { nil: undefined }).map((value): Record<string, T> => (value === undefined ? {} : { [key]: value }))
const both = <A, B>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> => fc.tuple(a, b).map(([one, other]) => ({ ...one, ...other }))
const named = fc.constantFrom
const filter = fc.array(fc.constantFrom("{{ Dimension('a__b') }} = 'x'", "{{ Entity('c') }} IS NULL"), { minLength: 1, maxLength: 2 })
const window = fc.record({ count: fc.integer({ min: 1, max: 90 }), unit: named('day', 'week', 'month', 'alien_day') })
const unique = <T extends { readonly name: string }>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(of, { selector: (one) => one.name, maxLength: 4 })

const dimension: fc.Arbitrary<Dimension> = fc
  .tuple(
    name,
    words,
    maybe(named('a + 1', 'lower(b)'), 'expr'),
    fc.constantFrom(
      { type: 'categorical' as const },
      { type: 'time' as const, grain: 'day' as const },
      { type: 'time' as const, grain: 'millisecond' as const, isInstant: true },
      { type: 'time' as const, grain: 'day' as const, validity: 'start' as const },
      { type: 'time' as const, grain: 'month' as const, isPartition: true },
    ),
  )
  .map((parts) => Object.assign({ name: parts[0] }, parts[1], parts[2], parts[3]))
const measure: fc.Arbitrary<Measure> = fc
  .tuple(
    name,
    words,
    fc.constantFrom<Pick<Measure, 'agg' | 'percentile'>>(
      { agg: 'sum' },
      { agg: 'count_distinct' },
      { agg: 'percentile', percentile: { share: 0.9, isDiscrete: true } },
    ),
    maybe(named('1', 'x * 2'), 'expr'),
    maybe(named(true), 'createsMetric'),
    maybe(fc.record({ dimension: name, choice: named('min' as const, 'max' as const), groupings: fc.array(name, { maxLength: 2 }) }), 'nonAdditive'),
  )
  .map((parts) => Object.assign({ name: parts[0] }, ...parts.slice(1)))
const model: fc.Arbitrary<SemanticModel> = fc
  .tuple(
    fc.record({
      name,
      relation: both(
        fc.record({ table: name }),
        both(maybe(name, 'schema'), maybe(fc.record({ key: fc.array(name, { minLength: 1, maxLength: 2 }), by: name }), 'latest')),
      ),
    }),
    words,
    maybe(name, 'timeDimension'),
    maybe(name, 'primaryEntity'),
    fc.record({
      entities: unique(both(fc.record({ name, type: named('primary' as const, 'foreign' as const, 'natural' as const) }), maybe(name, 'expr'))),
      dimensions: unique(dimension),
      measures: unique(measure),
    }),
  )
  .map((parts) => Object.assign({}, ...parts))

const measureInput = both(
  fc.record({ name }),
  both(maybe(filter, 'filter'), both(maybe(fc.integer(), 'fillNullsWith'), maybe(fc.boolean(), 'joinToTimespine'))),
)
const metricInput = both(
  fc.record({ name }),
  both(maybe(name, 'alias'), both(maybe(filter, 'filter'), fc.oneof(maybe(window, 'offsetWindow'), maybe(named('month', 'year'), 'offsetToGrain')))),
)
const governance = fc.record(
  { policy: name, maturityDays: fc.nat(30), minN: fc.nat(30), direction: named('up' as const, 'within' as const), unit: name, dimensions: fc.array(name) },
  { requiredKeys: ['policy'] },
)
const kinds = fc.oneof(
  measureInput.map((one) => ({ type: 'simple', measure: one })),
  fc.tuple(metricInput, metricInput).map(([numerator, denominator]) => ({ type: 'ratio', numerator, denominator })),
  fc.array(metricInput, { maxLength: 3 }).map((metrics) => ({ type: 'derived', expr: 'a / nullif(b, 0)', metrics })),
  both(
    measureInput.map((one) => ({ type: 'cumulative', measure: one })),
    both(maybe(window, 'window'), maybe(named('first', 'last', 'average'), 'periodAgg')),
  ),
  both(
    fc.record({ type: named('conversion'), base: measureInput, conversion: measureInput, entity: name, calculation: named('conversions', 'conversion_rate') }),
    both(maybe(window, 'window'), maybe(fc.array(fc.record({ base: name, conversion: name }), { minLength: 1, maxLength: 2 }), 'constantProperties')),
  ),
  fc.record({
    type: named('cohort', 'movement', 'survival', 'slo'),
    params: fc.dictionary(name, fc.oneof(fc.string(), fc.integer()), { noNullPrototype: true }),
  }),
)
const metric: fc.Arbitrary<Metric> = fc
  .tuple(fc.record({ name }), words, kinds, maybe(filter, 'filter'), maybe(named('week', 'alien_day'), 'grain'), maybe(governance, 'governance'))
  .map((parts) => Object.assign({}, ...parts))
const saved: fc.Arbitrary<SavedQuery> = fc
  .tuple(
    fc.record({ name, metrics: fc.array(name), groupBy: fc.array(name), where: fc.array(named("{{ Entity('a') }} = 1")), orderBy: fc.array(name) }),
    words,
    maybe(fc.nat(), 'limit'),
    maybe(fc.array(name), 'tags'),
  )
  .map((parts) => Object.assign({}, ...parts))
const spine: fc.Arbitrary<TimeSpine> = fc.record({
  relation: fc.record({ table: name }),
  column: name,
  grain: named('day' as const, 'hour' as const),
  customGrains: unique(both(fc.record({ name: fc.stringMatching(/^fiscal_[a-z]{2,4}$/) }), maybe(name, 'column'))),
})
const manifest: fc.Arbitrary<SemanticManifest> = fc.record({
  models: unique(model),
  metrics: unique(metric),
  savedQueries: unique(saved),
  spines: fc.array(spine, { maxLength: 2 }),
})

test('own, written as MetricFlow and read again, is the same model (kpis.md §9.25)', () => {
  fc.assert(
    fc.property(manifest, (own) => {
      const { document } = writeMetricFlow(own)
      const again = read(structuredClone(document))
      expect(again.manifest).toEqual(own)
      expect(again.losses.filter(({ action }) => action === 'refused')).toEqual([])
    }),
    { numRuns: 400 },
  )
})

test('what is ours alone is told when it is written, and never as a number', () => {
  const own: SemanticManifest = {
    models: [],
    savedQueries: [],
    spines: [],
    metrics: [{ type: 'survival', name: 'time_to_value', params: { start: 'signup' }, governance: { policy: 'kickoff' } }],
  }
  const { document, losses } = writeMetricFlow(own)
  expect(losses.map(({ construct, action }) => [construct, action])).toEqual([
    ['governance', 'carried_as_extension'],
    ['survival', 'carried_as_extension'],
  ])
  expect(document).toMatchObject({
    metrics: [{ type: 'derived', type_params: { expr: 'NULL', metrics: [] }, config: { meta: { throughline: { type: 'survival' } } } }],
  })
})

test('every foreign construct stands in the result or in the loss report', () => {
  const { manifest: found, losses } = read({
    semantic_models: [
      {
        name: 'orders',
        node_relation: { alias: 'orders', schema_name: 's', cluster: 'x' },
        measures: [
          { name: 'spend', agg: 'sum', expr: "json_extract(x, '$.a')" },
          { name: 'odd', agg: 'mode' },
        ],
        dimensions: [{ name: 'd', type: 'geo' }],
        secret: 1,
      },
      { name: 'nowhere' },
    ],
    metrics: [
      { name: 'spend', type: 'simple', type_params: { measure: { name: 'spend', surprise: true } } },
      { name: 'window', type: 'cumulative', type_params: { measure: 'spend', window: 'a while' } },
      { name: 'broken', type: 'ratio', type_params: { numerator: 'spend' } },
      { name: 'spend', type: 'simple', type_params: { measure: 'spend' } },
    ],
    metrics_view: [],
  })
  expect(found.models.map(({ measures }) => measures.map((one) => one.name))).toEqual([['spend']])
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([
    'a.yaml.metrics_view refused',
    'semantic_models.orders.node_relation.cluster refused',
    'semantic_models.orders.dimensions.d.type refused',
    'semantic_models.orders.dimensions.d refused',
    'semantic_models.orders.measures.spend.expr carried_as_extension',
    'semantic_models.orders.measures.odd.agg refused',
    'semantic_models.orders.measures.odd refused',
    'semantic_models.orders.secret refused',
    'semantic_models.nowhere refused',
    'metrics.spend.type_params.measure.surprise refused',
    'metrics.window.type_params.window refused',
    'metrics.broken refused',
    'metrics.spend refused',
  ])
})

test('the newer form, whose metrics carry their measure, gives the measure to its model', () => {
  const { manifest: found, losses } = read({
    semantic_models: [{ name: 'orders', node_relation: { alias: 'orders', schema_name: 's' }, entities: [{ name: 'order', type: 'PRIMARY' }] }],
    metrics: [
      {
        name: 'spend',
        type: 'simple',
        type_params: {
          expr: 'amount',
          fill_nulls_with: 0,
          join_to_timespine: true,
          metric_aggregation_params: { semantic_model: 'orders', agg: 'sum', agg_time_dimension: 'at' },
        },
      },
      { name: 'spend_all', type: 'cumulative', type_params: { cumulative_type_params: { metric: 'spend', period_agg: 'last' } } },
      { name: 'rate', type: 'conversion', type_params: { conversion_type_params: { base_metric: 'spend', conversion_metric: 'spend', entity: 'order' } } },
    ],
  })
  expect(found.models[0]).toMatchObject({ measures: [{ name: 'spend', agg: 'sum', expr: 'amount', timeDimension: 'at' }] })
  expect(found.metrics).toMatchObject([
    { measure: { name: 'spend', fillNullsWith: 0, joinToTimespine: true } },
    { measure: { name: 'spend' }, periodAgg: 'last' },
    { base: { name: 'spend' }, calculation: 'conversion_rate' },
  ])
  expect(losses).toMatchObject([{ action: 'mapped', construct: 'metric_aggregation_params' }])
})

test('whatever a document holds, reading it gives a model and a report', () => {
  fc.assert(
    fc.property(
      fc.object({
        key: fc.constantFrom(
          'semantic_model',
          'semantic_models',
          'metrics',
          'metric',
          'name',
          'type',
          'type_params',
          'measure',
          'filter',
          'node_relation',
          'alias',
          'dimensions',
        ),
        maxDepth: 5,
      }),
      (content) => {
        const { manifest: found, losses } = read(content)
        expect(Array.isArray(found.metrics) && Array.isArray(losses)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})
