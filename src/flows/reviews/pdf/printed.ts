import type { Exhibit } from '#engines/numbers/showAnswer.ts'
import { isRecord, type Interval, type Trust } from '#kernel'
import type { LimitedLine } from '#engines/charts/xmrChart.ts'
import type { Unit } from '#engines/numbers/showNumber.ts'
import type { ShownTarget } from '#engines/numbers/showTarget.ts'

/** What a printed review reads of a `review` row; the row itself fits. */
export interface PrintedReview {
  readonly key: string
  readonly kind: string
  readonly period: string
  readonly asOf: string
  readonly headline?: string | null
  readonly wentWell?: string | null
  readonly isOff?: string | null
  readonly weAsk?: string | null
  readonly decisions?: readonly { readonly what: string; readonly who?: string | null; readonly due?: string | null }[] | null
  readonly risks?: readonly { readonly state: 'red' | 'amber' | 'green'; readonly what: string; readonly who?: string | null }[] | null
  readonly comments?: readonly { readonly metric: string; readonly why: string }[] | null
  readonly figures: {
    readonly rows: readonly PrintedFigure[]
    readonly refused?: readonly { readonly name: string; readonly because: string }[]
    readonly answers?: readonly PrintedAnswer[]
  }
  readonly state: string
  readonly frozenAt?: string | null
  readonly signature?: string | null
}

/** A saved question as it was answered. */
export interface PrintedAnswer extends Exhibit {
  readonly title: string
}

export type RowState = 'red' | 'amber' | 'green' | 'none' | 'untrusted'

/** One frozen figure with its lineage, as far as it is printed. */
export interface PrintedFigure {
  readonly key: string
  readonly name: string
  readonly unit: Unit
  readonly better: 'up' | 'down' | 'within'
  readonly grain: string
  readonly window: string | null
  readonly currency: string
  readonly value: number | null
  readonly reason?: string | null
  readonly interval?: Interval | null
  readonly numerator?: number | null
  readonly denominator?: number | null
  readonly n?: number | null
  readonly prior?: { readonly period: string; readonly value: number | null } | null
  readonly target?: (ShownTarget & { readonly by?: string | null }) | null
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly state: RowState
  readonly why?: string | null
  readonly owner?: { readonly name: string; readonly initials: string } | null
  readonly version: number
  readonly policy: { readonly id: string; readonly preset: string; readonly switches?: Readonly<Record<string, unknown>> }
  readonly trust: Trust
  /** Opening, parts and closing of recurring revenue in the period, in major units; drawn as a waterfall. */
  readonly movement?: Readonly<Record<string, number>> | null
  /** The same subject over periods that do not overlap (monthly retention), which may bear limits. */
  readonly control?: { readonly name: string; readonly points: PrintedFigure['points'] } | null
  /** The limits that were drawn when it was measured; reviews from before there were any have none. */
  readonly signal?: { readonly spans?: LimitedLine['spans']; readonly marks?: LimitedLine['marks'] } | null
  readonly freshness: { readonly newest: string | null; readonly recordedAt?: string | null }
}

/** A chart of the appendix: drawn from the screen's own option object, with the sentence and the table that say the same. */
export interface PrintedChart {
  readonly title: string
  readonly summary: string
  readonly svg: string
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

export interface PrintedWorkspace {
  readonly name: string
  readonly timeZone: string
}

export interface PrintOptions {
  readonly paper: 'a4' | 'letter'
  readonly charts: readonly PrintedChart[]
  /** Who froze it, by name. */
  readonly frozenBy?: string
}

/** A stored review holds what it was measured with as JSON; this says whether it can be printed. */
export const isPrintable = (value: unknown): value is PrintedReview => {
  if (!isRecord(value) || !isRecord(value['figures']) || !Array.isArray(value['figures']['rows'])) return false
  return (
    ['kind', 'period', 'asOf', 'state'].every((name) => typeof value[name] === 'string') &&
    value['figures']['rows'].every((row) => isRecord(row) && Array.isArray(row['points']) && isRecord(row['policy']) && isRecord(row['trust']))
  )
}
