import type { Field } from '#kernel'

/** How one field kind must behave, by example. */
export interface KindCase {
  readonly field: Field<unknown>
  /** What comes in, what is kept, what a person reads. */
  readonly good: readonly (readonly [input: unknown, kept: unknown, shown: string])[]
  /** What comes in, and a piece of what the refusal says. */
  readonly bad: readonly (readonly [input: unknown, says: string])[]
  readonly column: string | null
}
