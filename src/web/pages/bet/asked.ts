import type { BetDetail } from '#flows/planning/bets/bet.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { BetDetail, BetHealth, OutcomeLine } from '#flows/planning/bets/bet.ts'

/** A bet as its page tells it. */
export function betOf(workspace: string, id: string, asOf?: string): Resource<BetDetail> {
  const path = withQuery(`/plan/bets/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<BetDetail>(path, { workspace, signal }) }
}
