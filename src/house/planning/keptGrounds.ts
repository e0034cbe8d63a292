import { waitingGround, type WaitingGround } from '#flows/planning/waiting/ground.ts'
import type { Scope } from '#runtime/scope.ts'

/** Gives what dependencies and slips are told from: read anew, or kept under the state of the record that the reader was shown. */
export type Grounds = (scope: Scope, asOf: string | undefined, head: string | null | undefined) => Promise<WaitingGround>

const most = 4

/**
 * Keeps the last few grounds under the head of the record, the reader’s role and the day, so that a plan of ten thousand bets is read once and
 * not for every day that somebody slides a bet by (decision 081). A change makes another head, so that nothing kept is out of date.
 */
export function keptGrounds(): Grounds {
  const kept = new Map<string, Promise<WaitingGround>>()
  return async (scope, asOf, head) => {
    const { workspace, me } = scope
    if (!head?.startsWith(`${workspace.id}:`)) return await waitingGround(scope, asOf)
    const name = JSON.stringify([head, me.role, asOf ?? null])
    const ground = kept.get(name) ?? waitingGround(scope, asOf)
    kept.delete(name)
    kept.set(name, ground)
    for (const [other] of kept) if (kept.size > most || (other !== name && other.includes(workspace.id) && !other.includes(head))) kept.delete(other)
    try {
      return await ground
    } catch (error) {
      kept.delete(name)
      throw error
    }
  }
}
