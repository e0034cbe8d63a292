import type { AnyRow, Noun } from '#kernel'

/** Somebody else saved first: what you wanted, what stands now, and the way to save the chosen values on top. */
export interface Conflicting {
  readonly noun: Noun
  readonly before: AnyRow
  readonly yours: Readonly<Record<string, unknown>>
  readonly theirs: Readonly<Record<string, unknown>> | null
  readonly again: (input: Readonly<Record<string, unknown>>, version: number) => void
}
