import type { Action, AnyRow, Noun } from '#kernel'

/** What the form of a verb is given. */
export interface VerbFormProps {
  readonly noun: Noun
  readonly row: AnyRow
  readonly verb: Action
  readonly given: Readonly<Record<string, unknown>>
  readonly close: () => void
}
