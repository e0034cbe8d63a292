import { expect, test } from 'vitest'
import { drawable } from './layout.ts'

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
