import { waitingGround, type WaitingGround } from '#flows/planning/waiting/ground.ts'
import type { Scope } from '#runtime/scope.ts'
import { keptAnswers } from './keptAnswers.ts'

/** Gives what dependencies and slips are told from: read anew, or kept under the state of the record that the reader was shown. */
export type Grounds = (scope: Scope, asOf: string | undefined, head: string | null | undefined) => Promise<WaitingGround>

/** Keeps the last few grounds, so that a plan of ten thousand bets is read once and not for every day that somebody slides a bet by (decision 081). */
export function keptGrounds(): Grounds {
  const kept = keptAnswers<WaitingGround>(4)
  return (scope, asOf, head) => kept(scope, head, [asOf ?? null], () => waitingGround(scope, asOf))
}
