import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawable, laidOut } from './layout.ts'

test('what waits stands right of what it waits for, and no two boxes lie on each other', () => {
  const nodes = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), column: fc.nat(4) }), { selector: ({ id }) => id, maxLength: 20 })
  fc.assert(
    fc.property(nodes, fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 30 }), (own, pairs) => {
      const edges = pairs.flatMap(([a, b]) => (own[a] && own[b] && own[a].column < own[b].column ? [{ from: own[a].id, to: own[b].id }] : []))
      const { nodes: placed, width, height } = laidOut(own, edges)
      expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(own.length)
      for (const one of placed) {
        expect(one.x + one.width).toBeLessThanOrEqual(width)
        expect(one.y + one.height).toBeLessThanOrEqual(height)
      }
      const at = new Map(placed.map((one) => [one.id, one]))
      for (const { from, to } of edges) expect(at.get(from)?.x).toBeLessThan(at.get(to)?.x ?? 0)
    }),
  )
})

test('of more lines than a drawing holds those that pass lateness on are drawn first, then the critical path', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, isCritical: id === 'd' || id === 'e' }))
  const [plain, late, critical] = [
    { from: 'a', to: 'b', passes: false },
    { from: 'b', to: 'c', passes: true },
    { from: 'd', to: 'e', passes: false },
  ]
  const drawn = (most: number) => drawable({ nodes, edges: [plain, late, critical] }, most)
  expect(drawn(3)).toEqual({ nodes, edges: [plain, late, critical] })
  expect(drawn(2).edges).toEqual([late, critical])
  expect(drawn(1)).toEqual({ nodes: nodes.slice(1, 3), edges: [late] })
})
