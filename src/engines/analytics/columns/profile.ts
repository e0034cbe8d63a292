import { QueryRefusal } from '../refusal.ts'
import { canonical } from '../query/hash.ts'
import type { Actor, Scalar, Where } from '../query/parts.ts'
import type { Column, Events, Profiles } from './events.ts'
import type { Reading } from './property.ts'
import { testOf, type Surroundings } from './where.ts'

/** Whose profile tells of who is counted; null for sessions and groups of other kinds, of which nothing is kept. */
export function ownerOf(actor: Actor): 'person' | 'account' | null {
  if (actor === 'person') return 'person'
  return typeof actor === 'object' && (actor.group === 'account' || actor.group === 'person') ? actor.group : null
}

/** What is known of one person or account. */
export const propertiesOf = ({ columns }: Profiles, key: number): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    [...columns].flatMap(([name, { codes, values }]) => {
      const value = values[codes[key] ?? -1]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Turns a condition into a test of persons or accounts by their dense number: by what is known of them, whether or not they ever did anything. */
export function profileTest(events: Events, where: Where, owner: 'person' | 'account', around: Surroundings, at: string): (key: number) => boolean {
  const { columns } = events.profiles[owner]
  const reading = (ref: string): Reading => {
    if (!ref.startsWith(`${owner}.`)) throw new QueryRefusal(at, `“${ref}” is no property of who is counted.`, `Use ${owner}.….`, 'unsupported')
    const column: Column | undefined = columns.get(ref.slice(owner.length + 1))
    if (!column) around.unknowns.add(ref)
    return { at: (key) => column?.codes[key] ?? -1, values: column?.values ?? [] }
  }
  return testOf(events, where, around, reading, (of) => {
    if (of !== owner) throw new QueryRefusal(at, `a group of ${of}s says nothing of ${owner}s.`, `Name a group of ${owner}s.`, 'unsupported')
    return (key) => key
  })
}

export interface FirstSeen {
  readonly ts: Float64Array
  readonly row: Int32Array
}

/** When each actor was first seen at all by an instant, and by which row (Infinity and −1: never); kept with the events, as long as the instant knows all of them. */
export function firstSeen(events: Events, actor: Actor, at: (row: number) => number, count: number, asOf: number): FirstSeen {
  const key = canonical(actor)
  const isWhole = asOf >= events.knownBy
  const known = isWhole ? seen.get(events.ts)?.get(key) : undefined
  if (known) return known
  const own = { ts: new Float64Array(count + 1).fill(Infinity), row: new Int32Array(count + 1).fill(-1) }
  const { ts, received } = events
  for (let row = 0; row < events.length; row++) {
    const now = ts[row] ?? 0
    if (!isWhole && (received?.[row] ?? now) > asOf) continue
    const who = at(row)
    if (now >= (own.ts[who] ?? 0)) continue
    own.ts[who] = now
    own.row[who] = row
  }
  if (isWhole) seen.set(events.ts, new Map([...(seen.get(events.ts) ?? []), [key, own]]))
  return own
}
const seen = new WeakMap<Float64Array, Map<string, FirstSeen>>()
