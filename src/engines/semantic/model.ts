/**
 * The semantic model: what may be asked of a set of tables, as plain data (kpis.md §5). It is a superset of MetricFlow's model; the words
 * are MetricFlow's own where it has them (its documentation: docs.getdbt.com, "About MetricFlow"). Expressions and filters stay text here;
 * `expression/` parses them when a question is planned, and refuses what is outside the safe language.
 */
export interface SemanticManifest {
  readonly models: readonly SemanticModel[]
  readonly metrics: readonly Metric[]
  readonly savedQueries: readonly SavedQuery[]
  readonly spines: readonly TimeSpine[]
}

/** A table, by the names under which a warehouse knows it. `table` alone is used to read it. */
export interface Relation {
  readonly table: string
  readonly schema?: string
  readonly database?: string
  /** Of a table that keeps versions: the last of each key, by this column, is read. */
  readonly latest?: { readonly key: readonly string[]; readonly by: string }
}

/** What every named part may carry. `meta` is a stranger's own; ours travels in named fields. */
export interface Described {
  readonly name: string
  readonly label?: string
  readonly description?: string
  readonly meta?: Readonly<Record<string, unknown>>
}

/** One table with its keys, its attributes and what can be added up in it. */
export interface SemanticModel extends Described {
  readonly relation: Relation
  /** The time dimension of measures that name none. */
  readonly timeDimension?: string
  /** The entity that one row stands for, when no column carries it. */
  readonly primaryEntity?: string
  readonly entities: readonly Entity[]
  readonly dimensions: readonly Dimension[]
  readonly measures: readonly Measure[]
}

/** primary and unique: one row per value. natural: one row per value at a time (needs a validity window). foreign: many rows per value. */
export type EntityType = 'primary' | 'unique' | 'foreign' | 'natural'

/** A key that joins: two models meet where both have an entity of the same name. */
export interface Entity extends Described {
  readonly type: EntityType
  /** Column or expression; the name itself when left out. */
  readonly expr?: string
  readonly role?: string
}

export type Grain = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
/** What a column may be declared with; what is finer than a second is read but not answered. */
export type DeclaredGrain = Grain | 'nanosecond' | 'microsecond' | 'millisecond'

export interface Dimension extends Described {
  readonly type: 'categorical' | 'time'
  readonly expr?: string
  /** Of time dimensions: how fine the column is. */
  readonly grain?: DeclaredGrain
  /** Rows of two models join only within the same partition, where both have it. */
  readonly isPartition?: boolean
  /** A slowly changing table: this column is the first instant of a row's validity, or the first after it (start <= t < end). */
  readonly validity?: 'start' | 'end'
  /** The column holds instants in UTC, so that days are cut in the zone of the question. */
  readonly isInstant?: boolean
}

export type Aggregation = 'sum' | 'min' | 'max' | 'average' | 'count' | 'count_distinct' | 'sum_boolean' | 'median' | 'percentile'

export interface Percentile {
  /** Between 0 and 1. */
  readonly share: number
  /** A value that occurs, not one between two. */
  readonly isDiscrete?: boolean
  /** The source allows an approximation; we compute exactly. */
  readonly isApproximate?: boolean
}

export interface Measure extends Described {
  readonly agg: Aggregation
  readonly expr?: string
  readonly percentile?: Percentile
  readonly timeDimension?: string
  readonly nonAdditive?: NonAdditive
  /** A simple metric of the same name stands beside it. */
  readonly createsMetric?: boolean
}

/** A stock, not a flow: take the rows of the last (max) or first (min) moment, then add up. */
export interface NonAdditive {
  readonly dimension: string
  readonly choice: 'min' | 'max'
  /** Entities or dimensions whose own last moment counts. */
  readonly groupings: readonly string[]
}

/** A stretch of time: 7 day, 1 month, or 1 of a custom calendar's periods. */
export interface Window {
  readonly count: number
  /** A Grain, or the name of a custom grain. */
  readonly unit: string
}

/** A measure as a metric takes it. */
export interface MeasureInput {
  readonly name: string
  readonly alias?: string
  readonly filter?: readonly string[]
  readonly fillNullsWith?: number
  readonly joinToTimespine?: boolean
}

