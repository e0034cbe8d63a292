import type { Interval } from '../../numbers/intervals.ts'
import type { Activity } from '../activity/activity.ts'
import type { SqlText } from '../dialect/sql.ts'
import type { Finding } from '../revenue/input.ts'
import type { Ledger } from '../revenue/revenue.ts'
import type { Point, Series } from '../series/figure.ts'
import type { Grain, Timing } from '../series/timing.ts'

/** A row as the store answers it: columns by name, instants and days as text. */
export type Row = Readonly<Record<string, unknown>>

/** What is read before the arithmetic begins: columns of a fact, an answer of the store, or the rows of a noun as they stood on the as-of day. */
export type Read = { readonly fact: string; readonly columns: readonly string[] } | SqlText | { readonly noun: string }

/** How a metric is asked. `by` is a dimension that the metric allows: a column of the fact that it counts, or of the account. */
export interface Asked {
  readonly time: Timing
  readonly by: Split | null
  readonly currency: string
  /** The civil day of knowledge. */
  readonly today: string
  readonly minN: number
  readonly maturityDays: number
  /** The way's own switches, each with a value that it allows. */
  readonly switches: Readonly<Record<string, string>>
  /** One movement of revenue, when only what stands behind it is asked. */
  readonly movement?: string
}

export interface Split {
  readonly of: 'fact' | 'account'
  /** One dimension, or two that are crossed: 'segment,region'. */
  readonly column: string
}

/** What was read, by the names under which it was asked. */
export interface Given {
  rows(name: string): readonly Row[]
  /** The revenue ledger of the months asked, when the way wants one. */
  readonly ledger: Ledger | null
  /** Every product event as columns, when the way wants them. */
  readonly activity: Activity | null
}

/** A matrix of cohort and age: a cell is null with its reason while its window is open. */
export interface Cohort {
  readonly cohort: string
  readonly size: number
  readonly cells: readonly Cell[]
}
export interface Cell {
  readonly age: number
  readonly value: number | null
  readonly interval: Interval | null
  readonly numerator: number | null
  readonly denominator: number | null
}

/** What a way answers; the envelope around it is the same for all. */
export interface Computed extends Series {
  /** Rows of its ledger that mean something else than they say: errors, which take the trust of what they touch. A warning makes the headline provisional. */
  readonly broken?: readonly Finding[]
  readonly cohorts?: readonly Cohort[]
  /** The period that gives the headline, where the last closed one cannot: the newest cohort whose time has passed. */
  readonly headline?: string | null
  /** The text that was run, or the arithmetic in words. */
  readonly text: string
  readonly notes: readonly string[]
}

/** One thing behind a number: an account, a release, a person's item; what it contributed and why. */
export interface Behind {
  readonly account: string
  readonly name: string | null
  readonly opening: number | null
  readonly closing: number | null
  readonly change: number | null
  readonly movement: string | null
  readonly reason: string | null
}

/** A switch of a way's policy: the first value is the default; `null` values allow any word (an event's name). */
export interface Switch {
  readonly says: string
  readonly values: readonly string[] | null
  readonly initial: string
}

/** What a numerator counts, in words for one and many; what passes between two of them: days, or units of the denominator, of which each event is one. */
export interface CountedEvents {
  readonly event: string
  readonly events: string
  readonly between: { readonly one: string; readonly many: string } | 'days'
}

/**
 * A way of computing a metric: which rows it reads, and the arithmetic over them. Pure: the runtime runs the reads and puts the envelope around.
 * `C` is what the metric's definition says to it. A request that it cannot answer is a Refused, never a number.
 */
export interface Way<C> {
  /** The fact without whose rows there is no number but “no data”; null when it reads none. */
  counts(how: C): string | null
  /** A revenue ledger under the policy asked, or one in which each account counts by itself, never with its parent, or one by product. */
  readonly ledger?: 'asked' | 'ownAccounts' | 'byProduct'
  /** It folds product events. */
  readonly activity?: true
  readonly switches?: Readonly<Record<string, Switch>>
  /** Which two dimensions may be crossed: two of the account, or any two of its own rows; a reason, or nothing, where none may. */
  readonly pairs?: 'accounts' | 'own' | { readonly never: string }
  /** Why a grain is not told, without a full stop; null for those that are. A way without it tells every grain. */
  untold?(how: C, grain: Grain): string | null
  /** Events that its numerator counts, one by one; null where it counts none. Where they are rare, the gap between two of them carries the news. */
  events?(how: C): CountedEvents | null
  reads(how: C, asked: Asked): Readonly<Record<string, Read>>
  figures(how: C, asked: Asked, given: Given): Computed
  /** How many periods before the one whose background is asked must be read with it. */
  lookBack?(switches: Asked['switches']): number
  /** What `behind` reads, where that is not what the figures read. */
  behindReads?(how: C, asked: Asked): Readonly<Record<string, Read>>
  /** What stands behind one period of it, the most telling first. */
  behind?(how: C, asked: Asked, given: Given, period: string): readonly Behind[]
}

export { OutOfRange } from '../../numbers/outOfRange.ts'

/** A request that a way cannot answer, in words; `code` is one of kpis.md §8. */
export class Refused extends Error {
  readonly hint: string
  readonly code: string
  constructor(message: string, hint: string, code = 'unsupported') {
    super(message)
    this.name = 'Refused'
    this.hint = hint
    this.code = code
  }
}

/** Marks every point by its period, for ways whose figures do not depend on late facts. */
export const pointsOf = (time: Timing, figure: (period: string) => Omit<Point, 'period' | 'mature'> & { readonly mature?: boolean }): Point[] =>
  time.periods.map((period) => ({ mature: true, ...figure(period), period }))
