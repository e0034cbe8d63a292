import { longestAt, type Lexicon, type Sense } from './lexicon.ts'
import type { AbsentMetric, Calendar, Claim, Comparison, Intent, KnownMetric, Order, QuestionTime, Threshold, TimeUnit } from './question.ts'
import type { Ends } from './readTime.ts'
import type { Token } from './tokens.ts'

export type ValueSense = Extract<Sense, { as: 'value' }>

/** Words of the question that stand for one thing; what they stand for may still be tied. */
export interface Span {
  readonly start: number
  readonly end: number
}
export interface MetricMention extends Span {
  readonly metrics: readonly KnownMetric[]
  /** Named by a word that may as well say whom the question is about. */
  readonly isWeak: boolean
}
export interface FilterMention extends Span {
  readonly op: 'is' | 'isNot'
  /** For each value that was named, the dimensions that hold it. */
  readonly values: readonly (readonly ValueSense[])[]
}
export interface DimensionMention extends Span {
  readonly dimension: string
}
export interface ComparisonMention extends Span {
  readonly to: Comparison | { readonly with: 'values'; readonly values: readonly ValueSense[] }
}
/** A word that nothing in the vocabulary answers to, and what was awaited in its place: any value, a value of one dimension, or a dimension. */
export interface Unknown extends Span {
  readonly token: Token
  readonly awaits: Awaits | null
}
export type Awaits = 'value' | 'dimension' | { readonly valueOf: string }

/** What was read so far, before anything is decided. */
export interface Draft {
  readonly intents: Set<Intent>
  readonly claims: Claim[]
  /** Where “added” stands: so many more, or so many in all. */
  readonly added: Span[]
  readonly metrics: MetricMention[]
  readonly absent: (Span & { readonly metric: AbsentMetric })[]
  readonly by: DimensionMention[]
  /** Dimensions without a word before them. */
  readonly bare: DimensionMention[]
  readonly filters: FilterMention[]
  readonly times: (Span & {
    readonly time: QuestionTime
    readonly ends?: Ends | undefined
    readonly isYearless?: boolean | undefined
    readonly half?: string | undefined
  })[]
  readonly asOf: string[]
  readonly grains: ('day' | 'week' | 'month' | 'quarter')[]
  readonly comparisons: ComparisonMention[]
  readonly orders: Order[]
  /** The same as they were written. */
  readonly picks: string[]
  readonly limits: number[]
  readonly thresholds: (Span & { readonly threshold: Threshold })[]
  /** Where “share of”, and where “how many” stands. */
  readonly shares: Span[]
  readonly counts: Span[]
  /** A length of time that stands alone, “which months”; null of “when”. */
  readonly each: (Span & { readonly token: Token; readonly unit: TimeUnit | null })[]
  /** Customers or accounts that are asked for one by one, beside a metric that is named. */
  readonly singles: Span[]
  /** Where “compare” stands. */
  readonly compared: Span[]
  /** Currencies that figures are wanted in. */
  readonly currencies: (Span & { readonly currency: string })[]
  readonly unknown: Unknown[]
}

/** A place in the words, and all that is known about them. */
export interface Cursor {
  readonly tokens: readonly Token[]
  readonly lexicon: Lexicon
  readonly calendar: Calendar
  readonly draft: Draft
  at: number
}

export const blank = (): Draft => ({
  intents: new Set(),
  claims: [],
  added: [],
  metrics: [],
  absent: [],
  by: [],
  bare: [],
  filters: [],
  times: [],
  asOf: [],
  grains: [],
  comparisons: [],
  orders: [],
  picks: [],
  limits: [],
  thresholds: [],
  shares: [],
  counts: [],
  each: [],
  singles: [],
  compared: [],
  currencies: [],
  unknown: [],
})

/** Moves past some words and tells where they stand in the text. */
export function take(cursor: Cursor, length: number): Span {
  const [first, last] = [cursor.tokens[cursor.at], cursor.tokens[cursor.at + length - 1]]
  cursor.at += length
  return { start: first?.start ?? 0, end: last?.end ?? 0 }
}

/** Names the word at the cursor as not understood. */
export function notUnderstood(cursor: Cursor, awaits: Awaits | null = null): void {
  const token = cursor.tokens[cursor.at]
  const span = take(cursor, 1)
  if (token) cursor.draft.unknown.push({ ...span, token, awaits })
}

/** Passes “and” when what follows goes on with the list. */
export function passAnd(cursor: Cursor, goesOn: (cursor: Cursor, at: number) => boolean): boolean {
  const joint = longestAt(cursor.lexicon, cursor.tokens, cursor.at, (sense) => sense.as === 'word' && sense.role === 'and')
  if (!joint || !goesOn(cursor, cursor.at + joint.length)) return false
  cursor.at += joint.length
  return true
}
