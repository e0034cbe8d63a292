import { call } from '#web/client.ts'
import { read, type Resource } from '#web/resources.ts'

/** Names that a query may use: events with how often they came, and properties by whose they are. */
export interface Vocabulary {
  readonly events: readonly { readonly name: string; readonly n: number }[]
  readonly properties: readonly string[]
  readonly newest: string | null
}

export interface Step {
  readonly label: string
  readonly optional: boolean
  readonly count: number
  readonly fromStart: number | null
  readonly fromPrev: number | null
  readonly dropped: number
  readonly medianSec: number | null
  readonly ci95: { readonly low: number; readonly high: number } | null
  readonly drill: string
}
export interface FunnelLine {
  readonly breakdown: Label
  readonly steps: readonly Step[]
}
export type Label = readonly (string | number | boolean | null)[]
export interface Point {
  readonly bucket: string
  readonly value: number | null
  readonly complete: boolean
  readonly drill?: string
}
export interface OverTime {
  readonly bucket: string
  readonly entered: number
  readonly converted: number
  readonly rate: number | null
  readonly complete: boolean
  readonly drill: string
}
export interface Times {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  readonly median: number | null
  readonly mean: number | null
  readonly p90: number | null
  readonly n: number
}
export interface StickinessLine {
  readonly breakdown: Label
  readonly bins: readonly Bin[]
}
export interface Bin {
  readonly intervals: number
  readonly actors: number
  readonly drill: string
}
export interface Stretch {
  readonly from: string
  readonly to: string
}
export interface Line {
  readonly label: string
  readonly breakdown: Label
  readonly points: readonly Point[]
}
export interface Cell {
  readonly n: number | null
  readonly rate: number | null
  readonly value?: number | null
  readonly complete: boolean
  readonly drill: string
}
export interface Cohort {
  readonly start: string
  readonly breakdown: Label
  readonly size: number
  readonly cells: readonly Cell[]
}
export interface ActivationCohort {
  readonly start: string
  readonly breakdown: Label
  readonly eligible: number
  readonly matured: number
  readonly activated: number
  readonly rate: number | null
  readonly ci95?: { readonly low: number; readonly high: number } | null
  readonly drill: string
}
export interface Feature {
  readonly name: string
  readonly breakdown: Label
  readonly eligible: number
  readonly adopted: number
  readonly rate: number | null
  readonly depthMedian: number | null
  readonly personsPerAccount: number | null
  readonly drill: string
}
export interface LifecycleBucket {
  readonly bucket: string
  readonly complete: boolean
  readonly drill: string
  readonly new: number | null
  readonly returning: number | null
  readonly resurrecting: number | null
  readonly dormant: number | null
}

export interface Answered {
  readonly query: { readonly kind: string; readonly actor: unknown; readonly unit?: string; readonly [more: string]: unknown }
  readonly hash: string
  readonly asOf: string
  readonly tz: string
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly n: number
  readonly cost: { readonly wallMs?: number }
  readonly span: Stretch
  readonly compare?: { readonly span: Stretch; readonly data: Told }
  /** The stretch that a trend is compared with. */
  readonly compareSpan?: Stretch
  readonly data: Told
  readonly beside?: readonly Besides[]
}

/** What one of the groups that are compared answers, and how many are in it. */
export interface Besides {
  readonly name: string
  readonly counts: 'person' | 'account'
  readonly members: number
  readonly former?: number
  readonly data: Told
  readonly compare?: { readonly span: Stretch; readonly data: Told }
}

export interface Mean {
  readonly interval: number
  /** Who came back, of how many whose interval is over. */
  readonly n: number
  readonly size: number
  readonly rate: number | null
}
export interface Link {
  readonly level: number
  readonly from: string
  readonly to: string
  readonly n: number
  readonly medianSec: number | null
  readonly drill: string
}
export interface PathNode {
  readonly level: number
  readonly name: string
  readonly n: number
}
export interface PathsTold {
  readonly nodes: readonly PathNode[]
  readonly links: readonly Link[]
  readonly paths: number
}
export interface RetentionLine {
  readonly breakdown: Label
  readonly size: number
  readonly mean: readonly Mean[]
}
export interface LifecycleLine {
  readonly breakdown: Label
  readonly buckets: readonly LifecycleBucket[]
}
export interface PathsLine extends PathsTold {
  readonly breakdown: Label
}

