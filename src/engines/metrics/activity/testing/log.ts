import { noActivity, withPieces, type Activity, type Piece } from '../activity.ts'
import type { Counted } from '../people.ts'

/** An event as a list of events would have it; `actor` is null where nobody is known. */
export interface Happened {
  readonly at: number
  readonly account: string
  readonly actor: string | null
  readonly name: string
}

export const day = 86_400

/** Few enough accounts, people and kinds that they meet often in a random log. */
export const parts = {
  accounts: ['acme', 'bolt', 'crux', 'dune'],
  actors: [null, 'ann', 'bob', 'cem', 'dia', 'bot'],
  names: ['report', 'alert', 'login'],
} as const

/** A piece with lists of its own, as a source gives it. */
export function pieceOf(log: readonly Happened[]): Piece {
  const list = (texts: readonly (string | null)[]): string[] => [...new Set(texts.filter((text) => text !== null))].toSorted()
  const [accounts, actors, names] = [list(log.map(({ account }) => account)), list(log.map(({ actor }) => actor)), list(log.map(({ name }) => name))]
  return {
    at: log.map(({ at }) => at),
    account: log.map(({ account }) => accounts.indexOf(account)),
    actor: log.map(({ actor }) => (actor === null ? Number.NaN : actors.indexOf(actor))),
    name: log.map(({ name }) => names.indexOf(name)),
    quantity: log.map(() => 1),
    accounts,
    actors,
    names,
  }
}

export const activityOf = (log: readonly Happened[]): Activity => withPieces(noActivity, [pieceOf(log)])

/** The same events again, from the columns. */
export const eventsOf = (activity: Activity): Happened[] =>
  Array.from({ length: activity.length }, (_, row) => ({
    at: activity.at[row] ?? 0,
    account: activity.accounts[activity.account[row] ?? 0] ?? '',
    actor: activity.actors[activity.actor[row] ?? -1] ?? null,
    name: activity.names[activity.name[row] ?? 0] ?? '',
  }))

/** Bots, logins and the account dune do not count. */
export const countedOf = (activity: Activity): Counted => ({
  account: Uint8Array.from(activity.accounts, (id) => Number(id !== 'dune')),
  actor: Uint8Array.from(activity.actors, (id) => Number(id !== 'bot')),
  name: Uint8Array.from(activity.names, (name) => Number(name !== 'login')),
})

export const counts = ({ account, actor, name }: Happened): boolean => account !== 'dune' && actor !== 'bot' && name !== 'login'
