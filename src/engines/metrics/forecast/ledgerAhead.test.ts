import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths, addPeriods, periodEnd, periodsBetween } from '#engines/numbers/dates.ts'
import { contract } from '../revenue/testing/contract.ts'
import { ledgerAhead } from './ledgerAhead.ts'
import type { LedgerHistory } from './ledgerHistory.ts'

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
const line = (account: string, more: Partial<LedgerHistory['lines'][number]> = {}): LedgerHistory['lines'][number] =>
  contract({ id: `${account}-1`, account, start: '2023-01-15', ...more })
/** A contract of ten years, which nobody here sees the end of. */
const long = (account: string): LedgerHistory['lines'][number] => line(account, { termMonths: 120 })
const constant = (amount: number) => () => amount

describe('what the roll gives', () => {
  test('a ledger in which nothing ever moved stays where it is, with certainty', () => {
    const calm = history({ tidemark: constant(100), oxbow: constant(50) }, [long('tidemark'), long('oxbow')])
    for (const measure of ['nrr', 'grr'] as const)
      expect(ledgerAhead(calm, measure, origin, 3).points.map(({ mean, error }) => [mean, error])).toEqual([
        [1, 0],
        [1, 0],
        [1, 0],
      ])
    expect(ledgerAhead(calm, 'total', origin, 2).points.map(({ mean }) => mean)).toEqual([150, 150])
  })
  test('accounts that all grow by one percent a month keep 1.01 to the twelfth of each cohort', () => {
    const growing = history({ tidemark: (at) => 100 * 1.01 ** at, oxbow: (at) => 40 * 1.01 ** at }, [long('tidemark'), long('oxbow')])
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
    const lines = Object.keys(fresh).map((account, at) => ({ ...long(account), start: `${months[at] ?? ''}-01` }))
    expect(ledgerAhead(history(fresh, lines), 'total', origin, 3).points.map(({ mean }) => mean)).toEqual([now + 50, now + 100, now + 150])
    for (const { mean } of ledgerAhead(history(fresh, lines), 'nrr', origin, 3).points) expect(mean).toBe(1)
  })
  test('a share looks no further ahead than the cohorts that pay at the origin; half of the money may be without a known contract', () => {
    expect(ledgerAhead(history({ tidemark: constant(100) }), 'nrr', origin, 24).points).toHaveLength(12)
    expect(ledgerAhead(history({ tidemark: constant(100), oxbow: constant(100) }, [line('tidemark')]), 'nrr', origin, 3).known).toBe(0.5)
  })
  test('a cohort that paid nothing has no figure; one that has left keeps nothing, which is a figure', () => {
    const young = history({ tidemark: (at) => (at >= 26 ? 100 : 0) }, [long('tidemark')])
    expect(ledgerAhead(young, 'nrr', origin, 3).points).toEqual([
      { period: '2026-11', mean: null, error: null, reason: 'no_denominator' },
      expect.objectContaining({ period: '2026-12', mean: 1, error: 0 }),
      expect.objectContaining({ period: '2027-01', mean: 1, error: 0 }),
    ])
    const left = history({ tidemark: (at) => (at < 30 ? 100 : 0), oxbow: (at) => (at >= 36 ? 100 : 0) }, [long('tidemark'), long('oxbow')])
    expect(ledgerAhead(left, 'grr', origin, 1).points).toEqual([
      expect.objectContaining({ mean: 0, error: 0, parts: expect.objectContaining({ base: 100, gone: 100 }) }),
    ])
    expect(ledgerAhead(history({}), 'total', origin, 1).points).toEqual([{ period: '2026-11', mean: null, error: null, reason: 'no_denominator' }])
  })
})

/**
 * 240 accounts with contracts of a term, twenty due in each month of the year. So many of the twenty leave: those of a year at the renewal of their third year, those of a
 * month one after the other from their third year on; said so many days before, or not at all.
 */
function company({ term, leaves, notice }: { readonly term: number; readonly leaves: number; readonly notice: number | null }): LedgerHistory {
  const lines = Array.from({ length: 240 }, (_, at): LedgerHistory['lines'][number] => {
    const start = `${addPeriods('2023-10', at % 12)}-20`
    const isLeaving = Math.floor(at / 12) % 20 < leaves
    const end = isLeaving ? addMonths(start, term === 1 ? 24 + Math.floor(at / 12) : 36) : null
    return line(`a${at}`, { start, end, termMonths: term, cancelledOn: end === null || notice === null ? null : addDays(end, -notice) })
  })
  const balances = new Map(
    periodsBetween('2024-10', '2027-06').map((month) => [
      month,
      new Map(lines.filter(({ end }) => end === null || end > periodEnd(month)).map(({ account }) => [account, 100])),
    ]),
  )
  return { balances, lines, segmentOf: () => 'Enterprise', graceDays: 30 }
}

