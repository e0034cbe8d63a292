import { keeper, nameOf, shelf } from '../../numbers/once.ts'
import type { Accounts } from './accounts.ts'

/** The parts of a list by the groups of a dimension. */
export type Parts<T> = ReadonlyMap<string, readonly T[]>

interface Parted<T> {
  /** Names how the accounts of the list fell into groups. */
  readonly known: string
  readonly parts: Parts<T>
}

const dimensions = 6

/**
 * Parts lists by a dimension of the account that each thing is about. A list is parted anew when one of those accounts changes group; a part that nobody left or joined is
 * the list that it was, so that what was told of it stands.
 */
export function parting<T>(accountOf: (one: T) => string | null): (list: readonly T[], column: string, accounts: Accounts) => Parts<T> {
  const kept = shelf<readonly T[], Parted<T>>(dimensions)
  const keptNumbers = keeper<readonly T[], Int32Array>(1)
  return (list, column, accounts) => {
    const known = accounts.knownOf(list, accountOf, column)
    const before = kept.get(list, column)
    if (before?.known === known) return before.parts
    const numbers = keptNumbers(list, nameOf(accounts.company), () =>
      Int32Array.from(list, (one) => {
        const id = accountOf(one)
        return id === null ? -1 : accounts.numberOf(id)
      }),
    )
    const parts = partsOf(list, numbers, accounts, column)
    for (const [key, part] of parts) if (isSame(part, before?.parts.get(key))) parts.set(key, before?.parts.get(key) ?? part)
    kept.put(list, column, { known, parts })
    return parts
  }
}

function partsOf<T>(list: readonly T[], numbers: Int32Array, accounts: Accounts, column: string): Map<string, readonly T[]> {
  const { keys, of } = accounts.groupsBy(column)
  const parts = keys.map((key): readonly [string, T[]] => [key, []])
  for (const [place, one] of list.entries()) parts[of[numbers[place] ?? -1] ?? 0]?.[1].push(one)
  return new Map(parts.filter(([, own]) => own.length > 0))
}

function isSame<T>(part: readonly T[], before: readonly T[] | undefined): boolean {
  return before?.length === part.length && part.every((one, place) => one === before[place])
}
