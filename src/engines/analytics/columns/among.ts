import { pieces, type Events, type Out } from './events.ts'
import { cutColumn, leavingOut, profilesWithout } from './leavingOut.ts'
import type { Cohort } from './where.ts'

/**
 * The events of those who are in a group (of those who are not, with `not`), and what is known of them: nobody else is counted, nor eligible.
 * Of accounts, the persons are those who acted for one of them or belong to one; of persons, the accounts are those that they acted for.
 */
export function among(events: Events, { of, members }: Cohort, not: boolean): Events {
  const isOut = Uint8Array.from({ length: sizeOf(events, of) }, (_, key) => ((members[key] === 1) === not ? 1 : 0))
  const out = outOf(events, of, isOut)
  if (events.filed) return events.filed.without(out, profilesWithout(events, out))
  const ids = of === 'person' ? events.person : events.account
  const rows = Uint32Array.from({ length: events.length }, (_, row) => row).filter((row) => isOut[ids[row] ?? 0] !== 1)
  return { ...leavingOut(events, rows, out), properties: new Map([...events.properties].map(([name, column]) => [name, cutColumn(column, rows)])) }
}

function outOf(events: Events, of: Cohort['of'], isOut: Uint8Array): Out {
  const others = strangers(events, of, isOut)
  return of === 'person' ? { persons: isOut, accounts: others } : { accounts: isOut, persons: strangersTo(events, others, isOut) }
}

const sizeOf = ({ persons, accounts }: Events, of: Cohort['of']): number => (of === 'person' ? persons : accounts).length

/** Accounts (of a group of accounts, persons) that no event of those who stay names. */
function strangers(events: Events, of: Cohort['of'], isOut: Uint8Array): Uint8Array {
  const other = of === 'person' ? 'account' : 'person'
  const out = new Uint8Array(sizeOf(events, other)).fill(1)
  for (const { events: part } of pieces(events)) {
    const [own, others] = [part[of], part[other]]
    for (let row = 0; row < part.length; row++) if (isOut[own[row] ?? 0] !== 1) out[others[row] ?? 0] = 0
  }
  return out
}

/** Persons who acted for none of the accounts that stay, and belong to none. */
function strangersTo(events: Events, out: Uint8Array, isOut: Uint8Array): Uint8Array {
  const home = events.profiles.person.columns.get('account_id')
  if (!home) return out
  const keys = new Map(events.accounts.map((id, key) => [id, key]))
  const stays = home.values.map((id) => isOut[keys.get(String(id)) ?? 0] !== 1 && keys.has(String(id)))
  home.codes.forEach((code, key) => {
    if (code >= 0 && stays[code]) out[key] = 0
  })
  return out
}
