import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convoys } from './convoys.ts'

/** Convoys that tell who left together, and arrive when they are told to. */
function station(atOnce: number, length: number) {
  const left: string[][] = []
  const arrivals = new Map<string, () => void>()
  const join = convoys<{ readonly isAlone: boolean; readonly name: string }>(atOnce, length, async (_, travellers) => {
    const own = travellers.map(({ name }) => name)
    left.push(own)
    await new Promise<void>((resolve) => arrivals.set(own[0] ?? '', resolve))
  })
  return { left, join, traveller: (name: string, isAlone = false) => ({ name, isAlone }), arrive: (name: string) => arrivals.get(name)?.() }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('who comes first leaves at once; who comes while convoys are under way leaves together with the next, in the order of coming', async () => {
  const { left, join, traveller, arrive } = station(2, 3)
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) join('harborlight', traveller(name))
  await settled()
  expect(left).toEqual([['a'], ['b']])
  arrive('b')
  await settled()
  expect(left.at(-1)).toEqual(['c', 'd', 'e'])
  arrive('a')
  await settled()
  expect(left.at(-1)).toEqual(['f'])
})

test('one name never waits for another', async () => {
  const { left, join, traveller } = station(1, 3)
  join('harborlight', traveller('a'))
  join('northwind', traveller('b'))
  await settled()
  expect(left).toEqual([['a'], ['b']])
})

test('long work travels alone, and neither overtakes nor is overtaken', async () => {
  const { left, join, traveller, arrive } = station(1, 9)
  join('harborlight', traveller('first'))
  for (const name of ['a', 'b']) join('harborlight', traveller(name))
  join('harborlight', traveller('long', true))
  for (const name of ['c', 'd']) join('harborlight', traveller(name))
  for (const name of ['first', 'a', 'long', 'c']) {
    await settled()
    arrive(name)
  }
  await settled()
  expect(left).toEqual([['first'], ['a', 'b'], ['long'], ['c', 'd']])
})

test('everybody travels once, in the order of coming, in convoys that are neither too many nor too long', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      async (alone, atOnce, length) => {
        let [underWay, most] = [0, 0]
        const trips: number[][] = []
        const ended = Promise.withResolvers<void>()
        const join = convoys<{ readonly isAlone: boolean; readonly index: number }>(atOnce, length, async (_, travellers) => {
          most = Math.max(most, (underWay += 1))
          trips.push(travellers.map(({ index }) => index))
          await settled()
          underWay -= 1
          if (trips.flat().length === alone.length) ended.resolve()
        })
        for (const [index, isAlone] of alone.entries()) join('one', { isAlone, index })
        if (alone.length > 0) await ended.promise
        const seen = trips.flat()
        expect(seen).toEqual(alone.map((_, index) => index))
        expect(trips.every((trip) => trip.length <= length)).toBe(true)
        expect(most).toBeLessThanOrEqual(atOnce)
        expect(trips.every((trip) => trip.length === 1 || trip.every((index) => !alone[index]))).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
})
