import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sorted, versionOf } from './definition.ts'
import { readDefinitions } from './read.ts'
import { defined, p1Share } from './testing.ts'
import { writeDefinition } from './write.ts'

const faultsOf = (item: unknown) => readDefinitions('own.yaml', { metrics: [item] }).faults

test('a definition says what it computes in MetricFlow’s words, and who answers for it in ours', () => {
  expect(defined({ metrics: [p1Share] })).toEqual({
    metric: {
      name: 'p1_share',
      label: 'P1 tickets of all tickets',
      type: 'ratio',
      numerator: { name: 'ticket_count', filter: ["{{ Dimension('ticket__priority') }} = 'p1'"] },
      denominator: { name: 'ticket_count' },
      governance: { dimensions: ['account__segment'], unit: 'percent', direction: 'down', maturityDays: 7, minN: 5 },
    },
    measures: [],
    question: 'How often is it urgent?',
    owner: 'vera@example.com',
    synonyms: ['urgent share'],
  })
})

test.each([[[p1Share]], [{ metric: p1Share }], [p1Share], [{ version: 1, metrics: [p1Share] }]])('one or many, with or without a list: %#', (content) => {
  expect(defined(content).metric.name).toBe('p1_share')
})

test('a measure may stand inside its metric; a side of a conversion too', () => {
  const { metric, measures } = defined({
    name: 'handled_minutes',
    type: 'simple',
    type_params: { measure: { semantic_model: 'ticket', agg: 'percentile', expr: 'minutes', agg_params: { percentile: 0.9 }, fill_nulls_with: 0 } },
  })
  expect(metric).toEqual({ type: 'simple', name: 'handled_minutes', measure: { name: 'handled_minutes_measure', fillNullsWith: 0 } })
  expect(measures).toEqual([{ model: 'ticket', measure: { name: 'handled_minutes_measure', agg: 'percentile', expr: 'minutes', percentile: { share: 0.9 } } }])
  const asks = {
    conversion_type_params: { base_measure: { semantic_model: 'visit', agg: 'count', expr: '1' }, conversion_measure: 'ticket_count', entity: 'account' },
  }
  expect(defined({ name: 'visit_to_ticket', type: 'conversion', type_params: asks }).metric).toMatchObject({ base: { name: 'visit_to_ticket_measure' } })
})

test('an input of a derived metric may be its name alone, as that of a ratio may', () => {
  const text = { name: 'calls_twice', type: 'derived', type_params: { expr: 'ticket_count * 2', metrics: ['ticket_count'] } }
  expect(readDefinitions('own.yaml', text)).toMatchObject({ faults: [], definitions: [{ metric: { type: 'derived', metrics: [{ name: 'ticket_count' }] } }] })
})