describe('no loss counts twice', () => {
  const at = '2027-03'
  const next = (ledger: LedgerHistory, steps: number) => ledgerAhead(ledger, 'total', at, steps)
  test('losses without a word are lost at the rate that was seen', () => {
    const ledger = company({ term: 12, leaves: 4, notice: null })
    const { points, seen, growth, ending } = next(ledger, 2)
    expect([growth, ending]).toEqual([0, 0])
    // six months of third years have come: four of twenty did not renew in each of them
    expect(seen).toMatchObject([{ segment: 'Enterprise', termMonths: 12 }])
    expect((seen[0]?.kept ?? 0) / (seen[0]?.due ?? 1)).toBeGreaterThan(0.75)
    const [first] = points
    expect(first?.mean).toBeCloseTo([...(ledger.balances.get(at) ?? [])].length * 100 - 20 * 100 * (1 - (seen[0]?.renewal ?? 0)), 6)
  })
  test('losses that were announced end by their contracts, and the others of the same months are all kept', () => {
    const ledger = company({ term: 12, leaves: 4, notice: 80 })
    const { points, ending, growth } = next(ledger, 2)
    const now = [...(ledger.balances.get(at) ?? [])].length
    expect(growth).toBe(0)
    expect(ending).toBeCloseTo(8 / now, 12)
    // four of twenty leave in each of the two months, as they had said; of the other sixteen at most a renewal in a hundred is doubted
    const [came, told] = [[now - 4, now - 8], points.map(({ mean }) => (mean ?? 0) / 100)]
    for (const [month, left] of came.entries()) {
      expect(told[month]).toBeLessThanOrEqual(left)
      expect(told[month]).toBeGreaterThan(left - 0.01 * 16 * (month + 1))
    }
  })
  test('contracts that break off between renewals, as they had said, end on their day; only further ahead they are in the growth', () => {
    // of a hundred contracts of ten years one breaks off on the 20th of each month, and says so 70 days before
    const ends = Array.from({ length: 100 }, (_, one) => (one < 40 ? `${addPeriods('2024-01', one)}-20` : null))
    const lines = ends.map((end, one) => ({ ...long(`b${one}`), end, cancelledOn: end === null ? null : addDays(end, -70) }))
    const accounts = Object.fromEntries(
      ends.map((end, one) => [`b${one}`, (at: number) => (end === null || end > periodEnd(addPeriods('2023-10', at)) ? 100 : 0)]),
    )
    const { points, growth } = ledgerAhead(history(accounts, lines), 'total', origin, 3)
    const now = 100 - 34
    expect(points.slice(0, 2).map(({ mean }) => mean)).toEqual([(now - 1) * 100, (now - 2) * 100])
    expect(growth).toBeLessThan(-1 / 80)
    expect(points[2]?.mean).toBeLessThan((now - 2) * 100)
    expect(points[2]?.mean).toBeGreaterThan((now - 4) * 100)
  })
  test('a line that was not renewed is not in the growth of the account that goes on with another', () => {
    const ends = '2026-06-15'
    const lines = [
      line('tidemark', { id: 'core', start: '2023-06-15' }),
      line('tidemark', { id: 'more', product: 'more', start: '2023-06-15', end: ends, mrr: 60 }),
    ]
    const { growth } = ledgerAhead(history({ tidemark: (month) => (addPeriods('2023-10', month) < '2026-06' ? 160 : 100) }, lines), 'nrr', origin, 3)
    expect(growth).toBeCloseTo(0, 12)
  })
  test('an account without a term that leaves is in the rate of those, and not in the growth', () => {
    const accounts = Object.fromEntries(Array.from({ length: 50 }, (_, one) => [`m${one}`, (month: number) => (one < 12 && month >= 25 + one ? 0 : 100)]))
    const { growth, seen } = ledgerAhead(history(accounts), 'total', origin, 1)
    expect(growth).toBe(0)
    expect(seen).toMatchObject([{ termMonths: null, due: 50 * 12 - 66, kept: 50 * 12 - 66 - 12 }])
  })
})

test('a cohort that is young at the origin moves as young cohorts do: below its cap it loses what an old one has lost already', () => {
  // each account pays 80 instead of 100 in eight of 24 months, so that what a cohort keeps falls for eight months and then stays
  const accounts = Object.fromEntries(Array.from({ length: 72 }, (_, one) => [`a${one}`, (at: number) => ((at + one) % 24 < 8 ? 80 : 100)]))
  const ledger = history(accounts, Object.keys(accounts).map(long))
  const moved = ledgerAhead(ledger, 'grr', origin, 12).points.map((point) => (point.mean === null ? NaN : point.parts.moved / point.parts.base))
  expect(moved[0]).toBeCloseTo(0, 12)
  expect(moved[11]).toBeLessThan(-0.05)
})

