import { persons, type Persons } from '#engines/identity/persons.ts'
import { seen, type Seen } from '#engines/events/seen.ts'
import type { LinkRow } from './receive.ts'

/** What the receiving side of one workspace keeps in memory: all of it can be made again from what is stored. */
export interface Desk {
  readonly seen: Seen
  readonly persons: Persons
  readonly forgotten: Set<string>
  /** The account in which a person acted at a moment: by the last group call before it. */
  accountOf(person: string, at: number): string | null
  /** The account that the domain of their e-mail had named by then. */
  domainOf(person: string, at: number): string | null
  isLinked(userId: string, anonymousId: string): boolean
  learn(links: Iterable<Pick<LinkRow, 'person' | 'other' | 'type' | 'at'> & { readonly kind: string }>): void
}

type Dated = Map<string, { readonly at: number; readonly account: string }[]>

const lastOf = (dated: Dated, person: string, at: number): string | null => dated.get(person)?.findLast((one) => one.at <= at)?.account ?? null

export function openDesk(): Desk {
  const who = persons()
  const [accounts, domains]: [Dated, Dated] = [new Map(), new Map()]
  const forgotten = new Set<string>()
  const join = (dated: Dated, person: string, account: string, at: number): void => {
    const own = dated.get(person) ?? []
    dated.set(person, own)
    const place = own.findIndex((one) => one.at > at)
    if (place === -1) own.push({ at, account })
    else own.splice(place, 0, { at, account })
  }
  return {
    seen: seen(),
    persons: who,
    forgotten,
    accountOf: (person, at) => lastOf(accounts, person, at),
    domainOf: (person, at) => lastOf(domains, person, at),
    isLinked: (userId, anonymousId) => who.namesOf(userId).includes(`~${anonymousId}`) || who.canonical(`~${anonymousId}`) !== `~${anonymousId}`,
    learn(links) {
      for (const { kind, person, other, type, at } of links) {
        if (kind === 'domain') join(domains, person, other, at)
        else if (kind !== 'group') who.add({ kind, person, other })
        else if (type === 'account') join(accounts, person, other, at)
      }
    },
  }
}
