import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnLayout } from './columnLayout.ts'

test('what is led to stands right of what leads to it, and no two boxes lie on each other', () => {
  const nodes = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), column: fc.nat(4) }), { selector: ({ id }) => id, maxLength: 20 })
  fc.assert(
    fc.property(nodes, fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 30 }), (own, pairs) => {
      const edges = pairs.flatMap(([a, b]) => (own[a] && own[b] && own[a].column < own[b].column ? [{ from: own[a].id, to: own[b].id }] : []))
      const { nodes: placed, width, height } = columnLayout(own, edges, { width: 212, height: 46, between: 64, below: 14 })
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