describe('what cannot be read names its path and the next step', () => {
  test.each([
    [{ ...p1Share, name: 'P1 Share' }, 'metrics.0.name', 'cannot name a metric'],
    [{ ...p1Share, type: 'rate' }, 'metrics.0.type', '“rate” is no type of metric.'],
    [{ ...p1Share, colour: 'red' }, 'metrics.0.colour', 'A metric has no “colour”.'],
    [{ ...p1Share, direction: 'sideways' }, 'metrics.0.direction', 'is no direction'],
    [{ ...p1Share, unit: 'apples' }, 'metrics.0.unit', 'is no unit'],
    [{ ...p1Share, maturity: 'soon' }, 'metrics.0.maturity', 'is no maturity'],
    [{ ...p1Share, min_n: -1 }, 'metrics.0.min_n', 'not a whole number'],
    [{ ...p1Share, filter: "{{ Dimension('ticket__priority') }} = 'p1'; drop table ticket" }, 'metrics.0.filter', ''],
    [{ ...p1Share, type_params: { numerator: 'ticket_count' } }, 'metrics.0', 'It needs a numerator and a denominator.'],
    [{ ...p1Share, type_params: { ...p1Share.type_params, window: '3 months' } }, 'metrics.0.type_params.window', 'There is no “window” here.'],
    [{ name: 'total', type: 'simple', type_params: { measure: { agg: 'sum', expr: 'minutes' } } }, 'metrics.0.type_params.measure', 'says in which table'],
    [{ name: 'total', type: 'simple', type_params: { measure: { semantic_model: 'ticket', agg: 'add' } } }, 'metrics.0.type_params.measure.agg', 'none of'],
    [42, 'metrics.0', 'A metric is an object.'],
  ])('%#', (item, path, message) => {
    const [fault] = faultsOf(item)
    expect(fault).toMatchObject({ file: 'own.yaml', path })
    expect(fault?.message).toContain(message)
    expect(fault?.hint).not.toBe('')
  })

  test('a name that is nearly right is offered', () => {
    expect(faultsOf({ ...p1Share, synonym: ['a'] })[0]?.hint).toContain('synonyms')
  })

  test('a metric with a fault is left out, the others stand; a name stands once', () => {
    const { definitions, faults } = readDefinitions('own.yaml', [{ ...p1Share, type: 'rate' }, p1Share, p1Share])
    expect(definitions.map(({ metric }) => metric.name)).toEqual(['p1_share'])
    expect(faults.map(({ message }) => message)).toEqual(['“rate” is no type of metric.', '“p1_share” stands twice.'])
  })

  test('a file of something else says so', () => {
    expect(readDefinitions('own.yaml', 'hello').faults).toMatchObject([{ message: 'The file holds no metric.' }])
    expect(readDefinitions('own.yaml', { metrics: [], models: [] }).faults).toMatchObject([{ path: 'models' }])
  })
})

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(_[a-z0-9]{1,5})?$/)
const prose = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '' && text.trim() === text)
const condition = fc.constantFrom("{{ Dimension('ticket__priority') }} = 'p1'", "{{ Dimension('ticket__area') }} is not null")
const window = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('day', 'week', 'month')).map(([n, unit]) => `${n} ${unit}`)
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const measure = fc.record({
  name: word,
  filter: some(fc.array(condition, { minLength: 1, maxLength: 2 })),
  fill_nulls_with: some(fc.integer()),
  join_to_timespine: some(fc.boolean()),
})
const inline = fc.record({
  name: word,
  semantic_model: word,
  agg: fc.constantFrom('sum', 'count', 'average'),
  expr: fc.constantFrom('minutes', 'minutes * 2', '1'),
  non_additive_dimension: some(
    fc.record({ name: word, window_choice: fc.constantFrom('min', 'max'), window_groupings: fc.array(word, { minLength: 1, maxLength: 2 }) }),
  ),
})
const input = fc.record({ name: word, alias: some(word), filter: some(fc.array(condition, { minLength: 1 })), offset_window: some(window) })
const params: Record<string, fc.Arbitrary<unknown>> = {
  simple: fc.record({ measure: fc.oneof(measure, inline) }),
  ratio: fc.record({ numerator: input, denominator: input }),
  derived: fc.record({ expr: fc.constantFrom('a - b', 'coalesce(a, 0)', 'a / nullif(b, 0)'), metrics: fc.array(input, { minLength: 1, maxLength: 3 }) }),
  cumulative: fc.record({
    measure,
    cumulative_type_params: fc.record({ window: some(window), period_agg: some(fc.constantFrom('first', 'last', 'average')) }),
  }),
  conversion: fc.record({
    conversion_type_params: fc.record({
      base_measure: fc.oneof(
        measure,
        inline.map((one) => ({ ...one, name: `${one.name}_b` })),
      ),
      conversion_measure: measure,
      entity: word,
      calculation: fc.constantFrom('conversions', 'conversion_rate'),
      window: some(window),
    }),
  }),
  slo: fc.record({ target: fc.integer() }),
}
const definition = fc.constantFrom(...Object.keys(params)).chain((type) =>
  fc.record({
    name: word,
    type: fc.constant(type),
    type_params: params[type] ?? fc.constant({}),
    label: some(prose),
    description: some(prose),
    question: some(prose),
    owner: some(prose),
    synonyms: some(fc.array(prose, { minLength: 1, maxLength: 3 })),
    filter: some(fc.array(condition, { minLength: 1, maxLength: 2 })),
    time_granularity: some(fc.constantFrom('day', 'week', 'month')),
    dimensions: some(fc.array(word, { maxLength: 3 })),
    unit: some(fc.constantFrom('percent', 'money', 'count')),
    direction: some(fc.constantFrom('up', 'down')),
    policy: some(fc.constantFrom('default', 'board')),
    maturity: some(fc.integer({ min: 0, max: 90 })),
    min_n: some(fc.integer({ min: 0, max: 30 })),
    config: some(fc.record({ meta: fc.record({ team: prose }) })),
  }),
)

test('what is written is read as the same definition, of every type', () => {
  fc.assert(
    fc.property(definition, (item) => {
      const read = defined(sorted(item))
      const again = defined(writeDefinition(read))
      expect(again).toEqual(read)
      expect(versionOf(again)).toBe(versionOf(read))
    }),
    { numRuns: 300 },
  )
})

test('prose changes no version; the policy and every number-bearing member do; the order of members does not', () => {
  const version = (change: Record<string, unknown>) => versionOf(defined({ ...p1Share, ...change }))
  const base = version({})
  for (const change of [
    { label: 'x' },
    { description: 'x' },
    { question: 'x' },
    { owner: 'x' },
    { synonyms: ['x'] },
    { theme: 'x' },
    { config: { meta: { a: 1 } } },
  ])
    expect(version(change)).toBe(base)
  for (const change of [
    { policy: 'board' },
    { filter: "{{ Dimension('ticket__area') }} = 'x'" },
    { maturity: 8 },
    { min_n: 6 },
    { unit: 'ratio' },
    { time_granularity: 'week' },
  ])
    expect(version(change)).not.toBe(base)
  expect(versionOf(defined(Object.fromEntries(Object.entries(p1Share).toReversed())))).toBe(base)
})
