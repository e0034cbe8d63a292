import type { OpportunityDetail, OpportunityTree } from '#flows/planning/opportunities/tree.ts'
import { read } from '#web/resources.ts'

export type { Evidence, OpportunityDetail, OpportunityNode, OpportunityTree, Outcome } from '#flows/planning/opportunities/tree.ts'

/** Opportunities below the outcomes that they serve. */
export const opportunitiesOf = (workspace: string, asOf?: string) => read<OpportunityTree>(workspace, '/plan/opportunities', { asOf })

/** One opportunity with its proof. */
export const opportunityOf = (workspace: string, id: string, asOf?: string) =>
  read<OpportunityDetail>(workspace, `/plan/opportunities/${encodeURIComponent(id)}`, { asOf })
