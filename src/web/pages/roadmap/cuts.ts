import type { AnyRow } from '#kernel'
import { words } from '#web/words.ts'

/** A way to narrow bets, or to let them stand together; `of` gives the values of one bet. */
export interface Cut {
  readonly id: 'squad' | 'kind' | 'who' | 'goal'
  readonly says: string
  readonly of: (row: AnyRow) => readonly string[]
}

const texts = (value: unknown): readonly string[] =>
  [value]
    .flat()
    .filter((one) => typeof one === 'string' && one !== '')
    .map(String)

export const cuts: readonly [Cut, ...Cut[]] = [
  { id: 'squad', says: 'Squad', of: (row) => texts(row['teams']) },
  { id: 'kind', says: 'Kind of work', of: (row) => texts(row['investment']) },
  { id: 'who', says: 'Owner', of: (row) => texts(row['owner']) },
  { id: 'goal', says: 'Objective', of: (row) => texts(row['objectives']) },
]

/** A value as a reader names it: a row by its name, a choice in words, a squad as it is. */
export const cutSays = (value: string, names: ReadonlyMap<string, string>): string =>
  names.get(value) ?? (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value) ? 'Somebody or something that is gone' : /^[a-z]/.test(value) ? words(value) : value)

/** Those that the address asks for; each part of it narrows. */
export const narrowed = (bets: readonly AnyRow[], search: Readonly<Record<string, string>>): readonly AnyRow[] =>
  cuts.reduce<readonly AnyRow[]>((left, { id, of }) => (search[id] === undefined ? left : left.filter((row) => of(row).includes(search[id] ?? ''))), bets)

/** Bets under the first value of a cut, in the order of its names; those without one come last. */
export function groupedBy(
  bets: readonly AnyRow[],
  { of, says }: Cut,
  names: ReadonlyMap<string, string>,
): { readonly name: string; readonly bets: readonly AnyRow[] }[] {
  const none = `No ${says.toLowerCase()}`
  const groups = Map.groupBy(bets, (row) => {
    const [first] = of(row)
    return first === undefined ? '' : cutSays(first, names)
  })
  return [...groups].toSorted(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b)).map(([name, own]) => ({ name: name || none, bets: own }))
}
