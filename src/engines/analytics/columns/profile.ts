import { QueryRefusal } from '../refusal.ts'
import { actorsOf } from './actors.ts'
import { canonical } from '../query/hash.ts'
import type { Actor, Scalar, Where } from '../query/parts.ts'
import { columnOf, pieces, type Column, type Events, type Profiles } from './events.ts'
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
  const reading = (ref: string): Reading => {
    if (!ref.startsWith(`${owner}.`))
      throw new QueryRefusal(at, `“${ref}” is no property of who is counted.`, `Name one of the ${owner}: ${owner}.NAME.`, 'unsupported')
    const column: Column | undefined = columnOf(events, owner, ref.slice(owner.length + 1))
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

/**
 * When each actor was first seen at all by an instant, and by which row (Infinity and −1: never); kept with the events, as long as the instant knows all of
 * them. Of events in files the rows are not told unless `hasRows`, since they are read stretch by stretch.
 */
export function firstSeen(events: Events, actor: Actor, count: number, asOf: number, hasRows = false): FirstSeen {
  const isWhole = asOf >= events.knownBy
  const key = `${canonical(actor)} ${hasRows}`
  const owner = events.filed?.audience ?? events.ts
  const known = isWhole ? seen.get(owner)?.get(key) : undefined
  if (known) return known
  const own = { ts: new Float64Array(count + 1).fill(Infinity), row: new Int32Array(count + 1).fill(-1) }
  const parts = hasRows || actor === 'session' ? [{ events }] : pieces(events)
  for (const { events: part } of parts) foldFirst(part, actorsOf(part, actor).ids, isWhole ? Infinity : asOf, own)
  if (isWhole) seen.set(owner, new Map([...(seen.get(owner) ?? []), [key, own]]))
  return own
}
const seen = new WeakMap<object, Map<string, FirstSeen>>()

function foldFirst(events: Events, ids: Uint32Array, asOf: number, own: FirstSeen): void {
  const { ts, length } = events
  const received = asOf === Infinity ? null : (events.received ?? ts)
  for (let row = 0; row < length; row++) {
    const now = ts[row] ?? 0
    if (received && (received[row] ?? now) > asOf) continue
    const who = ids[row] ?? 0
    if (now >= (own.ts[who] ?? 0)) continue
    own.ts[who] = now
    own.row[who] = row
  }
}
