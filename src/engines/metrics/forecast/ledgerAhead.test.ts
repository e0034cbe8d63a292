import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods, periodsBetween } from '#engines/numbers/dates.ts'
import { ledgerAhead, type LedgerHistory } from './ledgerAhead.ts'

const origin = '2026-10'
const months = periodsBetween(addPeriods(origin, -36), origin)

/** A ledger from what an account pays in each month, counted from the first. */
const history = (accounts: Readonly<Record<string, (at: number) => number>>, lines: LedgerHistory['lines'] = []): LedgerHistory => ({
  balances: new Map(
    months.map((month, at) => [
      month,
      new Map(Object.entries(accounts).flatMap(([account, pays]): [string, number][] => (pays(at) > 0 ? [[account, pays(at)]] : []))),
    ]),
  ),
  lines,
  segmentOf: () => 'Enterprise',
  graceDays: 30,
})
const line = (account: string, more: Partial<LedgerHistory['lines'][number]> = {}): LedgerHistory['lines'][number] => ({
  id: `${account}-1`,
  account,
  product: 'core',
  start: '2023-01-15',
  end: null,
  termMonths: 12,
  renewalDate: null,
  mrr: 100,
  cancelledOn: null,
  ...more,
})
const constant = (amount: number) => () => amount

describe('what the roll gives', () => {
  test('a ledger in which nothing ever moved stays where it is, with certainty', () => {
    const calm = history({ tidemark: constant(100), oxbow: constant(50) })
    for (const measure of ['nrr', 'grr'] as const)
      expect(ledgerAhead(calm, measure, origin, 3).points.map(({ mean, error }) => [mean, error])).toEqual([
        [1, 0],
        [1, 0],
        [1, 0],
      ])
    expect(ledgerAhead(calm, 'total', origin, 2).points.map(({ mean }) => mean)).toEqual([150, 150])
  })
  test('accounts that all grow by one percent a month keep 1.01 to the twelfth of each cohort', () => {
    const growing = history({ tidemark: (at) => 100 * 1.01 ** at, oxbow: (at) => 40 * 1.01 ** at })
    const { points, growth } = ledgerAhead(growing, 'nrr', origin, 6)
    expect(growth).toBeCloseTo(0.01, 9)
    for (const { mean } of points) expect(mean).toBeCloseTo(1.01 ** 12, 6)
    for (const { mean } of ledgerAhead(growing, 'grr', origin, 6).points) expect(mean).toBeCloseTo(1, 9)
  })
  test('a contract that was cancelled by then ends on its day, and not before; its loss is in no growth', () => {
    const lines = [line('tidemark'), line('oxbow', { end: '2026-12-05', cancelledOn: '2026-10-20' })]
    const { points } = ledgerAhead(history({ tidemark: constant(100), oxbow: constant(100) }, lines), 'nrr', origin, 3)
    // neither was ever seen to be lost at a renewal, of 2 renewals seen: (2 + 1) / (2 + 2) at the renewal of tidemark in January
    expect(points.map(({ mean }) => mean)).toEqual([1, 0.5, (100 * 0.75) / 200])
  })
  test('what is cancelled later, or ends without a word of it, is not known at the origin', () => {
    const lines = [line('tidemark'), line('oxbow', { end: '2026-12-05', cancelledOn: '2026-11-20' })]
    expect(ledgerAhead(history({ tidemark: constant(100), oxbow: constant(100) }, lines), 'nrr', origin, 2).points.map(({ mean }) => mean)).toEqual([1, 1])
  })
  test('new business of 50 a month goes on in a total, and enters no cohort', () => {
    const fresh = Object.fromEntries(months.map((_, at) => [`new${at}`, (month: number) => (month >= at ? 50 : 0)]))
    const now = 50 * months.length
    expect(ledgerAhead(history(fresh), 'total', origin, 3).points.map(({ mean }) => mean)).toEqual([now + 50, now + 100, now + 150])
    for (const { mean } of ledgerAhead(history(fresh), 'nrr', origin, 3).points) expect(mean).toBe(1)
  })
  test('a share looks no further ahead than the cohorts that pay at the origin; half of the money may be without a known contract', () => {
    expect(ledgerAhead(history({ tidemark: constant(100) }), 'nrr', origin, 24).points).toHaveLength(12)
    expect(ledgerAhead(history({ tidemark: constant(100), oxbow: constant(100) }, [line('tidemark')]), 'nrr', origin, 3).known).toBe(0.5)
  })
})

const paid = fc.array(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 37, maxLength: 37 }), { minLength: 1, maxLength: 5 })
const ledgerOf = (rows: readonly (readonly number[])[], times = 1): LedgerHistory =>
  history(
    Object.fromEntries(rows.map((row, account) => [`a${account}`, (at: number) => (row[at] ?? 0) * times])),
    rows.map((_, account) => line(`a${account}`, { start: `2024-0${account + 1}-10` })),
  )

test('gross retention lies between 0 and 1, errors are none or more, and the currency of the ledger does not matter to shares', () => {
  fc.assert(
    fc.property(paid, fc.integer({ min: 2, max: 1000 }), (rows, times) => {
      for (const { mean, error } of ledgerAhead(ledgerOf(rows), 'grr', origin, 6).points) {
        expect(mean).toBeGreaterThanOrEqual(-1e-9)
        expect(mean).toBeLessThanOrEqual(1)
        expect(error).toBeGreaterThanOrEqual(0)
      }
      const [plain, scaled] = [ledgerAhead(ledgerOf(rows), 'nrr', origin, 3), ledgerAhead(ledgerOf(rows, times), 'nrr', origin, 3)]
      for (const [at, { mean }] of plain.points.entries()) expect(scaled.points[at]?.mean).toBeCloseTo(mean, 9)
      const [total, more] = [ledgerAhead(ledgerOf(rows), 'total', origin, 2), ledgerAhead(ledgerOf(rows, times), 'total', origin, 2)]
      for (const [at, { mean }] of total.points.entries()) expect((more.points[at]?.mean ?? 0) / times).toBeCloseTo(mean, 6)
    }),
    { numRuns: 60 },
  )
})

test('what happened after the origin changes nothing of what was looked ahead at', () => {
  fc.assert(
    fc.property(paid, fc.integer({ min: 1, max: 6 }), (rows, back) => {
      const at = addPeriods(origin, -back)
      const whole = ledgerOf(rows)
      const until = { ...whole, balances: new Map([...whole.balances].filter(([month]) => month <= at)) }
      expect(ledgerAhead(whole, 'nrr', at, 3)).toEqual(ledgerAhead(until, 'nrr', at, 3))
    }),
    { numRuns: 40 },
  )
})
