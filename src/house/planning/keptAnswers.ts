import type { Scope } from '#runtime/scope.ts'

/** Makes an answer, or gives the one that was made under the same state of the record for the same role. */
export type Kept<T> = (scope: Pick<Scope, 'workspace' | 'me'>, head: string | null | undefined, asked: readonly unknown[], make: () => Promise<T>) => Promise<T>

/**
 * Keeps the last few answers under the head of the record, the reader’s role and what was asked (decision 081). A change makes another head, so that nothing
 * kept is out of date; what else an answer is read from has to be among what was asked.
 */
export function keptAnswers<T>(most: number): Kept<T> {
  const kept = new Map<string, Promise<T>>()
  return async ({ workspace, me }, head, asked, make) => {
    if (!head?.startsWith(`${workspace.id}:`)) return await make()
    const name = JSON.stringify([head, me.role, ...asked])
    const answer = kept.get(name) ?? make()
    kept.delete(name)
    kept.set(name, answer)
    for (const [other] of kept) if (kept.size > most || (other !== name && other.includes(workspace.id) && !other.includes(head))) kept.delete(other)
    try {
      return await answer
    } catch (error) {
      kept.delete(name)
      throw error
    }
  }
}
