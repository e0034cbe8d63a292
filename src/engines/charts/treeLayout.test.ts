import fc from 'fast-check'
import { expect, test } from 'vitest'
import { besideValue, fittingTree, isCompact, nameLines, treeLayout, type Boxes } from './treeLayout.ts'

const boxes: Boxes = { width: 100, height: 40, between: 60, gap: 10 }
const at = (ids: readonly string[], arrows: readonly (readonly [string, string])[]) =>
  treeLayout(
    ids,
    arrows.map(([from, to]) => ({ from, to })),
    boxes,
  )

test('outcomes stand first, inputs beyond what they move', () => {
  const { nodes, width, height, layers } = at(
    ['arr', 'mrr', 'new', 'churn'],
    [
      ['mrr', 'arr'],
      ['new', 'mrr'],
      ['churn', 'mrr'],
    ],
  )
  expect(nodes.map(({ id, layer, x, y }) => [id, layer, x, y])).toEqual([
    ['arr', 0, 0, 25],
    ['mrr', 1, 160, 25],
    ['churn', 2, 320, 0],
    ['new', 2, 320, 50],
  ])
  expect([width, height, layers]).toEqual([420, 90, 3])
})

test('a circle is followed once, and a stranger’s arrow is no arrow', () => {
  const { nodes } = at(
    ['a', 'b'],
    [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'a'],
      ['a', 'a'],
    ],
  )
  expect(nodes).toHaveLength(2)
  expect(at([], [])).toEqual({ nodes: [], width: 0, height: 0, layers: 0 })
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const arrows = fc.array(fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names) }), { maxLength: 20 })

test('every node has a place of its own, inside the picture, whatever the order in which it is told', () => {
  fc.assert(
    fc.property(arrows, fc.shuffledSubarray(names, { minLength: names.length }), (all, shuffled) => {
      const drawn = treeLayout(names, all, boxes)
      expect(new Set(drawn.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(names.length)
      for (const { x, y } of drawn.nodes) {
        expect(x + boxes.width).toBeLessThanOrEqual(drawn.width)
        expect(y + boxes.height).toBeLessThanOrEqual(drawn.height + 1e-9)
      }
      const acyclic = all.filter(({ from, to }) => from < to)
      const one = treeLayout(names, acyclic, boxes)
      const layer = new Map(one.nodes.map((node) => [node.id, node.layer]))
      for (const { from, to } of acyclic) expect(layer.get(from)).toBeGreaterThan(layer.get(to) ?? Number.NaN)
      const byId = (layout: typeof one) => layout.nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      expect(byId(treeLayout(shuffled, acyclic, boxes))).toEqual(byId(one))
    }),
  )
})

const chain = (layers: number) => {
  const ids = Array.from({ length: layers }, (_, at) => `n${at}`)
  return fittingTree(
    ids,
    ids.slice(1).map((from, at) => ({ from, to: `n${at}` })),
  )
}

test('up to seven layers fit into the 1,176 px beside the rail at 1,440 px, and names keep their words', () => {
  for (const layers of [1, 2, 3, 4, 5, 6, 7]) expect(chain(layers).width + 8).toBeLessThanOrEqual(1176)
  const { boxes } = chain(7)
  expect([isCompact(chain(5).boxes), isCompact(boxes)]).toEqual([false, true])
  expect(nameLines('Annual recurring revenue', boxes)).toEqual(['Annual recurring', 'revenue'])
  expect(nameLines('Support tickets per account that we lost', boxes)).toEqual(['Support tickets per', 'account that we lo…'])
  expect(nameLines('Annual recurring revenue', chain(5).boxes)).toEqual(['Annual recurring reven…'])
})

test('a change that is too long to stand beside its value is told less exactly, or not at all', () => {
  const { boxes } = chain(7)
  expect(besideValue(['+0.8 pts', '+0.80 pts'], '91.0%', boxes)).toBe('+0.8 pts')
  expect(besideValue(['−0.0095 pts', '−0.01 pts'], '1.25%', boxes)).toBe('−0.01 pts')
  expect(besideValue(['−0.0095 pts', '−0.01 pts'], '1.25%', chain(5).boxes)).toBe('−0.0095 pts')
  expect(besideValue(['−$123,456.78', '−$123,457'], '$4,567,890', boxes)).toBe('')
})