/** A metric as another metric takes it. */
export interface MetricInput {
  readonly name: string
  readonly alias?: string
  readonly filter?: readonly string[]
  readonly offsetWindow?: Window
  readonly offsetToGrain?: string
}

/** What is ours and MetricFlow has no word for; travels in config.meta.throughline. */
export interface Governance {
  readonly policy?: string
  /** Days after a bucket's end until its rows are complete. */
  readonly maturityDays?: number
  /** Cells with fewer rows than this are suppressed. */
  readonly minN?: number
  readonly direction?: 'up' | 'down' | 'within'
  readonly unit?: string
  /** The only group-by items that may be asked, when given. */
  readonly dimensions?: readonly string[]
}

interface MetricCommon extends Described {
  readonly filter?: readonly string[]
  /** The grain of metric_time when a question names none. */
  readonly grain?: string
  readonly governance?: Governance
}

export interface SimpleMetric extends MetricCommon {
  readonly type: 'simple'
  readonly measure: MeasureInput
}
/** Each side is aggregated, then divided; a denominator of 0 gives null. */
export interface RatioMetric extends MetricCommon {
  readonly type: 'ratio'
  readonly numerator: MetricInput
  readonly denominator: MetricInput
}
export interface DerivedMetric extends MetricCommon {
  readonly type: 'derived'
  /** Over the names (or aliases) of `metrics`. */
  readonly expr: string
  readonly metrics: readonly MetricInput[]
}
/** Rows of (t − window, t], or of the period to date up to t, or of all time up to t. */
export interface CumulativeMetric extends MetricCommon {
  readonly type: 'cumulative'
  readonly measure: MeasureInput
  readonly window?: Window
  readonly grainToDate?: string
  /** Which of a coarser bucket's days speaks for it; the first when left out, as in MetricFlow. */
  readonly periodAgg?: 'first' | 'last' | 'average'
}
/** Each conversion takes the latest base event at or before it, inside the window; it is used once. */
export interface ConversionMetric extends MetricCommon {
  readonly type: 'conversion'
  readonly base: MeasureInput
  readonly conversion: MeasureInput
  readonly entity: string
  readonly window?: Window
  readonly constantProperties?: readonly { readonly base: string; readonly conversion: string }[]
  readonly calculation: 'conversions' | 'conversion_rate'
}
/** Types of ours that engines/metrics answers: their parameters are kept, the semantic layer refuses to compile them. */
export interface OwnMetric extends MetricCommon {
  readonly type: 'cohort' | 'movement' | 'survival' | 'slo'
  readonly params: Readonly<Record<string, unknown>>
}

export type Metric = SimpleMetric | RatioMetric | DerivedMetric | CumulativeMetric | ConversionMetric | OwnMetric
export type MetricType = Metric['type']

export interface SavedQuery extends Described {
  readonly metrics: readonly string[]
  readonly groupBy: readonly string[]
  readonly where: readonly string[]
  readonly orderBy: readonly string[]
  readonly limit?: number
  readonly exports?: readonly Readonly<Record<string, unknown>>[]
  readonly tags?: readonly string[]
}

/** A table with one row per moment. Custom grains are further columns of the one for days: a fiscal quarter, a trading week. */
export interface TimeSpine {
  readonly relation: Relation
  readonly column: string
  readonly grain: DeclaredGrain
  readonly customGrains: readonly { readonly name: string; readonly column?: string }[]
}

export const emptyManifest: SemanticManifest = { models: [], metrics: [], savedQueries: [], spines: [] }

/** Every name under which a metric can be asked for: those declared, and those that measures create (unless one is declared). */
export function allMetrics({ models, metrics }: SemanticManifest): Metric[] {
  const declared = new Set(metrics.map(({ name }) => name))
  const created = models.flatMap(({ measures }) => measures.filter(({ createsMetric, name }) => createsMetric && !declared.has(name)))
  return [...metrics, ...created.map(({ name, label, description }): Metric => ({ type: 'simple', name, measure: { name }, ...has({ label, description }) }))]
}

/** Leaves out what is undefined, so that optional members are absent instead. */
export function has<T extends Readonly<Record<string, unknown>>>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const name in members) {
    const value = members[name]
    if (isGiven(value)) kept[name] = value
  }
  return kept
}

const isGiven = <V>(value: V): value is Exclude<V, undefined> => value !== undefined
