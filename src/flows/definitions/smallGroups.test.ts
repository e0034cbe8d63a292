import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutSmallGroups } from './smallGroups.ts'

const cell = (n: number) => ({ period: '2024-12', mature: true, value: n === 0 ? null : n / 10, interval: null, numerator: n, denominator: null, n })
const groups = (...counts: readonly number[]) => counts.map((n, place) => ({ key: `g${place}`, points: [cell(n)] }))
const shown = (result: ReturnType<typeof groups>) => result.map(({ points }) => points[0]?.value ?? null)

test('a small cell takes the next smallest with it, so that the total does not give it away', () => {
  expect(shown(withoutSmallGroups(groups(3, 40, 20), 5))).toEqual([null, 4, null])
  expect(withoutSmallGroups(groups(3, 40, 20), 5)[0]?.points[0]).toEqual({
    period: '2024-12',
    mature: true,
    value: null,
    reason: 'suppressed',
    interval: null,
    numerator: null,
    denominator: null,
    n: null,
  })
  expect(shown(withoutSmallGroups(groups(40, 20), 5))).toEqual([4, 2])
  expect(shown(withoutSmallGroups(groups(1, 2, 40), 5))).toEqual([null, null, null]) // 1 and 2 together are fewer than 5
  expect(shown(withoutSmallGroups(groups(3, 4, 40), 0))).toEqual([0.3, 0.4, 4])
})

test('what is hidden is at least two cells with the least number of rows together, and every small one is among it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 12 }), (counts, minN) => {
      const after = withoutSmallGroups(groups(...counts), minN)
      const hidden = after.flatMap(({ points }, place) => (points[0] && 'reason' in points[0] ? [counts[place] ?? 0] : []))
      const filled = counts.filter((n) => n > 0)
      for (const [place, n] of counts.entries()) if (n > 0 && n < minN) expect(after[place]?.points[0]?.value).toBeNull()
      if (hidden.length > 0 && hidden.length < filled.length) {
        expect(hidden.length).toBeGreaterThanOrEqual(2)
        expect(hidden.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(minN)
      }
    }),
  )
})
