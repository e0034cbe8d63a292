import type { Restated } from '#flows/explain/changePolicy.ts'
import type { Comparison } from '#flows/explain/comparePolicies.ts'
import type { ChangeExplained } from '#flows/explain/explainChange.ts'
import type { MetricRecord } from '#flows/explain/record.ts'
import type { TreeTold } from '#flows/explain/tree.ts'
import { call, withQuery } from './client.ts'
import type { Resource } from './resources.ts'

/** The answers of doors/rest/explain, as the flows give them. */
export type { Restated } from '#flows/explain/changePolicy.ts'
export type { Comparison, PolicyColumn } from '#flows/explain/comparePolicies.ts'
export type { ChangeExplained, DimensionChange, GroupPart } from '#flows/explain/explainChange.ts'
export type { MetricRecord } from '#flows/explain/record.ts'
export type { TreeEdge, TreeNode, TreeTold } from '#flows/explain/tree.ts'

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
