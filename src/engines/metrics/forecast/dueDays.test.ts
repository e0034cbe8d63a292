import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths } from '#engines/numbers/dates.ts'
import { renewalsDue } from '../revenue/renewals.ts'
import { contract } from '../revenue/testing/contract.ts'
import { dueDays, nextDue, termOf } from './dueDays.ts'

const line = contract
const start = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2022-01-01', days))

describe('the days on which a line falls due', () => {
  test('are those of its renewal date and whole terms before and after it', () => {
    expect(dueDays(line({ renewalDate: '2027-05-01' }), '2024-01-01', '2027-01-01')).toEqual(['2024-05-01', '2025-05-01', '2026-05-01'])
    expect(dueDays(line({ renewalDate: '2024-05-01' }), '2024-01-01', '2027-01-01')).toEqual(['2024-05-01', '2025-05-01', '2026-05-01'])
  })
  test('keep the end of the month: a term of a month from 31 January is due on 28 February and on 31 March', () => {
    expect(dueDays(line({ start: '2023-01-31', termMonths: 1 }), '2023-02-01', '2023-05-01')).toEqual(['2023-02-28', '2023-03-31', '2023-04-30'])
    expect(nextDue(line({ start: '2023-01-31', termMonths: 1 }), 1, '2023-02-28')).toBe('2023-03-31')
  })
  test('are none without a term, and those of years where only a renewal date is known', () => {
    expect(termOf({ termMonths: null, renewalDate: null })).toBeNull()
    expect(dueDays(line({ termMonths: null }), '2023-01-01', '2030-01-01')).toEqual([])
    expect(dueDays(line({ termMonths: null, renewalDate: '2026-08-31' }), '2024-01-01', '2026-01-01')).toEqual(['2024-08-31', '2025-08-31'])
  })
  test('stop with the line, whose end may be a due day itself', () => {
    expect(dueDays(line({ end: '2025-03-10' }), '2024-01-01', '2027-01-01')).toEqual(['2024-03-10', '2025-03-10'])
    expect(dueDays(line({ end: '2025-03-09' }), '2024-01-01', '2027-01-01')).toEqual(['2024-03-10'])
  })
})

test('a renewal date that was moved on by whole terms changes no due day', () => {
  fc.assert(
    fc.property(start, fc.constantFrom(1, 3, 12, 24), fc.integer({ min: 1, max: 40 }), (on, term, times) => {
      const first = on.endsWith('29') || on.endsWith('30') || on.endsWith('31') ? `${on.slice(0, 8)}28` : on
      const plain = line({ start: first, termMonths: term })
      const moved = { ...plain, renewalDate: addMonths(first, term * times) }
      expect(dueDays(moved, '2023-01-01', '2027-01-01')).toEqual(dueDays(plain, '2023-01-01', '2027-01-01'))
    }),
  )
})

test('lines without a renewal date fall due when the renewal rate says so, and the next due day is the first after a day', () => {
  fc.assert(
    fc.property(start, fc.constantFrom(1, 3, 6, 12), fc.option(fc.integer({ min: 1, max: 1200 }), { nil: null }), (on, term, days) => {
      const one = line({ start: on, termMonths: term, end: days === null ? null : addDays(on, days) })
      const all = dueDays(one, '2023-06-01', '2026-06-01')
      expect(all).toEqual(renewalsDue([one], '2023-06-01', '2026-06-01', 0).map(({ due }) => due))
      if (all[0] !== undefined) expect(nextDue(one, term, '2023-05-31')).toBe(all[0])
    }),
  )
})
