import { expect, test } from 'vitest'
import { scratchRoom } from '../columns/scratch.ts'
import { anyOf } from '../columns/several.ts'
import type { Several } from '../columns/events.ts'
import { chance } from '../testing/chance.ts'
import { usesFold } from './usesFold.ts'

/** Uses and persons of each actor, counted in sets. */
function counted(rows: readonly (readonly [actor: number, person: number])[], count: number) {
  const persons = Array.from({ length: count + 1 }, () => new Set<number>())
  const times = Array.from({ length: count + 1 }, () => 0)
  for (const [actor, person] of rows) {
    times[actor] = (times[actor] ?? 0) + 1
    persons[actor]?.add(person)
  }
  return { times: times.slice(1), persons: persons.slice(1).map(({ size }) => size) }
}

/** Persons with a bit for each who acts for more than one actor. */
function severalOf(rows: readonly (readonly [number, number])[], size: number): Several {
  const homes = new Map<number, number>()
  const bits = new Int32Array((size >>> 5) + 1)
  for (const [actor, person] of rows) {
    if (actor === 0) continue
    if ((homes.get(person) ?? actor) !== actor) bits[person >>> 5] = (bits[person >>> 5] ?? 0) | (1 << (person & 31))
    homes.set(person, homes.get(person) ?? actor)
  }
  const before = new Uint32Array(bits.length)
  let all = 0
  bits.forEach((word, at) => {
    before[at] = all
    for (let rest = word; rest !== 0; rest &= rest - 1) all++
  })
  return { bits, before, count: all }
}

test('uses and persons of actors are those of sets, of few rows and of many thousands, in one scratch room', () => {
  const scratch = scratchRoom()
  let most = { times: 0, persons: 0, several: 0 }
  for (let seed = 1; seed <= 60; seed++) {
    const { below } = chance(seed)
    const [actors, persons, size] = [1 + below(4), 1 + below(seed % 3 === 0 ? 900 : 8), below(seed % 3 === 0 ? 6000 : 60)]
    const rows = Array.from({ length: size }, (): [number, number] => {
      const person = below(persons + 1)
      return [below(9) === 0 ? below(actors + 1) : (person % actors) + 1, person]
    })
    const several = seed % 4 === 0 ? anyOf(persons + 1) : severalOf(rows, persons + 1)
    const fold = usesFold(actors, persons + 1, several, scratch)
    const [ids, personOf] = [Uint32Array.from(rows, ([actor]) => actor), Uint32Array.from(rows, ([, person]) => person)]
    const cut = below(size + 1)
    for (const run of [
      { code: 0, from: 0, size: cut, bits: 1 },
      { code: 0, from: cut, size: size - cut, bits: 1 },
    ])
      fold.add({ rows: new Uint32Array(), bits: new Uint32Array(), run }, ids, personOf)
    const told = fold.told()
    const own = { times: [...told.times].slice(1, actors + 1), persons: [...told.persons].slice(1, actors + 1) }
    expect({ seed, ...own }).toEqual({ seed, ...counted(rows, actors) })
    most = { times: Math.max(most.times, ...own.times), persons: Math.max(most.persons, ...own.persons), several: Math.max(most.several, several.count) }
  }
  expect(most.times).toBeGreaterThan(1024) // what is kept of a count ran over several times
  expect(most.persons).toBeGreaterThan(512)
  expect(most.several).toBeGreaterThan(100)
})
