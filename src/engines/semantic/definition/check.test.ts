import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Metric } from '../model.ts'
import { checkDefinition, circleOf } from './check.ts'
import { defined, desk, p1Share } from './testing.ts'

const faultsOf = (item: object, others: readonly object[] = []) =>
  checkDefinition('own.yaml', defined({ ...p1Share, ...item }), { base: desk, others: others.map(defined) })

test('a definition that compiles has no fault, over facts and over other definitions', () => {
  expect(faultsOf({})).toEqual([])
  const growth = {
    name: 'p1_growth',
    type: 'derived',
    type_params: {
      expr: 'now - old',
      metrics: [
        { name: 'p1_share', alias: 'now' },
        { name: 'p1_share', alias: 'old', offset_window: '1 month' },
      ],
    },
  }
  expect(checkDefinition('own.yaml', defined(growth), { base: desk, others: [defined(p1Share)] })).toEqual([])
})

describe('what cannot stand is refused by name', () => {
  test.each([
    ['a name of the facts', { name: 'ticket_count' }, 'metrics.ticket_count.name', 'is a measure of the workspace’s facts'],
    [
      'itself',
      { type_params: { numerator: 'p1_share', denominator: 'ticket_count' } },
      'metrics.p1_share.type_params',
      'p1_share needs p1_share: a metric cannot need itself.',
    ],
    [
      'an unknown input',
      { type_params: { numerator: 'ticket_cuont', denominator: 'ticket_count' } },
      'metrics.p1_share.type_params',
      'There is no metric “ticket_cuont”.',
    ],
    ['an unknown dimension', { dimensions: ['account__shoe'] }, 'metrics.p1_share.dimensions', '“account__shoe” is not a dimension'],
    ['a fan-out', { dimensions: ['account__surface'] }, 'metrics.p1_share.dimensions', 'is a fan-out'],
    ['an unknown dimension in a filter', { filter: "{{ Dimension('ticket__shoe') }} = 'x'" }, 'metrics.p1_share.type_params', 'ticket__shoe'],
    ['a grain that is not measured', { time_granularity: 'year' }, 'metrics.p1_share.time_granularity', 'not by year'],
    [
      'an unknown table',
      { type: 'simple', type_params: { measure: { semantic_model: 'tikcet', agg: 'count', expr: '1' } }, dimensions: [] },
      'metrics.p1_share.type_params.measure.semantic_model',
      'There is no table “tikcet”.',
    ],
    [
      'an unknown measure',
      { type: 'simple', type_params: { measure: 'minutes' }, dimensions: [] },
      'metrics.p1_share.type_params',
      'There is no measure “minutes”.',
    ],
    ['a type that engines answer', { type: 'slo', type_params: {} }, 'metrics.p1_share.type', 'measured, not queried'],
  ])('%s', (_, item, path, message) => {
    const [fault] = faultsOf(item)
    expect(fault).toMatchObject({ file: 'own.yaml', path })
    expect(fault?.message).toContain(message)
    expect(fault?.hint).not.toBe('')
  })

  test('through others, with the whole way', () => {
    const to = (name: string, input: string) => ({ name, type: 'derived', type_params: { expr: 'x', metrics: [{ name: input, alias: 'x' }] } })
    const [fault] = checkDefinition('own.yaml', defined(to('a', 'b')), { base: desk, others: [defined(to('b', 'c')), defined(to('c', 'a'))] })
    expect(fault?.message).toBe('a needs b needs c needs a: a metric cannot need itself.')
  })
})

test('a circle is found exactly where a walk along the inputs comes back (checked against all paths of small graphs)', () => {
  const graph = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(graph, (edges) => {
      const known = new Map(
        edges.map((inputs, n): [string, Metric] => [`m${n}`, { type: 'derived', name: `m${n}`, expr: 'x', metrics: inputs.map((to) => ({ name: `m${to}` })) }]),
      )
      const start = known.get('m0')
      const reach = (from: number, length: number): boolean => length > 0 && (edges[from] ?? []).some((to) => onCircle(to) || reach(to, length - 1))
      const onCircle = (node: number): boolean => {
        const walk = (at: number, left: number): boolean => left > 0 && (edges[at] ?? []).some((to) => to === node || walk(to, left - 1))
        return walk(node, 5)
      }
      const circle = start ? circleOf(start, known) : undefined
      expect(circle !== undefined).toBe(onCircle(0) || reach(0, 5))
      if (circle) {
        expect(circle.at(0)).toBe(circle.at(-1))
        for (const [place, name] of circle.slice(0, -1).entries()) expect(edges[Number(name.slice(1))]).toContain(Number(circle[place + 1]?.slice(1)))
      }
    }),
  )
})
