import type { Exhibit } from '#engines/numbers/showAnswer.ts'
import type { Followed } from '#flows/briefing/following.ts'
import type { Gaps } from '#flows/briefing/gaps.ts'
import type { Need } from '#flows/briefing/need.ts'
import type { Today } from '#flows/briefing/today.ts'
import type { LimitSpan, SignalEntry } from '#web/signals/contract.ts'
import type { AnyRow, Contribution, Finding, Grain, Interval, Measurement, NullReason, Role, Trust, Unit } from '#kernel'

/** The answers of doors/rest that are not rows of a noun. */
export interface Me {
  readonly person: { readonly id: string; readonly name: string; readonly email: string }
  readonly member: { readonly id: string; readonly name: string; readonly role: Role }
  readonly workspace: WorkspaceCard
  readonly workspaces: readonly { readonly slug: string; readonly name: string; readonly role: Role }[]
  readonly version: string
  readonly serverTime: string
}
export interface WorkspaceCard {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly currency: string
  readonly timeZone: string
  readonly isSample: boolean
}

export interface Welcome {
  readonly kind: 'owner' | 'signin' | 'invitation' | 'expired' | 'used'
  readonly workspace: string
  readonly email?: string
  readonly name?: string
}

export interface Rows {
  readonly items: readonly AnyRow[]
  readonly next: string | null
  readonly total: number
}

export interface Change {
  readonly seq: number
  readonly at: string
  readonly actor: { readonly id: string | null; readonly name: string }
  readonly door: string
  readonly verb: string
  readonly why?: string | null
  readonly noun?: string
  readonly object: { readonly id: string; readonly key: string }
  readonly version: number
  readonly before?: Readonly<Record<string, unknown>> | null
  readonly after?: Readonly<Record<string, unknown>> | null
}

export type State = 'red' | 'amber' | 'green' | 'none' | 'untrusted'

export interface Signal {
  readonly state: 'signal' | 'routine' | 'none'
  readonly kind?: string | null
  /** Which control chart fits: xmr, pPrime, uPrime, t or g. */
  readonly chart?: string
  readonly says: string
  readonly limits: { readonly lower: number; readonly centre: number; readonly upper: number } | null
  /** Every limit of the line, those before a declared change included; absent in reviews that were frozen before there were any. */
  readonly spans?: readonly LimitSpan[]
  readonly marks?: readonly { readonly period: string; readonly rules: readonly string[] }[]
  readonly because?: string
  /** Where events are rare: the gaps between them, from which the signal is read; absent in reviews that were frozen before there were any. */
  readonly gaps?: Gaps | null
}

/** A value or a range to reach; figures of old reviews do not say how it stood. */
export interface ScoreTarget {
  readonly value: number
  readonly upper?: number | null
  readonly direction?: 'up' | 'down' | 'within'
  readonly status?: string
  readonly by: string
  readonly state?: string
  readonly name?: string
}

/** One line of the scorecard: a metric with target, prior, signal and state. */
export interface ScoreItem {
  readonly key: string
  readonly name: string
  readonly theme: string
  readonly unit: Unit
  readonly better: 'up' | 'down' | 'within'
  readonly grain: Grain
  readonly window: string | null
  readonly value: number | null
  readonly reason?: NullReason | null
  readonly interval: Interval | null
  readonly n: number | null
  readonly few?: string | null
  readonly period?: string | null
  readonly prior: { readonly period: string; readonly value: number | null } | null
  readonly target: ScoreTarget | null
  readonly variance: number | null
  /** The series that the signal is read from; `rules` are the rules of process behaviour that a point breaks. */
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean; readonly rules?: readonly string[] }[]
  readonly signal: Signal | null
  /** The line by month of a number that looks back a year, from which its signal is read; absent in reviews that were frozen before there was one. */
  readonly control?: { readonly name: string } | null
  readonly state: State
  readonly why: string | null
  readonly owner: { readonly name: string; readonly initials: string } | null
  readonly trust: Trust
  readonly freshness: {
    readonly newest: string | null
    readonly recordedAt: string | null
    readonly inputs?: readonly { readonly fact: string; readonly rows: number }[]
  }
  readonly currency: string
  readonly driver?: string | null
}
export interface Scorecard {
  readonly asOf: string
  readonly items: readonly ScoreItem[]
}

/** What changed, and what needs the reader, with signals as the page of signals has them. */
export interface TodayAnswer extends Omit<Today, 'signals'> {
  readonly signals: readonly SignalEntry[]
}
export type Incident = Today['incidents'][number]
/** A commitment that falls due soon. */
export type DuePromise = Today['promises'][number]

