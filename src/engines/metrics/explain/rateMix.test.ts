import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateMix, type SegmentPair } from './rateMix.ts'

const side = fc
  .record({ numerator: fc.integer({ min: 0, max: 1e9 }), denominator: fc.integer({ min: 0, max: 1e9 }) })
  .map((row) => (row.denominator === 0 ? { numerator: 0, denominator: 0 } : row))
const pairs = fc
  .array(fc.record({ before: side, after: side }), { minLength: 1, maxLength: 8 })
  .map((rows): SegmentPair[] => rows.map((row, index) => ({ segment: `s${index}`, ...row })))
const total = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0)
describe('rate and mix', () => {
  test('the parts sum to the change, and swapping the periods negates each of them', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const forward = rateMix(rows)
        const backward = rateMix(rows.map(({ segment, before, after }) => ({ segment, before: after, after: before })))
        if (!forward || !backward) return
        const scale = Math.max(1, forward.before, forward.after, ...forward.parts.flatMap(({ rate }) => rate.map((value) => value ?? 0)))
        expect(Math.abs(total(forward.parts.map(({ byRate, byMix }) => byRate + byMix)) - forward.change)).toBeLessThan(1e-9 * scale)
        forward.parts.forEach((part, index) => {
          expect(Math.abs(part.byRate + (backward.parts[index]?.byRate ?? NaN))).toBeLessThan(1e-9 * scale)
          expect(Math.abs(part.byMix + (backward.parts[index]?.byMix ?? NaN))).toBeLessThan(1e-9 * scale)
        })
      }),
    )
  })
  test('a new segment is all mix', () => {
    const split = rateMix([
      { segment: 'Enterprise', before: { numerator: 100, denominator: 100 }, after: { numerator: 110, denominator: 100 } },
      { segment: 'Small business', before: { numerator: 0, denominator: 0 }, after: { numerator: 40, denominator: 100 } },
    ])
    expect(split?.parts[1]?.byRate).toBe(0)
    expect(split?.parts[1]?.byMix).not.toBe(0)
    expect(split?.change).toBeCloseTo(0.75 - 1, 12)
  })
  test('the whole falling while every segment rises is flagged', () => {
    const split = rateMix([
      { segment: 'Enterprise', before: { numerator: 90, denominator: 100 }, after: { numerator: 19, denominator: 20 } },
      { segment: 'Small business', before: { numerator: 10, denominator: 20 }, after: { numerator: 60, denominator: 100 } },
    ])
    expect(split?.isSimpson).toBe(true)
    expect((split?.change ?? 0) < 0).toBe(true)
  })
  test('one segment moving with the whole is no paradox, and an empty side has no answer', () => {
    const row = { segment: 'All', before: { numerator: 1, denominator: 2 }, after: { numerator: 2, denominator: 2 } }
    expect(rateMix([row])).toMatchObject({ isSimpson: false, change: 0.5 })
    expect(rateMix([{ ...row, after: { numerator: 0, denominator: 0 } }])).toBeNull()
    expect(() => rateMix([{ ...row, after: { numerator: 0, denominator: -1 } }])).toThrow('negative')
  })
})
