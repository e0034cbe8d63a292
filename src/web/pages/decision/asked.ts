import type { DecisionDetail } from '#flows/planning/decisions/decision.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { CitedBet, DecisionDetail, RestsOn } from '#flows/planning/decisions/decision.ts'

/** A decision with what it rests on, read from the live metrics. */
export function decisionOf(workspace: string, id: string, asOf?: string): Resource<DecisionDetail> {
  const path = withQuery(`/plan/decisions/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<DecisionDetail>(path, { workspace, signal }) }
}
