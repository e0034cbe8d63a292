import type { ControlChart } from '#engines/metrics/signal/controlChart.ts'
import type { GapWords } from '#engines/metrics/signal/gapSentence.ts'
import type { Drawn } from '#engines/metrics/signal/drawChart.ts'
import type { LimitSpan, Marked } from '#engines/metrics/signal/limitSpans.ts'
import type { Finding, AnyMetric, Unit } from '#kernel'

export type Points = readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]

/** The gaps between rare events, of which the signal is then read. */
export interface Gaps {
  readonly name: string
  readonly unit: Unit
  readonly better: AnyMetric['better']
  readonly points: Points
  readonly spans: readonly LimitSpan[]
  readonly marks: readonly Marked[]
  readonly latest: { readonly value: number; readonly centre: number } | null
}

/** A line of the scorecard as this flow reads it. */
export interface Line {
  readonly key: string
  readonly name: string
  readonly theme: string
  readonly unit: Unit
  readonly better: AnyMetric['better']
  readonly currency: string
  readonly points: Points
  readonly history: Points
  readonly target: { readonly value: number; readonly by: string; readonly name: string } | null
  readonly control: { readonly name: string; readonly points: Points } | null
  readonly owner: { readonly name: string; readonly initials: string } | null
  readonly trust: { readonly state: string }
  readonly signal: {
    readonly spans: readonly LimitSpan[]
    readonly marks: readonly Marked[]
    readonly because: string
    readonly chart: ControlChart['kind']
    readonly gaps: Gaps | null
  }
}

/** The scorecard with its control charts, and what else the feed tells; house.ts hands both in. */
export interface Watched {
  readonly card: { readonly asOf: string; readonly items: readonly Line[] }
  readonly charts: ReadonlyMap<string, { readonly drawn: Drawn; readonly bare: Drawn; readonly rare: { readonly words: GapWords } | null }>
  readonly metrics: ReadonlyMap<string, AnyMetric>
  readonly findings: readonly Finding[]
}
