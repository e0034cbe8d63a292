import type { Field, Fields } from './field.ts'
import type { Role } from './object.ts'

export type Severity = 'error' | 'warn'

/** A rule that the rows of a fact must keep, by themselves or against another fact. Checks are data; runtime/quality runs them. */
export type Check = { readonly id: string; readonly says: string; readonly severity: Severity } & (
  | { readonly rule: 'present'; readonly column: string }
  | { readonly rule: 'oneOf'; readonly column: string; readonly choices: readonly string[] }
  | { readonly rule: 'notBefore'; readonly column: string; readonly other: string; readonly slackMinutes?: number }
  | { readonly rule: 'atLeast'; readonly column: string; readonly least: number }
  | { readonly rule: 'known'; readonly column: string; readonly fact: string; readonly key: string }
  | { readonly rule: 'notBeforeOther'; readonly column: string; readonly fact: string; readonly by: string; readonly key: string; readonly start: string }
  | {
      readonly rule: 'within'
      readonly column: string
      readonly fact: string
      readonly by: string
      readonly key: string
      readonly start: string
      readonly end: string
    }
  | { readonly rule: 'stillPaying'; readonly column: string; readonly by: string }
  | { readonly rule: 'claimedChurn'; readonly column: string; readonly by: string }
  | { readonly rule: 'endedStatus'; readonly column: string; readonly end: string }
)

export interface FactOptions<C extends Fields> {
  readonly says: string
  /** What one row stands for, in words. */
  readonly grain: string
  /** The columns that together name a row at its source. */
  readonly key: readonly (keyof C & string)[]
  /** The column of business time. */
  readonly at: keyof C & string
  readonly columns: C
  readonly checks?: readonly Check[]
  /** The least role that may see a number made from it; viewers unless told. */
  readonly read?: Role
}

/** An append-only record type. Columns are in the field's own terms (kpis.md §2); the system's own columns (source, revision, batch, recorded at) are added by the store. */
export interface Fact<N extends string = string, C extends Fields = Fields> {
  readonly fact: N
  readonly says: string
  readonly grain: string
  readonly key: readonly string[]
  readonly at: string
  readonly columns: C
  readonly checks: readonly Check[]
  readonly read: Role
}

export function fact<const N extends string, C extends Fields>(name: N, options: FactOptions<C>): Fact<N, C> {
  for (const [column, f] of Object.entries(options.columns)) assertColumnar(name, column, f)
  return { fact: name, checks: [], read: 'viewer', ...options }
}

export const isFact = (value: unknown): value is Fact =>
  typeof value === 'object' && value !== null && 'fact' in value && 'columns' in value && 'grain' in value

function assertColumnar(name: string, column: string, f: Field<unknown>): void {
  if (!f.columnar) throw new TypeError(`${name}.${column}: a ${f.kind} cannot be a column of a fact.`)
}
