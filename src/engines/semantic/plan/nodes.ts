import type { Expression } from '../expression/expression.ts'
import type { Aggregation, Grain, Percentile, Relation as Stored, Window } from '../model.ts'

/**
 * A question as a tree of typed nodes. Two storeys: *rows* of tables (source, join, attach, filter), and *relations* that hold one value per
 * group (aggregate, cumulate, convert, spine, offset, combine). A relation has the key columns of its question, in their order, and one value.
 * `order` is the root. A dialect renders it; nothing here is text of a query language.
 */
export type Rows = SourceRows | JoinedRows | AttachedRows | FilteredRows

export interface SourceRows {
  readonly node: 'source'
  readonly table: Stored
  readonly alias: string
}

/** Each row of `input` with the one row of the table that its key finds, or none. */
export interface JoinedRows {
  readonly node: 'join'
  readonly input: Rows
  readonly table: Stored
  readonly alias: string
  readonly on: readonly Equality[]
  readonly validity?: Validity
  /** For the message when the key turns out to find two. */
  readonly says: string
}
/** `theirs` is an expression over the joined table alone. */
export interface Equality {
  readonly ours: Expression
  readonly theirs: Expression
}
/** start <= at < end; an end that is null is still open. */
export interface Validity {
  readonly at: Expression
  readonly start: Expression
  readonly end: Expression
}

/** Each row of `input` with a relation's value for its keys. */
export interface AttachedRows {
  readonly node: 'attach'
  readonly input: Rows
  readonly relation: Relation
  readonly alias: string
  readonly on: readonly Expression[]
}

export interface FilteredRows {
  readonly node: 'filter'
  readonly input: Rows
  readonly where: Expression
}

export type Relation = Aggregate | Cumulate | Convert | Spine | Offset | Combine

/** Where the time key stands among the keys, and its grain (a Grain or a custom one). */
export interface Axis {
  readonly place: number
  readonly grain: string
}

/** Civil days, both inclusive. */
export interface Range {
  readonly from?: string
  readonly to?: string
}

export interface Summary {
  readonly agg: Aggregation
  readonly of: Expression
  readonly percentile?: Percentile
}

export interface Aggregate {
  readonly node: 'aggregate'
  readonly rows: Rows
  readonly keys: readonly Expression[]
  readonly value: Summary
  /** Only the rows of the last (first) moment of each group count. */
  readonly nonAdditive?: { readonly at: Expression; readonly choice: 'min' | 'max'; readonly by: readonly Expression[] }
}

/** For every base bucket b of the range: the summary of rows in the stretch that ends with b; then one base bucket speaks for each axis bucket. */
export interface Cumulate {
  readonly node: 'cumulate'
  readonly rows: Rows
  /** Without the axis. */
  readonly keys: readonly Expression[]
  readonly at: Expression
  readonly value: Summary
  readonly stretch: { readonly window: Window } | { readonly toDate: Grain } | 'all'
  readonly base: Grain
  readonly axis: Axis & { readonly custom?: CustomGrain }
  readonly periodAgg: 'first' | 'last' | 'average'
  readonly range: Range
  /** Over the column `b` of alias `s`. */
  readonly where: readonly Expression[]
}

/** The summary of conversions, grouped by keys of the base event that each took. */
export interface Convert {
  readonly node: 'convert'
  readonly base: Rows
  readonly conversion: Rows
  readonly keys: readonly Expression[]
  readonly baseAt: Expression
  readonly conversionAt: Expression
  /** Base and conversion agree in these: the entity, and the properties that stay constant. */
  readonly same: readonly { readonly base: Expression; readonly conversion: Expression }[]
  readonly window?: Window
  readonly value: Summary
}

/** Every bucket of the axis, with the input's rows where there are some. */
export interface Spine {
  readonly node: 'spine'
  readonly input: Relation
  readonly keys: number
  readonly axis: Axis & { readonly grain: Grain }
  readonly range: Range
}

/** Each bucket shows the input's value of another one. */
export interface Offset {
  readonly node: 'offset'
  readonly input: Relation
  readonly keys: number
  readonly axis: Axis & { readonly custom?: CustomGrain }
  readonly by: { readonly window: Window } | { readonly toGrain: Grain }
  readonly range: Range
  /** Over the column `b` of alias `s`. */
  readonly where: readonly Expression[]
}

/** Inputs side by side, matched by keys; a group that one of them lacks is null there, or its fill. */
export interface Combine {
  readonly node: 'combine'
  readonly inputs: readonly { readonly relation: Relation; readonly fill?: number }[]
  readonly keys: number
  /** Over the columns `v0`, `v1` … of alias `c`. */
  readonly value: Expression
}

/** A calendar of its own: the spine table gives the bucket of each day. */
export interface CustomGrain {
  readonly table: string
  readonly day: string
  readonly bucket: string
}

export interface OrderedKey {
  readonly name: string
  /** Which of the relations' keys it shows; a coarser metric_time is cut from the axis. */
  readonly place: number
  readonly bucket?: Grain
  readonly grain?: string
}

export interface Order {
  readonly node: 'order'
  readonly keys: readonly OrderedKey[]
  /** How many keys the relations have. */
  readonly width: number
  readonly metrics: readonly { readonly name: string; readonly relation: Relation; readonly fill?: number }[]
  /** Distinct keys, when the question names no metric. */
  readonly distinct?: { readonly rows: Rows; readonly keys: readonly Expression[] }
  readonly orderBy: readonly { readonly column: string; readonly descending: boolean }[]
  readonly limit?: number
}

/** Rows that went into the answer; a second small query counts them. */
export interface Input {
  readonly metric: string
  readonly role: 'measure' | 'base' | 'conversion'
  readonly measure: string
  readonly model: string
  readonly rows: Rows
  readonly at?: Expression
}

/** A claim of the model that an answer depends on, with the query that would find it broken. */
export interface Guard {
  readonly says: string
  readonly table: Stored
  readonly keys: readonly Expression[]
  readonly alias: string
  readonly validity?: { readonly start: Expression; readonly end: Expression }
}

export interface Plan {
  readonly root: Order
  readonly inputs: readonly Input[]
  readonly guards: readonly Guard[]
  readonly notes: readonly string[]
  /** Metrics by name, with what the envelope tells of each. */
  readonly timeZone: string
}
