import type { ShownRound } from '#flows/planning/rounds/round.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { Person, Rater, RoundBet, ShownRound, Vote } from '#flows/planning/rounds/round.ts'

/** A scoring round: who has given how much, and what, once it is revealed. */
export function roundOf(workspace: string, id: string, asOf?: string): Resource<ShownRound> {
  const path = withQuery(`/plan/rounds/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<ShownRound>(path, { workspace, signal }) }
}
