import type { Column, Events, Profiles } from './events.ts'

/** Who is one of our own: accounts that are internal, persons that are internal or no persons at all (services). */
interface Own {
  readonly accounts: Uint8Array
  readonly persons: Uint8Array
}

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
  const left = known.get(events.ts) ?? leftOf(events)
  known.set(events.ts, left)
  const { rows } = left
  if (rows === null) return events
  return { ...left.events, properties: new Map([...events.properties].map(([name, column]) => [name, cutColumn(column, rows)])) }
}

function leftOf(events: Events): Left {
  const own = ownOf(events)
  if (own === null) return { rows: null, events }
  const rows = Uint32Array.from({ length: events.length }, (_, row) => row).filter(
    (row) => own.accounts[events.account[row] ?? 0] !== 1 && own.persons[events.person[row] ?? 0] !== 1,
  )
  const cut = <T extends Uint32Array | Float64Array>(column: T, made: T): T => {
    for (let at = 0; at < rows.length; at++) made[at] = column[rows[at] ?? 0] ?? 0
    return made
  }
  const whole = (column: Uint32Array): Uint32Array => cut(column, new Uint32Array(rows.length))
  const name = whole(events.name)
  const { person, account } = events.profiles
  return {
    rows,
    events: {
      ...events,
      length: rows.length,
      ts: cut(events.ts, new Float64Array(rows.length)),
      received: events.received && cut(events.received, new Float64Array(rows.length)),
      seq: whole(events.seq),
      name,
      runs: runsOf(name, events.names.length),
      person: whole(events.person),
      account: whole(events.account),
      session: whole(events.session),
      profiles: { person: without(person, own.persons), account: without(account, own.accounts) },
    },
  }
}

function ownOf({ profiles, persons, accounts }: Events): Own | null {
  const marks = (size: number, columns: readonly (Column | undefined)[]): Uint8Array =>
    Uint8Array.from({ length: size }, (_, key) => (columns.some((column) => column?.values[column.codes[key] ?? -1] === true) ? 1 : 0))
  const { person, account } = profiles
  const own = {
    accounts: marks(accounts.length, [account.columns.get('is_internal')]),
    persons: marks(persons.length, [person.columns.get('is_internal'), person.columns.get('is_service')]),
  }
  return own.accounts.includes(1) || own.persons.includes(1) ? own : null
}

function runsOf(name: Uint32Array, names: number): Uint32Array {
  const runs = new Uint32Array(names + 1)
  for (const code of name) runs[code + 1] = (runs[code + 1] ?? 0) + 1
  for (let code = 0; code < names; code++) runs[code + 1] = (runs[code + 1] ?? 0) + (runs[code] ?? 0)
  return runs
}

/** Whoever is left out came never to be: no question of who existed finds them. */
function without({ created, columns }: Profiles, own: Uint8Array): Profiles {
  const cut = ({ codes, values }: Column): Column => ({ codes: codes.map((code, key) => (own[key] === 1 ? -1 : code)), values })
  return {
    created: created && created.map((at, key) => (own[key] === 1 ? Number.NaN : at)),
    columns: new Map([...columns].map(([name, column]) => [name, cut(column)])),
  }
}

function cutColumn(column: Column, rows: Uint32Array): Column {
  const done = moved.get(column) ?? { codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1), values: column.values }
  moved.set(column, done)
  return done
}
