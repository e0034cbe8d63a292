import type { Column, Events, Out, Profiles } from './events.ts'

/** The rows of everybody else. */
export const rowsWithout = ({ length, account, person }: Events, out: Out): Uint32Array =>
  Uint32Array.from({ length }, (_, row) => row).filter((row) => out.accounts[account[row] ?? 0] !== 1 && out.persons[person[row] ?? 0] !== 1)

/** The events of these rows, without what is known of those who are left out; their own properties are still whole. */
export function leavingOut(events: Events, rows: Uint32Array, out: Out): Events {
  const cut = <T extends Uint32Array | Float64Array>(column: T, made: T): T => {
    for (let at = 0; at < rows.length; at++) made[at] = column[rows[at] ?? 0] ?? 0
    return made
  }
  const whole = (column: Uint32Array): Uint32Array => cut(column, new Uint32Array(rows.length))
  const name = whole(events.name)
  return {
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
    profiles: profilesWithout(events, out),
  }
}

/** A property of the events as these rows bear it. */
export const cutColumn = ({ codes, values }: Column, rows: Uint32Array): Column => ({ codes: Int32Array.from(rows, (row) => codes[row] ?? -1), values })

function runsOf(name: Uint32Array, names: number): Uint32Array {
  const runs = new Uint32Array(names + 1)
  for (const code of name) runs[code + 1] = (runs[code + 1] ?? 0) + 1
  for (let code = 0; code < names; code++) runs[code + 1] = (runs[code + 1] ?? 0) + (runs[code] ?? 0)
  return runs
}

/** What is known of everybody else. */
export const profilesWithout = ({ profiles: { person, account } }: Events, { persons, accounts }: Out): Events['profiles'] => ({
  person: without(person, persons),
  account: without(account, accounts),
})

/** Whoever is left out came never to be: no question of who existed finds them. */
function without({ created, columns, ...rest }: Profiles, own: Uint8Array): Profiles {
  const cut = ({ codes, values }: Column): Column => ({ codes: codes.map((code, key) => (own[key] === 1 ? -1 : code)), values })
  return {
    ...rest,
    created: created && created.map((at, key) => (own[key] === 1 ? Number.NaN : at)),
    columns: new Map([...columns].map(([name, column]) => [name, cut(column)])),
  }
}
