import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likelyDriver } from './likelyDriver.ts'

const group = (key: string, values: readonly (number | null)[], denominator: number | null = 100) => ({
  key,
  points: values.map((value, index) => ({ period: `2024-0${index + 1}`, value, denominator })),
})

test('the part that fell most, by what it weighs', () => {
  const groups = [
    group('Enterprise', [1, 1, 1, 0.99], 1000),
    group('Mid-market', [1, 1, 1, 0.9], 500),
    group('Small', [1, 1, 1, 0.5], 10),
    group('Public', [1, 1, 1, 1.2], 90),
  ]
  const driver = likelyDriver(groups, '2024-04', 'below')
  expect(driver).toMatchObject({ key: 'Mid-market', value: 0.9, before: 1 })
  expect(driver?.change).toBeCloseTo(-0.1, 12)
  expect(driver?.share).toBeCloseTo(50 / (50 + 10 + 5), 12)
})
test('a rise has the part that rose', () => {
  expect(likelyDriver([group('A', [5, 5, 9], null), group('B', [5, 5, 4], null)], '2024-03', 'above')).toMatchObject({ key: 'A', share: 1 })
})
test('nobody who moved the other way, is new or unknown is a driver', () => {
  expect(likelyDriver([group('A', [5, 5, 9])], '2024-03', 'below')).toBeNull()
  expect(likelyDriver([group('A', [null, null, 9])], '2024-03', 'above')).toBeNull()
  expect(likelyDriver([group('A', [5, 5, null])], '2024-03', 'above')).toBeNull()
  expect(likelyDriver([group('A', [5, 5, 9])], '2025-01', 'above')).toBeNull()
})
test('the order of the parts does not matter, and its share is a share', () => {
  const parts = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 900 })), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(
    fc.property(parts, (rows) => {
      const groups = rows.map(([before, now, weight], index) => group(`g${index}`, [before, now], weight))
      const driver = likelyDriver(groups, '2024-02', 'below')
      expect(likelyDriver(groups.toReversed(), '2024-02', 'below')).toEqual(driver === null ? null : { ...driver, share: expect.closeTo(driver.share, 9) })
      if (driver) expect(driver.share).toBeGreaterThan(0)
      if (driver) expect(driver.share).toBeLessThanOrEqual(1 + 1e-12)
    }),
  )
})
