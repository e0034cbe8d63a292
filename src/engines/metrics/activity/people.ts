import { nameOfText, once } from '../../numbers/once.ts'
import type { Activity } from './activity.ts'

type Row = Readonly<Record<string, unknown>>

/** Which accounts, people and kinds of event count, by their codes: 1 where they do. */
export interface Counted {
  /** Customers: accounts that are not our own. */
  readonly account: Uint8Array
  /** People: no bots, integrations, impersonated sessions or our own. */
  readonly actor: Uint8Array
  /** Events that show use: of the defined features, or all but sign-ins, page views and heartbeats. */
  readonly name: Uint8Array
  /** Names all that is known of accounts, people and features. */
  readonly terms?: string
  /** Names what this alone follows from: under the same name a code that was there before counts as it did, whoever came since. */
  readonly who?: string
}

/** The columns of app_user that say who is an actor. */
export const userColumns = ['id', 'account_id', 'role', 'created_at', 'is_internal', 'is_service', 'valid_from'] as const

/** What is known of each user last; rows that were read once are made sense of once. */
export const usersOf = once(
  (rows: readonly Row[]): ReadonlyMap<string, Row> =>
    new Map(rows.toSorted((a, b) => (String(a['valid_from'] ?? '') < String(b['valid_from'] ?? '') ? -1 : 1)).map((row) => [String(row['id']), row])),
)

export function countedIn(
  activity: Activity,
  known: {
    readonly accounts: { isInternal(id: string): boolean }
    readonly users: ReadonlyMap<string, Row>
    readonly features: readonly { readonly event: string; readonly events: readonly string[] }[]
  },
): Counted {
  const values = new Set(known.features.flatMap(({ event, events }) => [event, ...events]))
  return {
    account: Uint8Array.from(activity.accounts, (id) => Number(!known.accounts.isInternal(id))),
    actor: Uint8Array.from(activity.actors, (id) => Number(isPerson(known.users.get(id)))),
    name: Uint8Array.from(activity.names, (name) => Number(values.size > 0 ? values.has(name) : !isArrival(name))),
  }
}

/** A customer’s person: neither one of our own people nor a service. Who is not listed is one. */
export const isPerson = (user: Row | undefined): boolean => user?.['is_service'] !== true && user?.['is_internal'] !== true

/** Names the users that are no persons: the same for the same ones. */
export const servicesIn = once((users: ReadonlyMap<string, Row>) =>
  nameOfText(
    JSON.stringify(
      Array.from(users)
        .flatMap(([id, row]) => (isPerson(row) ? [] : [id]))
        .toSorted(),
    ),
  ),
)

/** Signing in, opening a page and a client's own heartbeat show that somebody came, not that anything was done. */
export const isArrival = (name: string): boolean => arrival.test(name)
const arrival =
  /(^|[^a-z])(log(ged)?[^a-z]?(in|on|out)|sign(ed)?[^a-z]?(in|on|out)|sessions?[^a-z]?(start|end)(ed)?|(page|screen)[^a-z]?views?(ed)?|heart[^a-z]?beat|ping)([^a-z]|$)/i
