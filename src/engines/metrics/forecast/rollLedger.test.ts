import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rollLedger, rollTo, type Contract, type SegmentRate } from './rollLedger.ts'

const rates: SegmentRate[] = [
  { segment: 'Enterprise', renewal: 0.95, due: 80 },
  { segment: 'Small business', renewal: 0.8, due: 400 },
]
const contract = (account: string, segment: string, amount: number, renewsOn: string | null, termMonths = 12): Contract => ({
  account,
  segment,
  amount,
  renewsOn,
  termMonths,
})

describe('rolling', () => {
  const contracts = [
    contract('Tidemark Bank', 'Enterprise', 600, '2026-03-31'),
    contract('Quill Press', 'Small business', 300, '2026-02-10'),
    contract('Oxbow Cycles', 'Small business', 100, '2027-05-01'),
  ]
  test('what is due is renewed at the rate of its segment, the rest is kept', () => {
    const months = rollLedger(contracts, rates, '2025-12', 3)
    expect(months.map(({ period, due, kept, nrr }) => [period, due, kept, nrr])).toEqual([
      ['2026-01', 0, 1000, 1],
      ['2026-02', 300, 600 + 240 + 100, 0.94],
      ['2026-03', 600, 570 + 240 + 100, 0.91],
    ])
  })
  test('the error holds the coin of each contract and the doubt about the rate', () => {
    const [, february] = rollLedger(contracts, rates, '2025-12', 2)
    // 300² x 0.8 x 0.2 for the coin, 300² x 0.8 x 0.2 / 400 for the rate
    expect(february?.error).toBeCloseTo(Math.sqrt(300 ** 2 * 0.16 * (1 + 1 / 400)) / 1000, 12)
  })
  test('a short term comes due again and again', () => {
    const months = rollLedger([contract('Quill Press', 'Small business', 100, '2026-01-15', 1)], rates, '2025-12', 3)
    expect(months.map(({ kept }) => kept)).toEqual([80, expect.closeTo(64, 9), expect.closeTo(51.2, 9)])
  })
  test('near months may have rates of their own: what is not announced shortly before its day is kept more often', () => {
    const near = [
      { renewal: 0.99, due: 400 },
      { renewal: 0.9, due: 400 },
    ]
    const own = [{ segment: 'Small business', renewal: 0.8, due: 400, near }]
    const months = rollLedger([contract('Quill Press', 'Small business', 100, '2026-01-15', 1)], own, '2025-12', 3)
    expect(months.map(({ kept }) => kept)).toEqual([99, expect.closeTo(99 * 0.9, 9), expect.closeTo(99 * 0.9 * 0.8, 9)])
  })
  test('expansion raises net retention and leaves gross retention', () => {
    const growing = rates.map((rate) => ({ ...rate, monthlyExpansion: 0.01 }))
    const [month] = rollLedger([contract('Oxbow Cycles', 'Enterprise', 100, null)], growing, '2025-12', 1)
    expect(month).toMatchObject({ nrr: 1.01, grr: 1, error: 0 })
  })
  test('a renewal that is overdue at the opening is decided in the first month', () => {
    const months = rollLedger([contract('Quill Press', 'Small business', 100, '2025-11-01')], rates, '2025-12', 12)
    expect(months[0]).toMatchObject({ due: 100, kept: 80 })
    expect(months[10]?.kept).toBeCloseTo(64, 9)
  })
})