/** Saved questions that the reader subscribed to, and those of them that ask for a look. */
export interface FollowingAnswer {
  readonly items: readonly Followed[]
  readonly needs: readonly Need[]
}

export interface PolicyView {
  readonly preset: string
  readonly says: string
  readonly value: number | null
  readonly difference: number | null
}

export interface Found {
  readonly noun: string
  readonly id: string
  readonly key: string
  readonly title: string
  readonly says: string
}

export interface PlanColumn {
  readonly theirs: string
  readonly sample: string | null
  readonly ours: { readonly fact: string; readonly column: string } | null
  readonly readAs: string | null
  readonly state: 'matched' | 'check' | 'leftOut'
  readonly choices?: readonly string[]
}
export interface PlanFile {
  readonly file: string
  readonly bytes: number
  readonly form: { readonly kind: string; readonly encoding?: string; readonly delimiter?: string; readonly notes?: readonly string[] } | null
  readonly recognisedAs: string | null
  readonly sure: number
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: readonly { readonly row: number; readonly column: string | null; readonly reason: string; readonly raw?: string }[]
  readonly quarantinedCount: number
  readonly columns: readonly PlanColumn[]
  readonly trouble?: { readonly reason: string; readonly hint: string } | null
}
export interface ImportPlan {
  readonly upload: string
  readonly files: readonly PlanFile[]
  readonly quality: readonly Finding[]
  readonly totals: { readonly created: number; readonly updated: number; readonly unchanged: number; readonly held: number }
  /** Rows that waited and are answered by these files. */
  readonly answered?: number
}
/** What a person changed of the recognised mapping, in the shape of docs/guide/import.md: their heading to “fact.column” or to nothing, and how a file is read. */
export interface Mapping {
  readonly files: Readonly<Record<string, FileMapping>>
}
export interface FileMapping {
  /** What the file holds; null leaves it out. */
  readonly fact?: string | null
  readonly columns: Readonly<Record<string, string | null>>
  readonly dates?: string
  readonly numbers?: string
}
/** Rows that wait since imports, by file. */
export interface WaitingRows {
  readonly total: number
  readonly items: readonly {
    readonly import: string
    readonly key: string
    readonly name: string
    readonly file: string
    readonly facts: readonly string[]
    readonly rows: number
    readonly since: string
    readonly reasons: readonly { readonly column: string | null; readonly reason: string; readonly rows: number }[]
  }[]
}
export interface ImportProgress {
  readonly state: string
  readonly file: string | null
  readonly done: number
  readonly total: number
  readonly secondsLeft: number | null
}

/** A figure of a review, with the lineage that it was frozen with. */
export interface ReviewFigure extends ScoreItem {
  readonly version: number
  readonly policy: { readonly id: string; readonly preset: string }
  readonly query: Measurement['query']
  readonly numerator: number | null
  readonly denominator: number | null
  readonly movement?: Readonly<Record<string, number>> | null
}
export interface ReviewFigures {
  readonly period: string
  readonly asOf: string
  readonly rows: readonly ReviewFigure[]
  /** Numbers that could not be measured and stand in none of the rows; absent on reviews from before they were named. */
  readonly refused?: readonly { readonly key: string; readonly name: string; readonly because: string }[]
  /** Saved questions as they were answered; absent on reviews from before they could stand there. */
  readonly answers?: readonly ReviewAnswer[]
}
export interface ReviewAnswer extends Exhibit {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly hash: string
}
export interface Compared {
  readonly metric: string
  readonly name: string
  readonly frozen: number | null
  readonly now: number | null
  readonly difference: number | null
  readonly because: string | null
}
export interface ComparedAnswer extends Pick<ReviewAnswer, 'id' | 'key' | 'title'> {
  readonly frozen: Exhibit
  readonly now: Exhibit | null
  readonly because: string | null
}
export interface ReviewComparison {
  readonly items: readonly Compared[]
  readonly answers: readonly ComparedAnswer[]
}

export interface Storage {
  readonly postgres: { readonly version: string; readonly durability?: string | Readonly<Record<string, unknown>> }
  readonly columnar: { readonly bytes: number; readonly facts: readonly { readonly fact: string; readonly rows: number; readonly newest: string | null }[] }
  readonly journal: { readonly bytes: number }
}
export interface Key {
  readonly id: string
  readonly name: string | null
  readonly scope?: string | null
  readonly start?: string | null
  readonly prefix?: string | null
  readonly key?: string
  readonly createdAt?: string | null
  readonly lastUsedAt?: string | null
  readonly expiresAt?: string | null
}
export interface ChainCheck {
  readonly valid: boolean
  readonly checked: number
  readonly firstBad?: number | null
  readonly head: { readonly seq: number; readonly hash: string } | null
}

export type { AnyRow, Contribution, Finding, Measurement }