test('contracts of a month and of a year are each kept at their own rate', () => {
  const [monthly, yearly] = [company({ term: 1, leaves: 10, notice: null }), company({ term: 12, leaves: 4, notice: null })]
  const renamed = new Map(
    [...monthly.balances].map(([month, own]) => [
      month,
      new Map([...own, ...[...(yearly.balances.get(month) ?? [])].map(([id, paid]): [string, number] => [`y${id}`, paid])]),
    ]),
  )
  const both = { ...yearly, balances: renamed, lines: [...monthly.lines, ...yearly.lines.map((one) => ({ ...one, account: `y${one.account}` }))] }
  const rateOf = (term: number) => ledgerAhead(both, 'total', '2027-03', 1).seen.find(({ termMonths }) => termMonths === term)
  const [month, year] = [rateOf(1), rateOf(12)]
  for (const [seen, alone] of [
    [month, monthly],
    [year, yearly],
  ] as const) {
    const [own] = ledgerAhead(alone, 'total', '2027-03', 1).seen
    expect(seen).toMatchObject({ kept: own?.kept, due: own?.due })
    expect(seen?.renewal).toBeCloseTo((own?.kept ?? 0) / (own?.due ?? 1), 1)
  }
  expect(month?.renewal).toBeGreaterThan((year?.renewal ?? 1) + 0.05)
})

const paid = fc.array(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 37, maxLength: 37 }), { minLength: 1, maxLength: 5 })
const ledgerOf = (rows: readonly (readonly number[])[], times = 1): LedgerHistory =>
  history(
    Object.fromEntries(rows.map((row, account) => [`a${account}`, (at: number) => (row[at] ?? 0) * times])),
    rows.map((_, account) => line(`a${account}`, { start: `2024-0${account + 1}-10` })),
  )

test('gross retention lies between 0 and 1, errors are none or more, and the currency of the ledger does not matter to shares', () => {
  const told = (rows: readonly (readonly number[])[], measure: 'nrr' | 'grr' | 'total', times?: number) =>
    ledgerAhead(ledgerOf(rows, times), measure, origin, 6).points.flatMap((point) => (point.mean === null ? [] : [point]))
  fc.assert(
    fc.property(paid, fc.integer({ min: 2, max: 1000 }), (rows, times) => {
      for (const { mean, error } of told(rows, 'grr')) {
        expect(mean).toBeGreaterThanOrEqual(-1e-9)
        expect(mean).toBeLessThanOrEqual(1)
        expect(error).toBeGreaterThanOrEqual(0)
      }
      const scaled = told(rows, 'nrr', times)
      for (const [at, { mean }] of told(rows, 'nrr').entries()) expect(scaled[at]?.mean).toBeCloseTo(mean, 9)
      const more = told(rows, 'total', times)
      for (const [at, { mean }] of told(rows, 'total').entries()) expect((more[at]?.mean ?? 0) / times).toBeCloseTo(mean, 6)
    }),
    { numRuns: 60 },
  )
})

test('what is gone, lost, moved and new makes the figure of its base; shares of what comes up and what was cancelled are shares', () => {
  fc.assert(
    fc.property(paid, fc.constantFrom('nrr', 'grr', 'total'), (rows, measure) => {
      const { points, due, ending, known } = ledgerAhead(ledgerOf(rows), measure, origin, 6)
      for (const share of [due, ending, known, due + ending]) {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1 + 1e-9)
      }
      for (const point of points) {
        if (point.mean === null) continue
        const { base, gone, lost, moved, gained, kept } = point.parts
        expect(base - gone - lost + moved + gained).toBeCloseTo(kept, 6)
        expect(point.mean * (measure === 'total' ? 1 : base)).toBeCloseTo(kept, 6)
        expect(lost).toBeGreaterThanOrEqual(-1e-9)
      }
    }),
    { numRuns: 60 },
  )
})

test('a contract that goes on beyond the points lowers no total', () => {
  const until = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 20, max: 40 })), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(until, fc.integer({ min: 1, max: 5000 }), (accounts, amount) => {
      const pays = Object.fromEntries(accounts.map(([paid_, last], one) => [`a${one}`, (at: number) => (at < last ? paid_ : 0)]))
      const lines = accounts.map((_, one) => line(`a${one}`, { start: `2022-0${one + 1}-10` }))
      const less = ledgerAhead(history(pays, lines), 'total', origin, 6).points
      const more = ledgerAhead(history({ ...pays, evergreen: constant(amount) }, [...lines, long('evergreen')]), 'total', origin, 6).points
      for (const [at, { mean }] of less.entries()) expect(more[at]?.mean ?? 0).toBeGreaterThanOrEqual((mean ?? 0) - 1e-6)
    }),
    { numRuns: 60 },
  )
})

test('renewal dates that were moved on since the origin change nothing, nor do lines that begin after it', () => {
  fc.assert(
    fc.property(paid, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), (rows, back, turns) => {
      const at = addPeriods(origin, -back)
      const plain = ledgerOf(rows)
      const moved = plain.lines.map((one) => ({ ...one, renewalDate: addMonths(one.start, 12 * turns) }))
      const later = line('a0', { id: 'later', start: addDays(periodEnd(at), 1), mrr: 900 })
      expect(ledgerAhead({ ...plain, lines: [...moved, later] }, 'nrr', at, 3)).toEqual(ledgerAhead(plain, 'nrr', at, 3))
    }),
    { numRuns: 40 },
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
