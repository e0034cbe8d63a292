import type { Restated } from '#flows/explain/changePolicy.ts'
import type { Comparison } from '#flows/explain/comparePolicies.ts'
import type { ChangeExplained } from '#flows/explain/explainChange.ts'
import type { MetricRecord } from '#flows/explain/record.ts'
import type { TreeTold } from '#flows/explain/tree.ts'
import type { Restatements } from '#flows/reviews/restatements.ts'
import { read, type Words } from './resources.ts'

/** The answers of doors/rest/explain, as the flows give them. */
export type { Restated } from '#flows/explain/changePolicy.ts'
export type { Comparison, PolicyColumn } from '#flows/explain/comparePolicies.ts'
export type { ChangeExplained, DimensionChange, GroupPart } from '#flows/explain/explainChange.ts'
export type { MetricRecord } from '#flows/explain/record.ts'
export type { Restatement, Restatements } from '#flows/reviews/restatements.ts'
export type { TreeEdge, TreeNode, TreeTold } from '#flows/explain/tree.ts'

export const explained = (workspace: string, key: string, asked: Words) => read<ChangeExplained>(workspace, `/metrics/${key}/explain`, asked)
export const restatementLog = (workspace: string, key: string) => read<Restatements>(workspace, `/metrics/${key}/restatement-log`)
export const metricRecord = (workspace: string, key: string) => read<MetricRecord>(workspace, `/metrics/${key}/record`)
export const tree = (workspace: string, asOf?: string) => read<TreeTold>(workspace, '/tree', { asOf })
export const comparison = (workspace: string, asked: Words) => read<Comparison>(workspace, '/policies/compare', asked)
export const restated = (workspace: string, policy: string) => read<{ readonly items: readonly Restated[] }>(workspace, '/policies/restate', { policy })