/** What an answer holds by its kind. */
export interface Told {
  readonly steps?: readonly Step[]
  readonly breakdown?: readonly (FunnelLine | StickinessLine)[]
  readonly over_time?: readonly OverTime[]
  readonly time_to_convert?: Times
  readonly series?: readonly Line[]
  readonly compare?: readonly Line[] | null
  readonly cohorts?: readonly (Cohort & ActivationCohort)[]
  readonly mean?: readonly Mean[]
  /** Retention, lifecycle and paths with a breakdown: what each line tells beside all. */
  readonly lines?: readonly (RetentionLine | LifecycleLine | PathsLine)[]
  readonly bins?: readonly Bin[]
  readonly buckets?: readonly LifecycleBucket[]
  readonly nodes?: readonly PathNode[]
  readonly links?: readonly Link[]
  readonly paths?: number
  readonly total?: ActivationCohort
  readonly ttv?: { readonly median: number | null; readonly p90: number | null; readonly censored: number }
  readonly features?: readonly Feature[]
}

export interface Behind {
  /** Who is counted, as the question was read. */
  readonly actor: 'person' | 'session' | { readonly group: string }
  readonly n: number
  readonly actors: readonly {
    /** Null where the reader may not see who it is. */
    readonly actor: string | null
    /** The key of its record, where it is an account that has one. */
    readonly record: string | null
    readonly properties: Readonly<Record<string, string | number | boolean>>
    readonly chain?: readonly { readonly event: string; readonly at: string }[]
  }[]
  /** `onlyStatic`: why no dynamic one can be made of the number. */
  readonly cohort: { readonly live: Query | null; readonly frozen: Query | null; readonly onlyStatic: string | null }
}

export interface Values {
  readonly items: readonly { readonly value: string | number | boolean; readonly n: number }[]
}
export interface Marks {
  readonly items: readonly { readonly on: string; readonly kind: string; readonly says: string; readonly key: string | null }[]
}
export interface Timeline {
  readonly items: readonly { readonly at: string; readonly event: string; readonly account: string | null; readonly person: string | null }[]
}

export type Query = Readonly<Record<string, unknown>>

export const vocabulary = (workspace: string) => read<Vocabulary>(workspace, '/query/vocabulary')

/** How many are in a cohort, and who, as far as the reader may see it. */
export interface CohortAnswer {
  readonly n: number
  readonly members: readonly string[]
  /** The first of them that have a record, where they are accounts. */
  readonly named?: readonly { readonly id: string; readonly name: string; readonly record: string }[]
  readonly asOf: string
}

export const cohortOf = (workspace: string, query: Query): Resource<CohortAnswer> => ({
  queryKey: [workspace, `/query#${JSON.stringify(query)}`],
  queryFn: ({ signal }) => call('/query', { method: 'POST', workspace, body: query, signal }),
})

/** What a property may be, the commonest first. */
export const valuesOf = (workspace: string, property: string) => read<Values>(workspace, '/query/values', { property })
/** Releases, incidents and notes between two days. */
export const marksOf = (workspace: string, from: string, to: string) => read<Marks>(workspace, '/query/marks', { from, to })
export const timelineOf = (workspace: string, of: string, id: string) => read<Timeline>(workspace, '/query/timeline', { of, id })

/** The answer to a query; the same query is the same place in the cache. */
export const answered = (workspace: string, query: Query): Resource<Answered> => ({
  queryKey: [workspace, `/query#${JSON.stringify(query)}`],
  queryFn: ({ signal }) => call<Answered>('/query', { method: 'POST', workspace, body: query, signal }),
})

export const behindNumber = (workspace: string, query: Query, drill: string, side: string): Resource<Behind> => ({
  queryKey: [workspace, `/query/drill#${drill}#${side}#${JSON.stringify(query)}`],
  queryFn: ({ signal }) => call<Behind>('/query/drill', { method: 'POST', workspace, body: { query, drill, side }, signal }),
})
