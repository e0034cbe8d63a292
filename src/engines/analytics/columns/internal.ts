import { once } from '../../numbers/once.ts'
import type { Column, Events, Out } from './events.ts'
import { cutColumn, leavingOut, profilesWithout, rowsWithout } from './leavingOut.ts'

interface Left {
  /** The rows that stay; null when all do. */
  readonly rows: Uint32Array | null
  readonly events: Events
}

const known = new WeakMap<Float64Array, Left>()
const moved = new WeakMap<Column, Column>()

/**
 * The events without those of internal accounts and people, and without what is known of them, so that they are neither counted nor
 * eligible. Kept with the events that it was made of; properties that come later are cut in the same way.
 */
export function withoutInternal(events: Events): Events {
  if (events.filed) return filedWithout(events)
  const left = known.get(events.ts) ?? leftOf(events)
  known.set(events.ts, left)
  const { rows } = left
  if (rows === null) return events
  return { ...left.events, properties: new Map([...events.properties].map(([name, column]) => [name, cutOnce(column, rows)])) }
}

const filedWithout = once((events: Events): Events => {
  const own = ownOf(events)
  return own && events.filed ? events.filed.without(own, profilesWithout(events, own)) : events
})

function leftOf(events: Events): Left {
  const own = ownOf(events)
  if (own === null) return { rows: null, events }
  const rows = rowsWithout(events, own)
  return { rows, events: leavingOut(events, rows, own) }
}

/** Who is one of our own: accounts that are internal, persons that are internal or no persons at all (services). */
function ownOf({ profiles, persons, accounts }: Events): Out | null {
  const marks = (size: number, columns: readonly (Column | undefined)[]): Uint8Array =>
    Uint8Array.from({ length: size }, (_, key) => (columns.some((column) => column?.values[column.codes[key] ?? -1] === true) ? 1 : 0))
  const { person, account } = profiles
  const own = {
    accounts: marks(accounts.length, [account.columns.get('is_internal')]),
    persons: marks(persons.length, [person.columns.get('is_internal'), person.columns.get('is_service')]),
  }
  return own.accounts.includes(1) || own.persons.includes(1) ? own : null
}

function cutOnce(column: Column, rows: Uint32Array): Column {
  const done = moved.get(column) ?? cutColumn(column, rows)
  moved.set(column, done)
  return done
}
