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
    const names = group === 'person' ? events.persons : events.accounts
    const { created } = events.profiles[group]
    return numbered(() => events[group], { count: names.length - 1, idOf: (key) => names[key] ?? '', created })
  }
  const own = events.properties.get(group) ?? { codes: new Int32Array(), values: [] }
  const idsOf = (codes: Int32Array): Uint32Array => Uint32Array.from({ length: events.length }, (_, row) => (codes[row] ?? -1) + 1)
  return numbered(() => idsOf(own.codes), { count: own.values.length, idOf: (key) => String(own.values[key - 1] ?? ''), created: null })
}

/** Actors whose numbers are read when they are first looked at. */
function numbered(read: () => Uint32Array, rest: Omit<Actors, 'ids' | 'at'>): Actors {
  let own: Uint32Array | undefined
  return {
    ...rest,
    get ids() {
      return (own ??= read())
    },
    at: (row) => (own ??= read())[row] ?? 0,
  }
}

const pause = 30 * 60_000

/** Sessions that the source names; where it names none, a person’s events no more than thirty minutes apart. */
export function sessionsOf(events: Events): Actors {
  const { sessions } = events
  if (sessions.length > 1) return numbered(() => events.session, { count: sessions.length - 1, idOf: (key) => sessions[key] ?? '', created: null })
  const { length, person, ts } = events
  const order = Uint32Array.from({ length }, (_, row) => row)
  order.sort((a, b) => (person[a] ?? 0) - (person[b] ?? 0) || (ts[a] ?? 0) - (ts[b] ?? 0))
  const keys = new Uint32Array(length)
  let [count, last] = [0, -1]
  for (const row of order) {
    if ((person[row] ?? 0) === 0) continue
    const isSame = last >= 0 && person[last] === person[row] && (ts[row] ?? 0) - (ts[last] ?? 0) <= pause
    keys[row] = isSame ? count : ++count
    last = row
  }
  return { ids: keys, at: (row) => keys[row] ?? 0, count, idOf: (key) => `session ${key}`, created: null }
}
