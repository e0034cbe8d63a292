import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPeriods, periodEnd } from '../../numbers/dates.ts'
import { plannedIn, type Sized } from './spread.ts'

const bet = (from: string, until: string, more: Partial<Sized> = {}): Sized => ({
  bet: 'a',
  investment: 'growth',
  squads: ['Core'],
  weeks: 90,
  from,
  until,
  ...more,
})

test('a bet that lands in the quarter that committed it counts there with all of its size', () => {
  expect(plannedIn('2026-Q4', [bet('2026-Q4', '2026-12-31')])).toEqual([{ bet: 'a', investment: 'growth', squad: 'Core', weeks: 90 }])
  expect(plannedIn('2027-Q1', [bet('2026-Q4', '2026-12-31')])).toEqual([])
})

test('one that goes on counts by days: 92 of the 182 days of a winter half year', () => {
  const [piece] = plannedIn('2026-Q4', [bet('2026-Q4', '2027-03-31', { weeks: 182 })])
  expect(piece?.weeks).toBeCloseTo(92, 9)
})

test('squads share it evenly, and a time that had passed when it was committed counts in that quarter', () => {
  expect(plannedIn('2026-Q4', [bet('2026-Q4', '2026-09-30', { squads: ['Core', 'Platform'] })]).map(({ squad, weeks }) => [squad, weeks])).toEqual([
    ['Core', 45],
    ['Platform', 45],
  ])
})

test('over all quarters a bet sums to its size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 500 }), (start, length, weeks) => {
      const from = addPeriods('2026-Q1', start)
      const one = bet(from, periodEnd(addPeriods(from, length)), { weeks, squads: ['Core', 'Platform', 'Identity'] })
      const quarters = Array.from({ length: 16 }, (_, n) => addPeriods('2026-Q1', n))
      const sum = quarters.flatMap((quarter) => plannedIn(quarter, [one])).reduce((all, piece) => all + piece.weeks, 0)
      expect(sum).toBeCloseTo(weeks, 9)
    }),
  )
})
