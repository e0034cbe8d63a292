import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ledgerBreaks, reconcile } from './reconcile.ts'

const totals = (rows: Readonly<Record<string, number>>) => new Map(Object.entries(rows))

describe('two systems', () => {
  test('agree within a tolerance, and say where they do not', () => {
    const answer = reconcile(totals({ '2026-09': 1000, '2026-10': 1010, '2026-11': 5 }), totals({ '2026-09': 1000, '2026-10': 1000, '2026-12': 7 }), {
      relative: 0.005,
    })
    expect(answer.rows.map(({ key, state, difference }) => [key, state, difference])).toEqual([
      ['2026-09', 'agrees', 0],
      ['2026-10', 'differs', 10],
      ['2026-11', 'onlyOurs', null],
      ['2026-12', 'onlyTheirs', null],
    ])
    expect(answer).toMatchObject({ isBroken: true, ours: 2015, theirs: 2007 })
    expect(reconcile(totals({ a: 1010 }), totals({ a: 1000 }), { relative: 0.01 }).isBroken).toBe(false)
  })
  test('a key that one side lacks agrees with nothing, not with something', () => {
    expect(reconcile(totals({ a: 0 }), totals({})).isBroken).toBe(false)
    expect(reconcile(totals({}), totals({ a: 0.01 })).isBroken).toBe(true)
    expect(reconcile(totals({}), totals({ a: 0.01 }), { absolute: 0.01 }).isBroken).toBe(false)
    expect(() => reconcile(totals({}), totals({}), { absolute: -1 })).toThrow('zero or more')
  })
  test('each agrees with itself, a wider tolerance never breaks more, and the differences are those of the sums', () => {
    const side = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -999, max: 999 })).map(totals)
    fc.assert(
      fc.property(side, side, fc.nat(50), (ours, theirs, absolute) => {
        expect(reconcile(ours, ours).isBroken).toBe(false)
        const broken = (tolerance: number) => reconcile(ours, theirs, { absolute: tolerance }).rows.filter(({ state }) => state !== 'agrees').length
        expect(broken(absolute * 2)).toBeLessThanOrEqual(broken(absolute))
        const found = reconcile(ours, theirs)
        expect(found.rows.reduce((total, row) => total + (row.ours ?? 0) - (row.theirs ?? 0), 0)).toBe(found.ours - found.theirs)
      }),
    )
  })
})

describe('the ledger', () => {
  const still = { fx: 0, new: 0, reactivation: 0, expansion: 0, contraction: 0, churn: 0, transferIn: 0, transferOut: 0 }
  const months = [
    { ...still, period: '2026-09', opening: 100, new: 20, closing: 120 },
    { ...still, period: '2026-10', opening: 120, churn: 30, closing: 90 },
  ]
  test('that adds up has no break', () => {
    expect(ledgerBreaks(months)).toEqual([])
    expect(ledgerBreaks([])).toEqual([])
  })
  test('that does not says which month and by how much', () => {
    const [first, second] = months
    if (!first || !second) throw new Error('two months')
    expect(ledgerBreaks([first, { ...second, opening: 121 }]).map(({ period, what, by }) => [period, what, by])).toEqual([
      ['2026-10', 'opening', 1],
      ['2026-10', 'movements', -1],
    ])
    expect(ledgerBreaks([{ ...first, closing: 125 }])[0]?.says).toBe('The movements of 2026-09 leave 5 between opening and closing.')
  })
})