describe('invariants', () => {
  const book = fc.array(
    fc
      .record({
        segment: fc.constantFrom('Enterprise', 'Small business'),
        amount: fc.nat(10_000),
        month: fc.integer({ min: 1, max: 12 }),
        term: fc.constantFrom(1, 3, 12, 24),
      })
      .map(({ segment, amount, month, term }, index = 0) => contract(`A-${index}`, segment, amount, `2026-${String(month).padStart(2, '0')}-28`, term)),
    { minLength: 1, maxLength: 20 },
  )
  test('without expansion retention never rises and stays between 0 and 1', () => {
    fc.assert(
      fc.property(book, (contracts) => {
        const months = rollLedger(contracts, rates, '2025-12', 18)
        months.forEach(({ nrr, grr, kept }, index) => {
          expect(nrr).toEqual(grr)
          expect(nrr === null || (nrr >= 0 && nrr <= 1)).toBe(true)
          expect(kept).toBeLessThanOrEqual((months[index - 1]?.kept ?? Infinity) + 1e-9)
        })
      }),
    )
  })
  test('each month loses what was due and did not renew', () => {
    fc.assert(
      fc.property(book, (contracts) => {
        const months = rollLedger(contracts, rates, '2025-12', 12)
        const start = contracts.reduce((total, { amount }) => total + amount, 0)
        const lost = contracts.length === 0 ? 0 : start - (months[11]?.kept ?? 0)
        const due = months.reduce((total, month) => total + month.due, 0)
        expect(lost).toBeLessThanOrEqual(due * 0.2 + 1e-6)
        expect(lost).toBeGreaterThanOrEqual(due * 0.05 - 1e-6)
      }),
    )
  })
  test('lost and kept are the opening, and what moved is the rest', () => {
    fc.assert(
      fc.property(book, fc.double({ min: -0.05, max: 0.05, noNaN: true }), (contracts, monthlyExpansion) => {
        const start = contracts.reduce((total, { amount }) => total + amount, 0)
        for (const { lost, kept } of rollLedger(contracts, rates, '2025-12', 18)) expect(lost + kept).toBeCloseTo(start, 6)
        const moving = rates.map((rate) => ({ ...rate, monthlyExpansion }))
        for (const { lost, kept, moved } of rollLedger(contracts, moving, '2025-12', 18)) expect(lost + kept - moved).toBeCloseTo(start, 6)
      }),
    )
  })
  test('a contract that never ends never lowers what is kept, nor its share', () => {
    fc.assert(
      fc.property(book, fc.nat(10_000), fc.double({ min: 0, max: 0.05, noNaN: true }), (contracts, amount, monthlyExpansion) => {
        const moving = rates.map((rate) => ({ ...rate, monthlyExpansion: rate.segment === 'Enterprise' ? monthlyExpansion : 0 }))
        const more = [...contracts, contract('Evergreen', 'Enterprise', amount, null)]
        const [with_, without] = [rollLedger(more, moving, '2025-12', 18), rollLedger(contracts, moving, '2025-12', 18)]
        for (const [at, { kept, grr }] of with_.entries()) {
          expect(kept).toBeGreaterThanOrEqual((without[at]?.kept ?? 0) + amount - 1e-6)
          expect(grr ?? 0).toBeGreaterThanOrEqual((without[at]?.grr ?? 0) - 1e-9)
        }
      }),
    )
  })
  test('one month alone is as in the roll of all months', () => {
    fc.assert(
      fc.property(book, fc.integer({ min: 1, max: 18 }), (contracts, months) => {
        expect(rollTo(contracts, rates, '2025-12', months)).toEqual(rollLedger(contracts, rates, '2025-12', 18)[months - 1])
      }),
    )
  })
  test('renewals that are certain lose nothing and leave no doubt', () => {
    fc.assert(
      fc.property(book, (contracts) => {
        const sure = rates.map((rate) => ({ ...rate, renewal: 1 }))
        for (const { kept, error } of rollLedger(contracts, sure, '2025-12', 12)) {
          expect(kept).toBe(contracts.reduce((total, { amount }) => total + amount, 0))
          expect(error ?? 0).toBe(0)
        }
      }),
    )
  })
})

test('an unknown segment, a rate above one and a term of nothing are refused; an empty ledger has no ratio', () => {
  expect(() => rollLedger([contract('Quill Press', 'Mid', 1, null)], rates, '2025-12', 1)).toThrow('"Mid" of Quill Press')
  expect(() => rollLedger([], [{ segment: 'Mid', renewal: 1.1, due: 5 }], '2025-12', 1)).toThrow('between 0 and 1')
  expect(() => rollLedger([], [{ segment: 'Mid', renewal: 0.9, due: 0 }], '2025-12', 1)).toThrow('number of renewals')
  expect(() => rollLedger([contract('Quill Press', 'Enterprise', 1, '2026-01-01', 0)], rates, '2025-12', 1)).toThrow('whole number from 1')
  expect(rollLedger([], rates, '2025-12', 1)).toEqual([{ period: '2026-01', due: 0, lost: 0, moved: 0, kept: 0, nrr: null, grr: null, error: null }])
})
