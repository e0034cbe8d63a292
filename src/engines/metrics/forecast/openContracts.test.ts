import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#engines/numbers/dates.ts'
import type { Contract } from '../revenue/renewals.ts'
import { contract } from '../revenue/testing/contract.ts'
import { contractsOf, openContracts } from './openContracts.ts'

const line = (account: string, more: Partial<Contract> = {}): Contract => contract({ id: `${account}-1`, account, start: '2024-01-31', ...more })
const open = (lines: readonly Contract[], now: Readonly<Record<string, number>>) =>
  openContracts({ lines, segmentOf: () => 'Enterprise' }, '2026-10', new Map(Object.entries(now)))
const dues = (lines: readonly Contract[], now: Readonly<Record<string, number>> = { oxbow: 90 }) =>
  contractsOf(new Map(Object.entries(now)), open(lines, now)).map(({ segment, amount, renewsOn }) => [segment, amount, renewsOn])

describe('contracts at the end of October 2026', () => {
  test('share the money of their account by weight, each until its own next due day', () => {
    expect(dues([line('oxbow'), line('oxbow', { id: 'more', termMonths: 1, mrr: 200 })])).toEqual([
      ['Enterprise, 12 term', 30, '2027-01-31'],
      ['Enterprise, 1 term', 60, '2026-11-30'],
    ])
  })
  test('that were cancelled by then end on their day; what was cancelled later is not known', () => {
    const end = '2026-12-15'
    expect(dues([line('oxbow', { end, cancelledOn: '2026-10-31' })])).toEqual([['ends', 90, end]])
    expect(dues([line('oxbow', { end, cancelledOn: '2026-11-01' })])).toEqual([['Enterprise, 12 term', 90, '2027-01-31']])
    expect(open([line('oxbow', { end, cancelledOn: '2026-10-31' })], { oxbow: 90 }).until('2026-12')).toEqual({ due: 0, ending: 1 })
  })
  test('without a term are decided by the month, alone; beside a contract with a term they move as their account does', () => {
    expect(dues([line('oxbow', { termMonths: null })])).toEqual([['Enterprise, no term', 90, '2026-11-01']])
    expect(dues([])).toEqual([['Enterprise, no term', 90, '2026-11-01']])
    expect(dues([line('oxbow'), line('oxbow', { id: 'more', termMonths: null, mrr: 200 })])[1]).toEqual(['Enterprise, no term', 60, null])
  })
  test('that come up more than once within the points are counted once', () => {
    const { until } = open([line('oxbow', { termMonths: 1 }), line('tidemark')], { oxbow: 300, tidemark: 100 })
    expect(until('2026-12')).toEqual({ due: 0.75, ending: 0 })
    expect(until('2027-10')).toEqual({ due: 1, ending: 0 })
  })
})

test('the contracts of all accounts are worth what the accounts pay, and nothing is counted for two', () => {
  const some = fc.array(
    fc.record({
      account: fc.constantFrom('oxbow', 'tidemark', 'quill'),
      start: fc.integer({ min: 0, max: 1000 }).map((days) => addDays('2024-01-01', days)),
      end: fc.option(
        fc.integer({ min: 0, max: 1000 }).map((days) => addDays('2026-06-01', days)),
        { nil: null },
      ),
      cancelledOn: fc.option(
        fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-06-01', days)),
        { nil: null },
      ),
      termMonths: fc.constantFrom(null, 1, 3, 12),
      mrr: fc.integer({ min: 1, max: 900 }),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(some, fc.array(fc.nat(1000), { minLength: 2, maxLength: 2 }), (rows, [a = 0, b = 0]) => {
      const lines = rows.map(({ account, ...more }, at) => line(account, { ...more, id: `S-${at}` }))
      const now = { oxbow: a, tidemark: b }
      const contracts = contractsOf(new Map(Object.entries(now)), open(lines, now))
      for (const [account, amount] of Object.entries(now))
        expect(contracts.filter((one) => one.account === account).reduce((sum, one) => sum + one.amount, 0)).toBeCloseTo(amount, 6)
      expect(contracts.filter(({ account }) => account === 'quill')).toEqual([])
      const { due, ending } = open(lines, now).until('2027-10')
      expect(due + ending).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
})
