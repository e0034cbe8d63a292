import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastInQuartile, quartilesOf, type FitRow } from './quartiles.ts'

const row = (id: number, fit: number, opening: number, closing: number): FitRow => ({ id: String(id), fit, opening, closing })
/** Twenty accounts of twenty fits, the best first; each paid 100. */
const twenty = (closing: (place: number) => number): FitRow[] => Array.from({ length: 20 }, (_, place) => row(place, 1 - place / 20, 100, closing(place)))

test('twenty accounts of twenty fits make four quartiles of five, each with the ratio of its sums', () => {
  // top five end at 120, the next at 110, then 90, the bottom at 60
  const { quartiles, verdict } = quartilesOf(twenty((place) => [120, 110, 90, 60][Math.floor(place / 5)] ?? 0))
  expect(quartiles.map(({ n, retention }) => [n, retention])).toEqual([
    [5, 1.2],
    [5, 1.1],
    [5, 0.9],
    [5, 0.6],
  ])
  expect([quartiles[0]?.highest, quartiles[3]?.lowest]).toEqual([1, 1 - 19 / 20])
  expect(verdict).toBe('beats')
})

test('a large account weighs what it pays: 900 kept whole and nine times 100 lost are 0.5', () => {
  const rows = [row(0, 1, 900, 900), ...Array.from({ length: 9 }, (_, place) => row(place + 1, 1, 100, 0))]
  expect(quartilesOf(rows).quartiles.find(({ n }) => n > 0)?.retention).toBe(0.5)
})

test('the flag goes up when the best fit keeps no more than the worst', () => {
  expect(quartilesOf(twenty((place) => (place < 5 ? 80 : 95))).verdict).toBe('doesNot')
  expect(quartilesOf(twenty(() => 100)).verdict).toBe('doesNot')
})

test('those of one fit stand together, at the middle of their ranks, whatever their ids', () => {
  // ten of fit 1 hold the first half: middle 5 of 20, a quarter; ten of fit 0 the second: middle 15 of 20, three quarters
  const halves = Array.from({ length: 20 }, (_, place) => row(place, place < 10 ? 1 : 0, 10, place < 10 ? 12 : 9))
  expect(quartilesOf(halves)).toMatchObject({
    verdict: 'beats',
    quartiles: [{ n: 10, retention: 1.2 }, { n: 0, retention: null }, { n: 0 }, { n: 10, retention: 0.9 }],
  })
  // sixteen of fit 1: middle 8 of 20; four of fit 0: middle 18 of 20
  const most = Array.from({ length: 20 }, (_, place) => row(place, place < 16 ? 1 : 0, 10, 10))
  expect(quartilesOf(most).quartiles.map(({ n }) => n)).toEqual([0, 16, 0, 4])
  expect(quartilesOf(most).verdict).toBe('unknown')
  expect(quartilesOf(most.map((one) => ({ ...one, fit: 1 }))).quartiles.map(({ n }) => n)).toEqual([0, 20, 0, 0])
})

test('nobody, and too few, prove nothing', () => {
  expect(quartilesOf([])).toMatchObject({ verdict: 'unknown', quartiles: [{ n: 0, retention: null }, {}, {}, {}] })
  const four = Array.from({ length: 4 * (leastInQuartile - 1) }, (_, place) => row(place, 1 - place / 20, 10, 20 - place))
  expect(quartilesOf(four).verdict).toBe('unknown')
})

test('every account is in one quartile, sums are those of all, and a better fit is never in a lower quartile', () => {
  const rows = fc.array(fc.record({ fit: fc.integer({ min: 0, max: 10 }), opening: fc.integer({ min: 1, max: 1000 }), closing: fc.nat(2000) }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(rows, (given) => {
      const all = given.map(({ fit, opening, closing }, place) => row(place, fit / 10, opening, closing))
      const { quartiles } = quartilesOf(all)
      expect(quartiles.reduce((sum, { n }) => sum + n, 0)).toBe(all.length)
      expect(quartiles.reduce((sum, { opening }) => sum + opening, 0)).toBe(all.reduce((sum, { opening }) => sum + opening, 0))
      const held = quartiles.filter(({ n }) => n > 0)
      for (const [place, { lowest }] of held.entries()) expect(lowest ?? 0).toBeGreaterThan(held[place + 1]?.highest ?? -1)
      expect(quartilesOf(all.toReversed())).toEqual(quartilesOf(all))
    }),
  )
})
