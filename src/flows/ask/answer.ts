import type { BarDrawing } from '#engines/charts/barChart.ts'
import type { LineDrawing } from '#engines/charts/lineChart.ts'
import type { WaterfallDrawing } from '#engines/charts/waterfallChart.ts'
import type { Forecast } from '#engines/metrics/forecast/forecast.ts'
import type { Chip } from '#engines/questions/chipsOf.ts'
import type { Choice, Question, RefusalCode } from '#engines/questions/question.ts'
import type { Measurement, TrustState } from '#kernel'
import type { Declared } from '../declared.ts'
import type { Offered } from '../offered.ts'

/** What “ask” gives back. A number never stands in it without the envelopes of the measurements that it was read from. */
export type Asked = Answer | Surveyed | AskedBack | Refused | Unasked

export interface Answer {
  readonly kind: 'answer'
  readonly text: string
  /** The question in the grammar’s own words. */
  readonly canonical: string
  readonly question: Question
  readonly chips: readonly Chip[]
  readonly metric: { readonly key: string; readonly name: string; readonly says: string; readonly version: number }
  /** The answer in one line: number, period, comparison. */
  readonly sentence: string
  readonly certainty: TrustState
  readonly measurements: readonly Measurement[]
  readonly table: Table | null
  readonly chart: Chart | null
  /** How a change came about, for “why”. */
  readonly why: Why | null
  /** What the reader must know: defaults that were taken, small numbers, what the rows themselves say. */
  readonly notes: readonly string[]
  readonly citations: readonly Citation[]
  readonly followUps: readonly Choice[]
  /** The same figures from the API. */
  readonly query: readonly string[]
}

/** An answer about all metrics at once: each row is about one of them, and leads to its page. */
export interface Surveyed {
  readonly kind: 'survey'
  readonly text: string
  readonly canonical: string
  readonly sentence: string
  readonly table: SurveyTable
  readonly measurements: readonly Measurement[]
  readonly notes: readonly string[]
  readonly followUps: readonly Choice[]
}
export interface SurveyTable extends Table {
  readonly rows: readonly (Table['rows'][number] & { readonly to: string })[]
}

export interface AskedBack {
  readonly kind: 'didYouMean'
  readonly text: string
  readonly says: string
  readonly choices: readonly Choice[]
  readonly notUnderstood: readonly string[]
}

export interface Refused {
  readonly kind: 'refusal'
  readonly text: string
  readonly code: RefusalCode
  readonly says: string
  readonly hint: string
  readonly choices: readonly Choice[]
  readonly notUnderstood: readonly string[]
  readonly chips: readonly Chip[]
  /** Where the reader can do something about it, below the workspace. */
  readonly next: { readonly says: string; readonly to: string } | null
  /** What was measured all the same: shown struck through when it is not to be trusted. */
  readonly measurements: readonly Measurement[]
}

/** Nothing was asked: questions that the facts of this workspace can answer today. */
export interface Unasked {
  readonly kind: 'unasked'
  readonly questions: readonly Choice[]
}

/** Cells are raw values; `shown` are the same as text. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly {
    readonly label: string
    readonly cells: readonly (number | null)[]
    readonly shown: readonly string[]
    readonly note: string | null
    /** Of a cell of two dimensions: the value of the first, under which it stands, and its own. */
    readonly within?: { readonly first: string; readonly own: string }
  }[]
}

export type Chart =
  | { readonly kind: 'line'; readonly drawing: LineDrawing }
  | { readonly kind: 'bars'; readonly drawing: BarDrawing }
  | { readonly kind: 'waterfall'; readonly drawing: WaterfallDrawing }

export interface Why {
  readonly from: { readonly period: string; readonly value: number }
  readonly to: { readonly period: string; readonly value: number }
  readonly change: number
  /** Changes of the process, the definition or the policy between the two: told before anything that happened in the world. */
  readonly declared: readonly Declared[]
  /** Whether the line itself calls this a signal or routine variation. */
  readonly signal: string
  /** Arithmetic: each sums to the change exactly. The most telling first. */
  readonly splits: readonly Split[]
  readonly unsplit: readonly string[]
  /** What happened in that time. Nobody has shown that it is the cause. */
  readonly hypotheses: readonly { readonly says: string; readonly to: string | null }[]
}

export interface Split {
  readonly by: string
  readonly says: string
  readonly isSimpson: boolean
  /** `byRate` and `byMix` are null where only amounts add up. In the unit of the metric. */
  readonly parts: readonly {
    readonly label: string
    readonly total: number
    readonly byRate: number | null
    readonly byMix: number | null
    readonly n: number | null
    readonly isFew: boolean
  }[]
}

export interface Citation {
  readonly n: number
  readonly title: string
  readonly says: string
  /** Below the workspace. */
  readonly to: string | null
}

export type Metrics = ReadonlyMap<string, Offered>

/** Where a metric goes if nothing changes, as its page tells it: by contracts, by its window, or by its own line. */
export type Ahead = (key: string, asked: { readonly asOf?: string; readonly segment?: string; readonly until?: string }) => Promise<LookedAhead>

/** A target as far as a sentence and its source name it. */
export interface NamedTarget {
  readonly key: string
  readonly name: string
  readonly value: number
  readonly by: string
}

export interface LookedAhead {
  readonly forecast: Forecast | { readonly model: null; readonly says: string }
  readonly aim: { readonly chance: number | null } | null
  /** The target in force that the chance is one of. */
  readonly target: NamedTarget | null
  /** How it was made, and how well the same rule did before. */
  readonly method: string
}
