import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cycleClosedBy, findCycle, inOrder, knots } from './cycle.ts'

const graph = (edges: readonly (readonly [string, string])[], nodes: readonly string[] = []) => {
  const waits = new Map<string, string[]>(nodes.map((node) => [node, []]))
  for (const [from, to] of edges) {
    waits.set(from, [...(waits.get(from) ?? []), to])
    if (!waits.has(to)) waits.set(to, [])
  }
  return waits
}

test('a circle is told with its full path', () => {
  expect(
    findCycle(
      graph([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['d', 'b'],
      ]),
    ),
  ).toEqual(['b', 'c', 'd', 'b'])
  expect(
    findCycle(
      graph([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'd'],
        ['c', 'd'],
      ]),
    ),
  ).toBeNull()
  expect(findCycle(graph([['a', 'a']]))).toEqual(['a', 'a'])
})

test('an edge that would close a circle is told before it is drawn', () => {
  const chain = graph([
    ['a', 'b'],
    ['b', 'c'],
  ])
  expect(cycleClosedBy(chain, { from: 'c', to: 'a' })).toEqual(['c', 'a', 'b', 'c'])
  expect(cycleClosedBy(chain, { from: 'a', to: 'c' })).toBeNull()
  expect(cycleClosedBy(chain, { from: 'a', to: 'a' })).toEqual(['a', 'a'])
})

test('nodes that wait for each other are put aside together, and no others', () => {
  const found = knots(
    graph([
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'e'],
      ['e', 'c'],
      ['f', 'a'],
      ['g', 'g'],
    ]),
  )
  expect(found.map((knot) => knot.toSorted())).toEqual([['c', 'd', 'e'], ['a', 'b'], ['g']])
})

const anyGraph = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 25 })
  .map((edges) => graph(edges.map(([a, b]) => [`n${a}`, `n${b}`] as const)))

test('a graph has a circle exactly when it has a knot, exactly when no order holds all its nodes', () => {
  fc.assert(
    fc.property(anyGraph, (waits) => {
      const cycle = findCycle(waits)
      expect(cycle !== null).toBe(knots(waits).length > 0)
      expect(cycle === null).toBe(inOrder(waits).length === waits.size)
      for (let at = 0; cycle && at + 1 < cycle.length; at += 1) expect(waits.get(cycle[at] ?? '')).toContain(cycle[at + 1])
    }),
  )
})

test('an order keeps every node behind what it waits for', () => {
  fc.assert(
    fc.property(anyGraph, (waits) => {
      const order = inOrder(waits)
      for (const node of order) for (const need of waits.get(node) ?? []) expect(order.indexOf(need)).toBeLessThan(order.indexOf(node))
    }),
  )
})
