import type { SourceTable } from '#kernel'
import type { DateOrder } from '#engines/numbers/readDate.ts'
import type { NumberStyle } from './readNumber.ts'

/** One column of a file: what it is called there, what it means here, how its cells are read. */
export interface ColumnPlan {
  readonly theirs: string
  readonly sample: string | null
  readonly ours: { readonly fact: string; readonly column: string } | null
  readonly readAs: string
  readonly state: 'matched' | 'check' | 'leftOut'
  /** What a person may choose, when the cells allow several readings. */
  readonly choices?: readonly string[]
}

/** How rows of a file become rows of one fact. Plain data: it travels to the browser and back. */
export interface Reading {
  readonly fact: string
  /** Our column, and the place of theirs. */
  readonly columns: Readonly<Record<string, number>>
  readonly constants: Readonly<Record<string, unknown>>
  /** Places of columns that travel in the fact's open object. */
  readonly rest: readonly number[]
  readonly derived: readonly DerivedColumn[]
  /** Rows whose cell is empty there are not rows of this fact. */
  readonly onlyWith: number | null
  /** Columns that take another column's value while their own is empty. */
  readonly instead: Readonly<Record<string, string>>
}

/** A column that follows from others, by a rule of derivations.ts; `at` is the place of the cell that it is made from. */
export type DerivedColumn = { readonly column: string } & (
  | { readonly rule: 'whenTrue'; readonly at: number; readonly value: string }
  | { readonly rule: 'after'; readonly at: number; readonly start: string; readonly unit: 'minutes' | 'hours' | 'seconds' }
  | { readonly rule: 'lookup'; readonly by: string; readonly in: string; readonly key: string }
)

/** What the cells of a whole file agree on. */
export interface CellForms {
  readonly dates: DateOrder | 'undecided'
  readonly numbers: NumberStyle | 'undecided'
  /** The zone of times that name none. */
  readonly zone: string
  readonly currency: string
}

export interface Trouble {
  readonly reason: string
  readonly hint: string
}

export interface FilePlan {
  readonly file: string
  readonly part?: string
  readonly bytes: number
  readonly form: SourceTable['form'] | { readonly kind: 'yaml' | 'json'; readonly notes: readonly string[] }
  /** A fact, `metrics dictionary`, `product hierarchy`, `availability`; null when nobody knows. */
  readonly recognisedAs: string | null
  /** 0 to 1. */
  readonly sure: number
  readonly reasons: readonly string[]
  /** Rows of content; null when only a sample was read. */
  readonly rows: number | null
  readonly columns: readonly ColumnPlan[]
  readonly readings: readonly Reading[]
  readonly forms: CellForms
  readonly notes: readonly string[]
  /** Where its rows come from, when not from where the other files do: held rows belong to the source that they came from. */
  readonly source?: string
  /** Why it cannot go in as it stands. */
  readonly trouble?: Trouble
}

export interface ImportPlan {
  readonly files: readonly FilePlan[]
  readonly source: string
}

/** A file's name with its sheet or path, as reports show it. */
export const titleOf = (one: { readonly file: string; readonly part?: string | undefined }): string =>
  one.part === undefined ? one.file : `${one.file} › ${one.part}`
