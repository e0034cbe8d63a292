import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods } from '#engines/numbers/dates.ts'
import { distributionOf, type Bucket } from './distribution.ts'

const buckets = (rows: readonly Bucket['counts'][]): Bucket[] => rows.map((counts, index) => ({ period: addPeriods('2026-01', index), counts }))
const calm = [50, 52, 49, 51, 50, 52, 49, 51].map((web) => ({ web, mobile: 100 - web }))

describe('the make-up of the rows', () => {
  test('a calm one has no finding', () => {
    expect(distributionOf('surface', buckets([...calm, { web: 50, mobile: 50 }]))).toEqual({ findings: [], values: 2, buckets: 8 })
  })
  test('a value that doubles moves, and the others with it', () => {
    const { findings } = distributionOf('surface', buckets([...calm, { web: 90, mobile: 10 }]))
    expect(findings.map(({ value, change, rule }) => [value, change, rule])).toEqual([
      ['mobile', 'moved', 'outside'],
      ['web', 'moved', 'outside'],
    ])
    expect(findings[1]?.says).toBe('surface “web” is 90.0% of the rows of September 2026; 50.5% is usual.')
  })
  test('a value that was never there is new, one that is no longer there is gone', () => {
    const { findings } = distributionOf('surface', buckets([...calm, { web: 50, tablet: 50 }]))
    expect(findings.map(({ value, change }) => [value, change]).toSorted()).toEqual([
      ['mobile', 'gone'],
      ['tablet', 'new'],
    ])
    expect(findings.find(({ value }) => value === 'tablet')?.says).toBe('surface “tablet” is new: 50.0% of the rows of September 2026.')
  })
  test('open and empty buckets are not read, and few buckets set no limits', () => {
    const open: Bucket = { period: '2026-09', counts: { web: 100 }, state: 'open' }
    expect(distributionOf('surface', [...buckets([...calm]), open]).findings).toEqual([])
    expect(distributionOf('surface', buckets([...calm, {}, { web: 50, mobile: 50 }])).buckets).toBe(8)
    expect(distributionOf('surface', buckets([...calm.slice(0, 5), { web: 100 }]))).toEqual({ findings: [], values: 2, buckets: 5 })
  })
  test('more rows of the same make-up change nothing', () => {
    const row = fc.record({ a: fc.integer({ min: 1, max: 50 }), b: fc.integer({ min: 1, max: 50 }), c: fc.nat(50) })
    fc.assert(
      fc.property(fc.array(row, { minLength: 7, maxLength: 15 }), (rows) => {
        const tenfold = rows.map(({ a, b, c }) => ({ a: a * 10, b: b * 10, c: c * 10 }))
        expect(distributionOf('d', buckets(tenfold))).toEqual(distributionOf('d', buckets(rows)))
      }),
    )
  })
  test('a negative count is refused', () => {
    expect(() => distributionOf('d', buckets([{ a: -1 }]))).toThrow('zero or more')
  })
})
