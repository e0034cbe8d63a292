import type { Grain, Unit } from './metric.ts'

/** What to measure. Dates are civil days; periods are ISO (2024-12, 2024-W49, 2024-Q4). */
export interface MeasureRequest {
  /** The metric's name in kebab case: net-revenue-retention. */
  readonly metric: string
  readonly asOf?: string
  readonly from?: string
  readonly to?: string
  readonly grain?: Grain
  /** A trailing window such as 12m or 28d. */
  readonly window?: string
  readonly by?: string
  /** A preset's name, or switches by name (kpis.md §3). */
  readonly policy?: unknown
  /** The state of knowledge: facts recorded after this instant are not seen. */
  readonly knownAt?: string
}

export type TrustState = 'trusted' | 'provisional' | 'stale' | 'untrusted'
export interface TrustReason {
  readonly check: string
  readonly says: string
  readonly input?: string
  readonly count?: number
  readonly since?: string
}
export interface Trust {
  readonly state: TrustState
  readonly reasons: readonly TrustReason[]
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** One number with its parts. Ratios are fractions, money is in units of the reporting currency; null carries a reason. */
export interface Figure {
  readonly value: number | null
  readonly reason?: NullReason
  readonly interval: Interval | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly n: number | null
  /** Companions of the value by name, in its unit or as the formula says: p75, share open after 30 days, promoters. */
  readonly parts?: Readonly<Record<string, number | null>>
}
export type NullReason = 'no_denominator' | 'no_data' | 'immature' | 'suppressed' | 'not_reached' | 'unsupported'

export interface Point extends Figure {
  readonly period: string
  /** False while the period is open, or its last facts may still arrive. */
  readonly mature: boolean
}

/** How revenue went from opening to closing: opening + fx + new + reactivation + expansion − contraction − churn + transfer = closing. */
export interface Movement {
  readonly opening: number
  readonly new: number
  readonly expansion: number
  readonly contraction: number
  readonly churn: number
  readonly reactivation: number
  readonly fx: number
  readonly transfer: number
  readonly closing: number
}

/** A point of mrr-movements carries the amounts themselves, and the same as counts of accounts. */
export interface MovementPoint extends Point, Movement {
  readonly logos: Movement
}

export const isMovementPoint = (point: Point): point is MovementPoint => 'opening' in point && 'logos' in point

export interface Group extends Figure {
  readonly key: string
  readonly points: readonly Point[]
}

/** A row of a cohort matrix: who began together, and what share is still there at each age. A cell whose window is open has no value. */
export interface Cohort {
  readonly cohort: string
  readonly size: number
  readonly cells: readonly {
    readonly age: number
    readonly value: number | null
    readonly interval: Interval | null
    readonly numerator: number | null
    readonly denominator: number | null
  }[]
}

/** A result never travels bare: this is the envelope that every door prints. */
export interface Measurement extends Figure {
  readonly metric: string
  readonly version: number
  /** Of a metric that people defined: the name of the definition with its policy; another one has another name. */
  readonly definition?: string
  readonly policy: { readonly id: string; readonly preset: string; readonly switches: Readonly<Record<string, unknown>>; readonly assumed: readonly string[] }
  readonly asOf: string
  readonly period?: string | null
  readonly unit: Unit
  readonly currency: string
  readonly grain: Grain
  readonly window: string | null
  readonly timeZone: string
  readonly trust: Trust
  /** The newest business time among the inputs, per fact (with the first day of business), when it was recorded, and the rhythm in which rows come; null while it is not known. */
  readonly freshness: {
    readonly newest: string | null
    readonly inputs: readonly {
      readonly fact: string
      readonly rows: number
      readonly oldest?: string | null
      readonly newest: string | null
      readonly recordedAt: string | null
      readonly rhythm?: Readonly<{ of: 'arrivals' | 'rows'; first: string; last: string; longest: number; allowed: number }> | null
    }[]
  }
  readonly points: readonly Point[]
  readonly by?: string
  readonly groups?: readonly Group[]
  readonly cohorts?: readonly Cohort[]
  readonly notes: readonly string[]
  /** How to get exactly this again, and the text that was run. */
  readonly query: { readonly request: MeasureRequest; readonly text: string }
}

/** One account behind a number: what it contributed and why. */
export interface Contribution {
  readonly account: string
  readonly name: string | null
  readonly opening: number | null
  readonly closing: number | null
  readonly change: number | null
  readonly movement: string | null
  readonly reason: string | null
}

/** A fault that a check found in the rows. */
export interface Finding {
  readonly check: string
  readonly severity: 'error' | 'warn'
  readonly fact: string
  readonly says: string
  readonly count: number
  readonly of: number
  readonly samples: readonly { readonly key: string; readonly row?: number; readonly file?: string; readonly shows: string }[]
  /** The metrics that lose trust by it. */
  readonly metrics: readonly string[]
}
