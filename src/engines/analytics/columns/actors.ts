import type { Actor } from '../query/parts.ts'
import type { Events } from './events.ts'

/** Who is counted: a number from 1 for each; 0 is nobody and never counted. */
export interface Actors {
  /** The number of each row’s actor. */
  readonly ids: Uint32Array
  readonly at: (row: number) => number
  readonly count: number
  readonly idOf: (key: number) => string
  /** When each came to be, if the source says. */
  readonly created: Float64Array | null
}

export function actorsOf(events: Events, actor: Actor): Actors {
  if (actor === 'session') return sessionsOf(events)
  const group = actor === 'person' ? 'person' : actor.group
  if (group === 'person' || group === 'account') {
    const [ids, names] = group === 'person' ? [events.person, events.persons] : [events.account, events.accounts]
    return { ids, at: (row) => ids[row] ?? 0, count: names.length - 1, idOf: (key) => names[key] ?? '', created: events.profiles[group].created }
  }
  const own = events.properties.get(group) ?? { codes: new Int32Array(), values: [] }
  const ids = Uint32Array.from({ length: events.length }, (_, row) => (own.codes[row] ?? -1) + 1)
  return { ids, at: (row) => ids[row] ?? 0, count: own.values.length, idOf: (key) => String(own.values[key - 1] ?? ''), created: null }
}

const pause = 30 * 60_000

/** Sessions that the source names; where it names none, a person’s events no more than thirty minutes apart. */
export function sessionsOf(events: Events): Actors {
  const named = {
    ids: events.session,
    at: (row: number) => events.session[row] ?? 0,
    count: events.sessions.length - 1,
    idOf: (key: number) => events.sessions[key] ?? '',
    created: null,
  }
  if (events.sessions.length > 1) return named
  const order = Uint32Array.from({ length: events.length }, (_, row) => row)
  order.sort((a, b) => (events.person[a] ?? 0) - (events.person[b] ?? 0) || (events.ts[a] ?? 0) - (events.ts[b] ?? 0))
  const keys = new Uint32Array(events.length)
  let [count, last] = [0, -1]
  for (const row of order) {
    if ((events.person[row] ?? 0) === 0) continue
    const isSame = last >= 0 && events.person[last] === events.person[row] && (events.ts[row] ?? 0) - (events.ts[last] ?? 0) <= pause
    keys[row] = isSame ? count : ++count
    last = row
  }
  return { ids: keys, at: (row) => keys[row] ?? 0, count, idOf: (key) => `session ${key}`, created: null }
}
