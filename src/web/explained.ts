import type { AnyRow, Interval, Metric, Trust, Unit } from '#kernel'
import { call, withQuery } from './client.ts'
import type { Resource } from './resources.ts'

/** The answers of doors/rest/explain, and how to read them. */
export interface GroupPart {
  readonly key: string
  readonly n: number | null
  readonly before: number | null
  readonly after: number | null
  readonly weight: readonly [number, number] | null
  readonly byRate: number | null
  readonly byMix: number | null
  readonly part: number | null
}
export interface DimensionChange {
  readonly by: string
  readonly kind: 'rateMix' | 'sum' | 'apart'
  readonly parts: readonly GroupPart[]
  readonly rest: number | null
  readonly isSimpson: boolean
  readonly concentration: number | null
  readonly says: string
}
export interface ChangeExplained {
  readonly period: string | null
  readonly against: string | null
  readonly before: number | null
  readonly after: number | null
  readonly change: number | null
  readonly flows: readonly { readonly name: string; readonly part: number }[] | null
  readonly dimensions: readonly DimensionChange[]
  readonly refused: readonly { readonly by: string; readonly because: string }[]
  readonly sentence: string
}

export interface MetricRecord {
  readonly entry: AnyRow | null
  readonly owner: string | null
  readonly uses: readonly { readonly noun: string; readonly id: string; readonly key: string; readonly title: string; readonly says: string }[]
  readonly brought: readonly {
    readonly fact: string
    readonly import: { readonly id: string; readonly key: string; readonly name: string; readonly at: string }
    readonly file: string
    readonly rows: number | null
  }[]
}

export interface TreeNode {
  readonly id: string
  readonly metric: string | null
  readonly part: string | null
  readonly name: string
  readonly unit: Unit
  readonly better: Metric['better'] | null
  readonly currency: string
  readonly value: number | null
  readonly reason: string | null
  readonly period: string | null
  readonly prior: number | null
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly trust: Trust | null
  readonly role: 'input' | 'between' | 'outcome' | 'apart'
  readonly lead: number
}
export interface Score {
  readonly id: string
  readonly tested: number
  readonly confirmed: number
  readonly against: number
  readonly share: number | null
  readonly interval: Interval | null
  readonly says: string
  readonly byPeriod: readonly { readonly period: string; readonly outcome: string }[]
}
export interface TreeEdge {
  readonly id: string | null
  readonly from: string
  readonly to: string
  readonly kind: 'identity' | 'hypothesis' | 'guardrail'
  readonly operation: 'sum' | 'product' | 'ratio' | null
  readonly sign: 1 | -1
  readonly lag: number | null
  readonly confidence: number | null
  readonly evidence: 'experiment' | 'regression' | 'opinion' | null
  readonly because: string | null
  readonly says: string
  readonly score: Score | null
}
export interface IdentityTold {
  readonly whole: string
  readonly operation: string
  readonly says: string
  readonly checks: readonly {
    readonly period: string
    readonly state: 'holds' | 'broken' | 'unknown'
    readonly stated: number | null
    readonly computed: number | null
    readonly difference: number | null
  }[]
  readonly holds: number
  readonly broken: number
  readonly drill: readonly { readonly id: string; readonly part: number }[] | null
}
export interface TreeTold {
  readonly asOf: string
  readonly northStar: string | null
  readonly nodes: readonly TreeNode[]
  readonly edges: readonly TreeEdge[]
  readonly identities: readonly IdentityTold[]
  readonly hypotheses: readonly Score[]
  readonly questions: readonly { readonly check: string; readonly metric: string; readonly asks: string }[]
  readonly faults: readonly string[]
}

export interface WhyPart {
  readonly switch: string
  readonly from: string
  readonly to: string
  readonly meaning: string
  readonly part: number | null
  readonly alone: number | null
  readonly because: string | null
}
export interface PolicyColumn {
  readonly id: string
  readonly name: string
  readonly preset: string
  readonly assumed: readonly string[]
  readonly switches: Readonly<Record<string, unknown>>
  readonly figures: Readonly<Record<string, { readonly value: number | null; readonly because: string | null }>>
  readonly why: readonly WhyPart[]
  readonly total: number | null
  readonly accounts: {
    readonly items: readonly {
      readonly account: string
      readonly name: string | null
      readonly before: { readonly opening: number; readonly closing: number }
      readonly after: { readonly opening: number; readonly closing: number }
      readonly effect: number
    }[]
    readonly count: number
    readonly rest: number
  } | null
}
export interface Comparison {
  readonly figure: string
  readonly asOf: string
  readonly period: string
  readonly unit: Unit
  readonly currency: string
  readonly columns: readonly PolicyColumn[]
  readonly migration: { readonly theirs: number; readonly ours: number | null; readonly explained: number | null; readonly unexplained: number | null } | null
}
export interface Restated {
  readonly metric: string
  readonly unit: Unit
  readonly points: readonly { readonly period: string; readonly now: number | null; readonly then: number | null }[]
}

type Words = Readonly<Record<string, string | number | boolean | null | undefined>>

function at<T>(workspace: string, path: string, query: Words = {}): Resource<T> {
  const full = withQuery(path, query)
  return { queryKey: [workspace, full], queryFn: ({ signal }) => call<T>(full, { workspace, signal }) }
}

export const explained = (workspace: string, key: string, asked: Words) => at<ChangeExplained>(workspace, `/metrics/${key}/explain`, asked)
export const metricRecord = (workspace: string, key: string) => at<MetricRecord>(workspace, `/metrics/${key}/record`)
export const tree = (workspace: string, asOf?: string) => at<TreeTold>(workspace, '/tree', { asOf })
export const comparison = (workspace: string, asked: Words) => at<Comparison>(workspace, '/policies/compare', asked)
export const restated = (workspace: string, policy: string) => at<{ readonly items: readonly Restated[] }>(workspace, '/policies/restate', { policy })
