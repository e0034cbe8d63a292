/** What a question asks for, in the terms of the grammar (kpis.md §8). */
export type Intent = 'value' | 'show' | 'trend' | 'why' | 'rank' | 'forecast' | 'onTrack' | 'define'
export type TimeUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'
export type Claim = 'change' | 'drop' | 'rise'
export type Order = 'highest' | 'lowest' | 'best' | 'worst'

/** `last` counts closed units, `end` looks ahead to the end of the one that runs; a period is 2026-03, 2026-Q1 (fiscal), 2026, FY2026, 2026-W12 or 2026-03-16; days of a range are inside it. */
export type QuestionTime =
  | { readonly kind: 'last'; readonly n: number; readonly unit: TimeUnit }
  | { readonly kind: 'next'; readonly n: number; readonly unit: TimeUnit }
  | { readonly kind: 'this'; readonly unit: TimeUnit }
  | { readonly kind: 'end'; readonly unit: TimeUnit }
  | { readonly kind: 'since'; readonly date: string }
  | { readonly kind: 'period'; readonly period: string; /** The end of it is asked about, not what lies in it. */ readonly isEnd?: true }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }

export interface QuestionFilter {
  readonly dimension: string
  readonly op: 'is' | 'isNot'
  readonly values: readonly string[]
}

export type Comparison =
  | { readonly with: 'prior' | 'lastYear' | 'target' }
  | { readonly with: 'period'; readonly period: string }
  | { readonly with: 'segment'; readonly dimension: string; readonly value: string }
  | { readonly with: 'policy'; readonly preset: string }

/** A value that figures are held against, as it was written: 110 and “%”, 500000 and “USD”, 4 and “hours”; no sign where none stood there. */
export interface Threshold {
  readonly is: 'above' | 'atLeast' | 'below' | 'atMost' | 'between'
  readonly value: number
  /** The other end of “between”, which holds both ends; else null. */
  readonly upper: number | null
  readonly sign: string | null
}

/** A question as a query: one metric, and everything that was said about it. Null and empty mean that nothing was said. */
export interface Question {
  readonly intent: Intent
  readonly metric: string
  /** What “why” supposes; the answer says whether it is so. */
  readonly claim: Claim | null
  readonly by: readonly string[]
  readonly filters: readonly QuestionFilter[]
  readonly time: QuestionTime | null
  readonly grain: Exclude<TimeUnit, 'year'> | null
  readonly asOf: string | null
  readonly compare: Comparison | null
  readonly order: Order | null
  readonly limit: number | null
  /** Further metrics, told beside the first in one table. */
  readonly also?: readonly string[] | undefined
  /** What is told in place of the figure: the things counted behind a rate, or each part’s share of the whole. */
  readonly told?: 'count' | 'share' | undefined
  /** Only what lies on one side of a value is told. Of parts with `by`, of periods with `grain` or a stretch of time, else whether the figure does. */
  readonly threshold?: Threshold | undefined
}

export const refusalCodes = ['unknown_metric', 'dimension_not_allowed', 'below_min_n', 'no_permission', 'immature', 'untrusted', 'unsupported'] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** A way on: what a button says, and the whole question that it asks. */
export interface Choice {
  readonly label: string
  readonly ask: string
}

/** A question about all metrics: which targets stand how, or what moved most against what is usual for it. */
export interface Survey {
  readonly about: 'targets' | 'changes'
  /** Those alone that stand so; null for all. Missed and met are of targets that fell due. */
  readonly standing: 'onTrack' | 'behind' | 'missed' | 'met' | null
  /** Changes for the better or the worse alone. */
  readonly way: 'better' | 'worse' | null
  /** Of targets the dimension whose parts are asked about; null for the whole business. */
  readonly by: string | null
  readonly time: QuestionTime | null
}

export type Reading =
  | { readonly kind: 'survey'; readonly survey: Survey }
  | { readonly kind: 'question'; readonly question: Question; /** Words that ask for less than is told. */ readonly notes?: readonly string[] }
  | { readonly kind: 'didYouMean'; readonly says: string; readonly choices: readonly Choice[]; readonly notUnderstood: readonly string[] }
  | Refusal

export interface Refusal {
  readonly kind: 'refusal'
  readonly code: RefusalCode
  readonly says: string
  readonly hint: string
  readonly choices: readonly Choice[]
  readonly notUnderstood: readonly string[]
}

/** A metric that can be measured, with the words of this workspace for it. */
export interface KnownMetric {
  readonly key: string
  readonly name: string
  readonly synonyms: readonly string[]
  readonly dimensions: readonly string[]
  /** The unit and the grains of its definition; the first grain is its own. */
  readonly unit: string
  readonly grains: readonly string[]
}

/** A metric that people ask for by name and that is not computed here, with the reason. */
export interface AbsentMetric {
  readonly name: string
  readonly synonyms: readonly string[]
  readonly because: string
  /** What to ask instead, in place of its name. */
  readonly ask?: string
}

/** The day of the question and the first month (1 to 12) of the fiscal year. */
export interface Calendar {
  readonly today: string
  readonly fiscalStart: number
}

/** Everything that a workspace calls by a name. Values are those that its own facts hold. */
export interface Vocabulary {
  readonly calendar: Calendar
  readonly metrics: readonly KnownMetric[]
  readonly absent: readonly AbsentMetric[]
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly presets: readonly string[]
  /** The currency that amounts are reported in, ISO 4217. */
  readonly currency: string
}
