/** How two names of persons came together. `identify`: a device turned out to be somebody; `alias`: two names were said to be one; `unmerge`: that was taken back. */
export interface Link {
  readonly kind: string
  /** A known person by their id, a device by `~` and its id. */
  readonly person: string
  readonly other: string
}

export interface Persons {
  /** Adds a link and answers the names that changed by it: of a raw person, and whom it stands for from now on. */
  add(link: Link): readonly (readonly [raw: string, canonical: string])[]
  canonical(raw: string): string
  /** Every raw name of the same person. */
  namesOf(raw: string): readonly string[]
}

/**
 * Union-find over names of persons (Galler and Fischer 1964), the smaller set joining the larger, each set knowing its members so that a
 * merge tells exactly whose name changed. Links are added in the order in which they arrived. A device joins the first known person that it
 * is linked with and no second one, so that a shared device merges nobody; two known persons are merged by an explicit alias alone, and a
 * later unmerge of that alias takes it back. What is left is then told anew from its links, for a device that is free again may join a person
 * who had nothing to do with that alias, and bring others. The canonical name of a set is its known person that was named first, or the first device.
 */
export function persons(links: Iterable<Link> = []): Persons {
  const kept: Link[] = []
  let sets = new Sets()
  const add: Persons['add'] = (link) => {
    if (!kinds.has(link.kind) || link.person === '' || link.other === '' || link.person === link.other) return []
    if (link.kind !== 'unmerge') {
      kept.push(link)
      return sets.join(link)
    }
    const before = sets
    const isTakenBack = ({ kind, person, other }: Link): boolean => kind === 'alias' && samePair([person, other], [link.person, link.other])
    if (!kept.some(isTakenBack)) return []
    kept.splice(0, kept.length, ...kept.filter((one) => !isTakenBack(one)))
    sets = new Sets()
    for (const one of kept) sets.join(one)
    return before
      .names()
      .map((raw) => [raw, sets.canonical(raw)] as const)
      .filter(([raw, name]) => name !== before.canonical(raw))
  }
  for (const link of links) add(link)
  return { add, canonical: (raw) => sets.canonical(raw), namesOf: (raw) => sets.membersOf(raw) }
}

/** Links of other kinds, such as a person’s group, say nothing about who is who. */
const kinds = new Set(['identify', 'alias', 'unmerge'])
const isKnown = (raw: string): boolean => !raw.startsWith('~')
const samePair = (a: readonly [string, string], b: readonly [string, string]): boolean => (a[0] === b[0] && a[1] === b[1]) || (a[0] === b[1] && a[1] === b[0])

interface PersonSet {
  name: string
  /** When its name was first heard, to choose between two. */
  since: number
  members: string[]
}

class Sets {
  private readonly of = new Map<string, PersonSet>()
  private heard = 0

  canonical(raw: string): string {
    return this.of.get(raw)?.name ?? raw
  }

  membersOf(raw: string): readonly string[] {
    return this.of.get(raw)?.members ?? [raw]
  }

  names(): readonly string[] {
    return [...this.of.keys()]
  }

  join({ kind, person, other }: Link): (readonly [string, string])[] {
    const [a, b] = [this.setOf(person), this.setOf(other)]
    if (a === b) return []
    if (kind !== 'alias' && isKnown(a.name) && isKnown(b.name)) return []
    const [large, small] = a.members.length >= b.members.length ? [a, b] : [b, a]
    const named = this.better(a, b)
    const renamed = large.name === named.name ? small.members : [...large.members, ...small.members]
    const changed = renamed.filter((raw) => this.canonical(raw) !== named.name).map((raw) => [raw, named.name] as const)
    ;[large.name, large.since] = [named.name, named.since]
    for (const raw of small.members) this.of.set(raw, large)
    large.members.push(...small.members)
    return changed
  }

  /** A known person before a device, and the one heard of first. */
  private better(a: PersonSet, b: PersonSet): { readonly name: string; readonly since: number } {
    if (isKnown(a.name) !== isKnown(b.name)) return isKnown(a.name) ? { ...a } : { ...b }
    return a.since <= b.since ? { ...a } : { ...b }
  }

  private setOf(raw: string): PersonSet {
    const known = this.of.get(raw)
    if (known) return known
    const fresh: PersonSet = { name: raw, since: (this.heard += 1), members: [raw] }
    this.of.set(raw, fresh)
    return fresh
  }
}
