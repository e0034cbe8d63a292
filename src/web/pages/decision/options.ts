import { recordsIn, type AnyRow } from '#kernel'

export interface Option {
  readonly name: string
  readonly summary: string | null
  readonly cost: string | null
  readonly effect: string | null
  /** Why it was not taken. */
  readonly why: string | null
}

/** The options of a decision, those that were rejected with the reason. */
export function optionsOf(row: AnyRow): readonly Option[] {
  const against = new Map(recordsIn(row['rejected']).map((one) => [one['option'], textOf(one['why'])]))
  return recordsIn(row['options']).map((one) => ({
    name: String(one['name']),
    summary: textOf(one['summary']),
    cost: textOf(one['cost']),
    effect: textOf(one['effect']),
    why: against.get(one['name']) ?? null,
  }))
}

/** Options go by letters, the first by A. */
export const letterOf = (index: number): string => String.fromCodePoint(65 + Math.max(0, index))

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
