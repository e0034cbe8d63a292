import type { Finding, Grain, Interval, Trust, Unit } from '#kernel'

type Points = readonly { readonly period: string; readonly value: number | null; readonly mature: boolean; readonly rules?: readonly string[] }[]

export interface LimitSpan {
  readonly from: string
  readonly to: string
  readonly segment: number
  readonly cause: string | null
  readonly n: number
  readonly strength: 'none' | 'provisional' | 'established'
  readonly centre: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** One entry of the feed of signals. */
export interface SignalEntry {
  readonly key: string
  readonly kind: 'newSignal' | 'contractFailure' | 'budgetBurn' | 'forecastCrossing'
  readonly metric: string
  readonly metrics: readonly string[]
  readonly name: string
  readonly period: string
  readonly says: string
  readonly severity: 'high' | 'medium' | 'low'
  readonly rule: string
  readonly also: readonly string[]
  readonly unit: Unit
  readonly better: 'up' | 'down' | 'within'
  readonly currency: string
  readonly value: number | null
  readonly centre: number | null
  readonly line: {
    readonly name: string
    readonly points: Points
    readonly spans: readonly LimitSpan[]
    readonly marks: readonly { readonly period: string; readonly rules: readonly string[] }[]
    readonly chart: string
    readonly because: string
  } | null
  readonly driver: string | null
  readonly owner: { readonly name: string; readonly initials: string } | null
  readonly standsOut: boolean | null
  readonly verdict: { readonly id: string; readonly version: number; readonly verdict: string; readonly says: string } | null
}

/** Where a metric goes if nothing changes. */
export interface ForecastAnswer {
  readonly metric: string
  readonly name: string
  readonly unit: Unit
  readonly currency: string
  readonly grain: Grain
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly target: {
    readonly value: number
    readonly upper: number | null
    readonly by: string
    readonly kind: string
    readonly baseline: { readonly value: number; readonly span: string | null; readonly n: number | null } | null
    readonly first: { readonly value: number; readonly by: string } | null
  } | null
  readonly forecast:
    | { readonly model: null; readonly says: string }
    | {
        readonly model: string
        readonly points: readonly {
          readonly period: string
          readonly mean: number
          readonly bands: readonly { readonly share: number; readonly low: number; readonly high: number }[]
        }[]
      }
  readonly aim: {
    readonly period: string
    readonly chance: number | null
    readonly status: 'reached' | 'onPath' | 'behind' | 'missed' | 'waiting' | 'no_data'
    readonly runRate: { readonly perPeriod: number | null; readonly periodsLeft: number } | null
    readonly crossing: { readonly period: string; readonly isReached: boolean } | null
  } | null
  readonly method: string
}

/** The questions at the entry of a target, answered. */
export interface TargetCheck {
  readonly version: number
  readonly baseline:
    | { readonly value: number; readonly from: string; readonly to: string; readonly periods: number; readonly n: number | null }
    | { readonly value: null; readonly says: string }
  readonly says: readonly string[]
  readonly noise: { readonly isInside: boolean; readonly chance: number } | null
}

/** Can the numbers be believed? */
export interface QualityAnswer {
  readonly asOf: string
  readonly items: readonly KeptFinding[]
  readonly passed: number
  readonly ran: number
  readonly settled: readonly { readonly key: string; readonly says: string; readonly firstSeen: string; readonly lastSeen: string }[]
  readonly facts: readonly {
    readonly fact: string
    readonly says: string
    readonly rows: number
    readonly newest: string | null
    readonly recordedAt: string | null
    readonly metrics: readonly string[]
    readonly faults: number
  }[]
  readonly metrics: readonly MetricHealth[]
  readonly portfolio: {
    readonly metrics: number
    readonly byStage: Readonly<Record<string, number>>
    readonly targetCoverage: { readonly with: number; readonly of: number }
  }
  readonly debt: readonly { readonly kind: string; readonly event: string; readonly metrics: readonly string[]; readonly says: string }[]
  readonly overrides: readonly {
    readonly id: string
    readonly metric: string
    readonly rationale: string
    readonly until: string
    readonly by: string | null
  }[]
}

export interface KeptFinding extends Finding {
  readonly kept: {
    readonly id: string
    readonly key: string
    readonly version: number
    readonly state: string
    readonly firstSeen: string
    readonly lastSeen: string
    readonly owner: string | null
    readonly acceptedFor: string | null
    readonly acceptedUntil: string | null
    readonly passes: number
  } | null
  readonly affected: { readonly keyResults: readonly string[]; readonly reviews: readonly string[] }
}

export interface MetricHealth {
  readonly metric: string
  readonly name: string
  readonly trust: { readonly state: Trust['state']; readonly reasons: readonly { readonly says: string }[] }
  readonly parts: readonly { readonly part: string; readonly state: 'good' | 'warn' | 'bad' | 'unknown'; readonly says: string }[]
  readonly score: number | null
  readonly isBroken: boolean
  readonly maturity: { readonly stage: string | null; readonly next: { readonly stage: string; readonly says: string } | null }
}

interface Precision {
  readonly judged: number
  readonly noise: number
  readonly precision: number | null
  readonly interval: Interval | null
}

export interface SignalsAnswer {
  readonly asOf: string
  readonly entries: readonly SignalEntry[]
  readonly muted: readonly (SignalEntry & { readonly cause: string })[]
  readonly expected: { readonly says: string; readonly together: string; readonly expected: number; readonly charts: number; readonly found: number }
  readonly lessons: {
    readonly overall: Precision
    readonly byRule: readonly (Precision & { readonly of: string })[]
    readonly byMetric: readonly (Precision & { readonly of: string })[]
    readonly recent: readonly {
      readonly id: string
      readonly key: string
      readonly says: string
      readonly verdict: string
      readonly reason: string | null
      readonly by: string | null
      readonly on: string
    }[]
  }
  readonly changes: readonly { readonly id: string; readonly name: string; readonly on: string; readonly metrics: readonly string[]; readonly cause: string }[]
}
