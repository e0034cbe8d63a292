import type { Several } from '../columns/events.ts'
import type { Scratch } from '../columns/scratch.ts'
import { placeAmong } from '../columns/several.ts'
import { walkOf, type Stream, type Walk } from '../columns/stream.ts'

/** Rows of whose persons those who act for several are picked out at once. */
const atOnce = 8192

/** A count for each actor: its last eight bits, so that those of many stay near the processor, and how often these ran over. */
interface Counts {
  readonly low: Uint8Array
  readonly over: Map<number, number>
}

const carry = ({ over }: Counts, actor: number): void => void over.set(actor, (over.get(actor) ?? 0) + 1)

function addOne(counts: Counts, actor: number): void {
  const next = ((counts.low[actor] ?? 0) + 1) & 255
  counts.low[actor] = next
  if (next === 0) carry(counts, actor)
}

function told({ low, over }: Counts, whole: Uint32Array): Uint32Array {
  whole.set(low)
  for (const [actor, times] of over) whole[actor] = (whole[actor] ?? 0) + times * 256
  return whole
}

/**
 * Counts uses and persons of each actor over rows in any order. Two loops go over the rows, so that what each of them looks into stays near the processor: uses,
 * and persons, of whom two bits tell whether they act for several actors (the higher one) and were counted. Of the few who act for several two actors are
 * remembered, and others one by one. What is told stands in the scratch room until the next fold.
 */
export function usesFold(count: number, size: number, several: Several, scratch: Scratch) {
  const countsOf = (name: string): Counts => ({ low: scratch.small(name, count + 1).fill(0), over: new Map() })
  const [times, persons] = [countsOf('times'), countsOf('persons')]
  const states = statesOf(several, scratch.whole('states', several.bits.length * 2))
  const firstTwo = scratch.whole('first two', several.count * 2).fill(0)
  const more = new Set<number>()
  const room = scratch.whole('room', atOnce)
  const isNew = (actor: number, person: number): boolean => {
    const slot = placeAmong(several, person) * 2
    const known = firstTwo[slot] ?? 0
    if (known === actor) return false
    if (known === 0) firstTwo[slot] = actor
    else if ((firstTwo[slot + 1] ?? 0) === 0) firstTwo[slot + 1] = actor
    else if (firstTwo[slot + 1] === actor || more.has(actor * size + person)) return false
    else more.add(actor * size + person)
    return true
  }
  const add = (stream: Stream, ids: Uint32Array, personOf: Uint32Array): void => {
    const walk = walkOf(stream, 1)
    for (let from = 0; from < walk.size; from += atOnce) {
      const part = { ...walk, from, end: Math.min(walk.size, from + atOnce) }
      addTimes(part, ids, times)
      const found = addPersons(part, ids, personOf, states, persons, room)
      for (let at = 0; at < found; at++) {
        const row = room[at] ?? 0
        const actor = ids[row] ?? 0
        if (actor !== 0 && isNew(actor, personOf[row] ?? 0)) addOne(persons, actor)
      }
    }
  }
  return { add, told: () => ({ times: told(times, scratch.whole('all times', count + 1)), persons: told(persons, scratch.whole('all persons', count + 1)) }) }
}

/** For 32 persons two words: who was counted, or is not to be, and who acts for several. */
function statesOf({ bits }: Several, states: Uint32Array): Uint32Array {
  for (let word = 0; word < bits.length; word++) states[word * 2] = states[word * 2 + 1] = bits[word] ?? 0
  return states
}

type Part = Pick<Walk, 'rows' | 'base'> & { readonly from: number; readonly end: number }

function addTimes({ rows, base, from, end }: Part, ids: Uint32Array, times: Counts): void {
  const { low } = times
  for (let at = from; at < end; at++) {
    const row = rows === null ? base + at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    const next = ((low[actor] ?? 0) + 1) & 255
    low[actor] = next
    if (next === 0) carry(times, actor)
  }
}

/** Counts a person with the first row that names it and an actor, puts the rows of those who act for several into some room, and tells how many they are. */
function addPersons({ rows, base, from, end }: Part, ids: Uint32Array, personOf: Uint32Array, states: Uint32Array, persons: Counts, room: Uint32Array): number {
  const { low } = persons
  let found = 0
  for (let at = from; at < end; at++) {
    const row = rows === null ? base + at : (rows[at] ?? 0)
    const actor = ids[row] ?? 0
    const person = personOf[row] ?? 0
    const word = (person >>> 5) << 1
    const own = states[word] ?? 0
    states[word] = own | ((actor === 0 ? 0 : 1) << (person & 31))
    room[found] = row
    found += ((states[word + 1] ?? 0) >>> (person & 31)) & 1
    const added = (~own >>> (person & 31)) & 1
    const next = ((low[actor] ?? 0) + added) & 255
    low[actor] = next
    if (next < added) carry(persons, actor)
  }
  return found
}
