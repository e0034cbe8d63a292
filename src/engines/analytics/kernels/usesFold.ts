import type { Several } from '../columns/events.ts'
import { placeAmong } from '../columns/several.ts'
import { walkOf, type Stream, type Walk } from '../columns/stream.ts'

/** Rows of whose persons those who act for several are picked out at once. */
const atOnce = 8192

/**
 * Counts uses and persons of each actor over rows in any order. Two loops go over the rows, so that what each of them looks into stays near the processor: uses,
 * and persons who act for one account, of whom a bit tells whether they were counted. Of the few who act for several two actors are remembered, and others one by
 * one.
 */
export function usesFold(count: number, size: number, several: Several) {
  const [times, persons] = [new Int32Array(count + 1), new Int32Array(count + 1)]
  const seen = several.bits.slice() // whoever acts for several is not counted by the second loop
  const [firstFor, secondFor] = [new Int32Array(several.count), new Int32Array(several.count)]
  const more = new Set<number>()
  const room = new Uint32Array(atOnce)
  const isNew = (actor: number, person: number): boolean => {
    const slot = placeAmong(several, person)
    const known = firstFor[slot] ?? 0
    if (known === actor) return false
    if (known === 0) firstFor[slot] = actor
    else if ((secondFor[slot] ?? 0) === 0) secondFor[slot] = actor
    else if (secondFor[slot] === actor || more.has(actor * size + person)) return false
    else more.add(actor * size + person)
    return true
  }
  const add = (stream: Stream, ids: Uint32Array, personOf: Uint32Array): void => {
    const walk = walkOf(stream, 1)
    for (let from = 0; from < walk.size; from += atOnce) {
      const found = addTimes({ ...walk, from, end: Math.min(walk.size, from + atOnce) }, ids, personOf, times, several.bits, room)
      for (let at = 0; at < found; at++) {
        const row = room[at] ?? 0
        const actor = ids[row] ?? 0
        if (actor !== 0 && isNew(actor, personOf[row] ?? 0)) persons[actor] = (persons[actor] ?? 0) + 1
      }
    }
    addPersons(walk, ids, personOf, seen, persons)
  }
  return { times, persons, add }
}

type Part = Pick<Walk, 'rows' | 'base'> & { readonly from: number; readonly end: number }

/** Counts uses, puts the rows of these persons into some room, and tells how many they are. */
function addTimes({ rows, base, from, end }: Part, ids: Uint32Array, personOf: Uint32Array, times: Int32Array, these: Int32Array, room: Uint32Array): number {
  let found = 0
  for (let at = from; at < end; at++) {
    const row = rows === null ? base + at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    const person = personOf[row] ?? 0
    times[actor] = (times[actor] ?? 0) + 1
    if ((((these[person >>> 5] ?? 0) >>> (person & 31)) & 1) === 1) room[found++] = row
  }
  return found
}

/** Counts a person with the first row that names it and an actor; what is counted for nobody is never looked at. */
function addPersons({ rows, base, size }: Walk, ids: Uint32Array, personOf: Uint32Array, seen: Int32Array, persons: Int32Array): void {
  for (let at = 0; at < size; at++) {
    const row = rows === null ? base + at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    const person = personOf[row] ?? 0
    const word = person >>> 5
    const own = seen[word] ?? 0
    seen[word] = own | ((actor === 0 ? 0 : 1) << (person & 31))
    persons[actor] = (persons[actor] ?? 0) + ((~own >>> (person & 31)) & 1)
  }
}
