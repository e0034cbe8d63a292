import type { BarDrawing } from '#engines/charts/barChart.ts'
import type { LineDrawing } from '#engines/charts/lineChart.ts'
import type { WaterfallDrawing } from '#engines/charts/waterfallChart.ts'
import type { Measurement, TrustState } from '#kernel'
import { read } from '#web/resources.ts'

/** What GET /api/v1/ask answers, as far as this page shows it. */
export type Asked = Answer | Surveyed | AskedBack | Refusal | Unasked

export interface Answer {
  readonly kind: 'answer'
  readonly canonical: string
  readonly chips: readonly Chip[]
  readonly metric: { readonly key: string; readonly name: string; readonly version: number }
  readonly sentence: string
  readonly certainty: TrustState
  readonly measurements: readonly Measurement[]
  readonly table: Table | null
  readonly chart: Drawn | null
  readonly why: Why | null
  readonly notes: readonly string[]
  readonly citations: readonly Citation[]
  readonly followUps: readonly Choice[]
  readonly query: readonly string[]
}
export interface Surveyed {
  readonly kind: 'survey'
  readonly sentence: string
  readonly table: Table
  readonly notes: readonly string[]
  readonly followUps: readonly Choice[]
}
export interface AskedBack {
  readonly kind: 'didYouMean'
  readonly says: string
  readonly choices: readonly Choice[]
  readonly notUnderstood: readonly string[]
}
export interface Refusal {
  readonly kind: 'refusal'
  readonly code: string
  readonly says: string
  readonly hint: string
  readonly choices: readonly Choice[]
  readonly chips: readonly Chip[]
  readonly next: { readonly says: string; readonly to: string } | null
  readonly measurements: readonly Measurement[]
}
export interface Unasked {
  readonly kind: 'unasked'
  readonly questions: readonly Choice[]
}

export interface Choice {
  readonly label: string
  readonly ask: string
}
export interface Chip {
  readonly slot: string
  readonly label: string
  readonly isSet: boolean
  readonly options: readonly (Choice & { readonly isChosen: boolean })[]
  readonly clear: string | null
}
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly {
    readonly label: string
    /** Where the row leads, below the workspace. */
    readonly to?: string
    readonly shown: readonly string[]
    readonly note: string | null
    readonly within?: { readonly first: string; readonly own: string }
  }[]
}
export type Drawn =
  | { readonly kind: 'line'; readonly drawing: LineDrawing }
  | { readonly kind: 'bars'; readonly drawing: BarDrawing }
  | { readonly kind: 'waterfall'; readonly drawing: WaterfallDrawing }
export interface Why {
  readonly declared: readonly { readonly says: string; readonly to: string | null }[]
  readonly signal: string
  readonly splits: readonly { readonly by: string; readonly says: string; readonly isSimpson: boolean }[]
  readonly unsplit: readonly string[]
  readonly hypotheses: readonly { readonly says: string; readonly to: string | null }[]
}
export interface Citation {
  readonly n: number
  readonly title: string
  readonly says: string
  readonly to: string | null
}

/** A question and its answer, in the one query cache. Without words, questions that can be answered today. */
export const asked = (workspace: string, q: string, asOf: string | undefined) => read<Asked>(workspace, '/ask', { q, asOf })
