import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renewalRates, type Decided, type Place } from './renewalRates.ts'

const seen = (segment: string, termMonths: number | null, due: number, kept: number): Decided[] =>
  Array.from({ length: due }, (_, at) => ({ segment, termMonths, isKept: at < kept }))
const yearly: Place = { segment: 'Enterprise', termMonths: 12 }

describe('a renewal rate', () => {
  test('is of a segment and a term: contracts of a month and of a year renew apart', () => {
    const rate = renewalRates([...seen('Enterprise', 12, 2000, 1600), ...seen('Enterprise', 1, 8000, 7840)])
    expect(rate(yearly).renewal).toBeCloseTo(0.8, 2)
    expect(rate({ segment: 'Enterprise', termMonths: 1 }).renewal).toBeCloseTo(0.98, 2)
    expect(rate(yearly)).toMatchObject({ due: 2000, kept: 1600 })
  })
  test('says what was seen, and not what was added to it', () => {
    // nothing but two of its own: drawn toward one kept and one lost
    expect(renewalRates(seen('Enterprise', 12, 2, 2))(yearly)).toEqual({ ...yearly, due: 2, kept: 2, renewal: (2 + 1) / (2 + 2), weight: 4 })
    expect(renewalRates([])(yearly)).toEqual({ ...yearly, due: 0, kept: 0, renewal: 0.5, weight: 2 })
    // the same by the month: what is one half in a year is its twelfth root in a month
    expect(renewalRates([])({ segment: 'Enterprise', termMonths: 1 }).renewal ** 12).toBeCloseTo(0.5, 12)
  })
  test('leans on the other segments of its term with the weight of ten renewals', () => {
    const rate = renewalRates([...seen('Enterprise', 12, 5, 5), ...seen('Small business', 12, 1000, 700)])(yearly)
    // the pool: 700 of 1000 with two more of which one is lost
    const pool = (700 + 1) / 1002
    expect(rate.renewal).toBeCloseTo((5 + 10 * pool) / 15, 12)
    expect(rate).toMatchObject({ due: 5, kept: 5, weight: 15 })
  })
  test('leans on the other terms of its segment before those of others; three years are decided like one', () => {
    const rate = renewalRates([...seen('Enterprise', 12, 1000, 950), ...seen('Small business', 12, 1000, 700)])({ segment: 'Enterprise', termMonths: 36 })
    expect(rate).toMatchObject({ due: 0, kept: 0 })
    expect(rate.renewal).toBeGreaterThan(0.94)
  })
  test('of a term that was never seen is carried over by month: 2 percent lost each month is 0.98 to the twelfth kept in a year', () => {
    const rate = renewalRates(seen('Enterprise', 1, 10_000, 9800))(yearly)
    expect(rate).toMatchObject({ due: 0, kept: 0, weight: 10 })
    expect(rate.renewal).toBeCloseTo(0.98 ** 12, 3)
  })
})

const decided = fc.array(
  fc.record({ segment: fc.constantFrom('Enterprise', 'Mid-market', 'Small business'), termMonths: fc.constantFrom(null, 1, 3, 12), isKept: fc.boolean() }),
  { maxLength: 80 },
)
const place = fc.record({ segment: fc.constantFrom('Enterprise', 'Mid-market', 'Other'), termMonths: fc.constantFrom(null, 1, 12, 36) })

test('every rate lies strictly between 0 and 1, rests on what was seen and at most ten more, and lies between what was seen and its pool', () => {
  fc.assert(
    fc.property(decided, place, (all, where) => {
      const { due, kept, renewal, weight } = renewalRates(all)(where)
      const own = all.filter(({ segment, termMonths }) => segment === where.segment && termMonths === where.termMonths)
      expect([due, kept]).toEqual([own.length, own.filter(({ isKept }) => isKept).length])
      expect(renewal).toBeGreaterThan(0)
      expect(renewal).toBeLessThan(1)
      expect(weight - due).toBeGreaterThanOrEqual(2)
      expect(weight - due).toBeLessThanOrEqual(10)
      expect(Math.abs(renewal - kept / Math.max(1, due))).toBeLessThanOrEqual(due === 0 ? 1 : (weight - due) / weight + 1e-9)
    }),
  )
})

test('one renewal more that was kept lowers no rate', () => {
  fc.assert(
    fc.property(decided, place, (all, where) => {
      expect(renewalRates([...all, { ...where, isKept: true }])(where).renewal).toBeGreaterThanOrEqual(renewalRates(all)(where).renewal - 1e-12)
    }),
  )
})
