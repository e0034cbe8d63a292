import type { OpportunityDetail, OpportunityTree } from '#flows/planning/opportunities/tree.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { Evidence, OpportunityDetail, OpportunityNode, OpportunityTree, Outcome } from '#flows/planning/opportunities/tree.ts'

/** Opportunities below the outcomes that they serve. */
export function opportunitiesOf(workspace: string, asOf?: string): Resource<OpportunityTree> {
  const path = withQuery('/plan/opportunities', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<OpportunityTree>(path, { workspace, signal }) }
}

/** One opportunity with its proof. */
export function opportunityOf(workspace: string, id: string, asOf?: string): Resource<OpportunityDetail> {
  const path = withQuery(`/plan/opportunities/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<OpportunityDetail>(path, { workspace, signal }) }
}
