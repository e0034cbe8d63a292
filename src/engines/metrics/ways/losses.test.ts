import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Journey } from './journeyFigure.ts'
import { lossesBy } from './losses.ts'

const journeysOf = (starts: readonly number[]): Journey[] =>
  starts.map((start, place) => ({ id: `A${place}`, name: null, start, value: null, lost: null, isRetained: null }))

/** The losses, up to its end, of those who started in a stretch, as a text. */
const seen = (journeys: readonly Journey[], losses: ReadonlyMap<string, number>, from: number, to: number): string =>
  journeys
    .filter(({ start }) => start >= from && start < to)
    .map(({ id }) => ((losses.get(id) ?? to) < to ? losses.get(id) : '-'))
    .join()

test('losses of a stretch have one number as long as they are the same, and never that of others', () => {
  const time = fc.nat(40)
  const losses = fc.array(fc.option(time, { freq: 2 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(time, { minLength: 8, maxLength: 8 }), fc.array(losses, { minLength: 2, maxLength: 6 }), (starts, states) => {
      const [origin, journeys] = [{}, journeysOf(starts)]
      const told = new Map<string, string>()
      for (const state of states) {
        const own = new Map(state.flatMap((at, place): [string, number][] => (at === null ? [] : [[`A${place}`, at]])))
        const numberOf = lossesBy(origin, '', own, journeys)
        for (const [from, to] of [
          [0, 10],
          [5, 20],
          [0, 41],
        ] as const) {
          const key = `${from} ${to} ${numberOf(from, to)}`
          expect(told.get(key) ?? seen(journeys, own, from, to)).toBe(seen(journeys, own, from, to))
          told.set(key, seen(journeys, own, from, to))
        }
      }
    }),
  )
})

test('lines that were read again, and losses elsewhere, leave the number of a stretch', () => {
  const [origin, journeys] = [{}, journeysOf([1, 15])]
  const numberOf = (losses: ReadonlyMap<string, number>) => lossesBy(origin, '', losses, journeys)(0, 10)
  const first = numberOf(new Map([['A0', 5]]))
  expect(numberOf(new Map([['A0', 5]]))).toBe(first)
  expect(
    numberOf(
      new Map([
        ['A0', 5],
        ['A1', 20],
      ]),
    ),
  ).toBe(first)
  expect(numberOf(new Map([['A0', 6]]))).not.toBe(first)
})
