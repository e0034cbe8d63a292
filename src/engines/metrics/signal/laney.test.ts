import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { pPrime, uPrime } from './laney.ts'
import { xmr } from './xmr.ts'

const months = <T>(rows: readonly T[]) => rows.map((row, index) => ({ period: addPeriods('2024-01', index), ...row }))

test('with a steady n both charts are the XmR chart of the ratio', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 399 }), { minLength: 6, maxLength: 30 }), (counts) => {
      const rows = months(counts.map((count) => ({ count, size: 400 })))
      const plain = xmr(months(counts.map((count) => ({ value: count / 400 }))))
      for (const chart of [pPrime(rows), uPrime(rows)]) {
        // 3 / 1.128 = 2.6596 where XmR rounds to 2.66
        expect(chart.points[0]?.centre).toBeCloseTo(plain.points[0]?.centre ?? NaN, 12)
        expect(chart.points[0]?.upper).toBeCloseTo(plain.points[0]?.upper ?? NaN, 3)
        expect(chart.points[0]?.lower).toBeCloseTo(plain.points[0]?.lower ?? NaN, 3)
      }
    }),
  )
})

test('a share over moving sizes agrees with the formula written out by hand', () => {
  const rows = months(
    [
      [40, 100],
      [90, 300],
      [35, 100],
      [100, 300],
      [45, 100],
      [99, 300],
      [33, 100],
    ].map(([count = 0, size = 0]) => ({ count, size })),
  )
  const centre = 442 / 1300
  const z = rows.map(({ count, size }) => (count / size - centre) / Math.sqrt((centre * (1 - centre)) / size))
  const sigmaZ = z.slice(1).reduce((total, value, index) => total + Math.abs(value - (z[index] ?? 0)), 0) / 6 / 1.128
  const chart = pPrime(rows)
  expect(chart.points[0]?.upper).toBeCloseTo(centre + 3 * sigmaZ * Math.sqrt((centre * (1 - centre)) / 100), 12)
  expect(chart.points[1]?.upper).toBeCloseTo(centre + 3 * sigmaZ * Math.sqrt((centre * (1 - centre)) / 300), 12)
})

test('limits narrow where more answers came in', () => {
  const chart = pPrime(
    months(
      [
        [10, 100],
        [30, 200],
        [15, 100],
        [28, 200],
        [9, 100],
        [33, 200],
        [1000, 9000],
      ].map(([count = 0, size = 0]) => ({ count, size })),
    ),
  )
  const width = (at: number) => (chart.points[at]?.upper ?? 0) - (chart.points[at]?.lower ?? 0)
  expect(width(0) > width(1) && width(1) > width(6)).toBe(true)
})

test('a period without answers is a gap and a count above its n is refused', () => {
  const rows = months(
    [
      [1, 10],
      [2, 10],
      [0, 0],
      [1, 10],
      [3, 10],
      [2, 10],
      [1, 10],
    ].map(([count = 0, size = 0]) => ({ count, size })),
  )
  expect(pPrime(rows).points[2]).toMatchObject({ value: null, lower: null })
  expect(() => pPrime(months([{ count: 3, size: 2 }]))).toThrow('cannot exceed one')
  expect(uPrime(months([{ count: 3, size: 2 }])).points[0]?.value).toBe(1.5)
  expect(() => uPrime(months([{ count: -3, size: 2 }]))).toThrow('zero or more')
})

test('a share of nothing but zeros has no limits', () => {
  expect(pPrime(months(Array.from({ length: 12 }, () => ({ count: 0, size: 50 })))).segments[0]?.strength).toBe('none')
})
