import { useMutation, useMutationState, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { isProblem, isRecord, type AnyRow, type Noun } from '#kernel'
import { call, currentOf, isOffline, isStale, newKey } from './client.ts'
import type { Change } from './contract.ts'
import { sayDone } from './done.ts'
import { useConflict } from './parts/Conflict.tsx'
import { useSay } from './parts/Toasts.tsx'
import { isAt, pathsOf } from './live.ts'
import { useUrl } from './url.tsx'
import { words } from './words.ts'

/** One verb on one row, or the creation of a row when there is none. The key makes a repeated sending harmless. */
export interface Act {
  readonly noun: Noun
  readonly verb: string
  readonly row?: AnyRow
  readonly input: Readonly<Record<string, unknown>>
  readonly key: string
  readonly workspace: string
}

/**
 * Performs verbs. An edit shows at once and stays marked as unsynced until the server confirms; a refusal takes it back and says why;
 * a 412 shows both versions; a success can be undone for ten seconds. While offline, acts wait with their key.
 */
export function usePerform(noun: Noun) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const ask = useConflict()
  const undo = useUndo()
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationKey: ['act'],
    mutationFn: send,
    // a connection comes back a moment before the first request gets through; the key makes repeating harmless
    retry: (failures, problem) => isOffline(problem) && failures < 5,
    retryDelay: (failures) => 500 * 2 ** failures,
    onMutate: async (act: Act) => {
      if (act.verb !== 'edit' || !act.row) return undefined
      await cache.cancelQueries({ predicate: readsOf(act) }) // an answer that is still on its way tells the row as it was
      return patchRow(cache, act, act.input)
    },
    onError: (problem, act, before) => {
      before?.()
      if (isStale(problem) && act.row && act.verb === 'edit')
        return ask({ noun: act.noun, before: act.row, yours: act.input, theirs: currentOf(problem), again: (input, version) => again(act, input, version) })
      say(notSaved(problem), {
        tone: 'failed',
        ...(isStale(problem) ? {} : { action: { says: 'Try again', run: () => void quietly(act) } }),
      })
    },
    onSuccess: (saved, act) => {
      if (isRecord(saved)) patchRow(cache, act, saved)
      say(outcome(act, saved), { action: { says: 'Undo', run: () => void undo(act.noun, saved) } })
    },
    onSettled: (_saved, _error, act) => renew(cache, act.workspace, act.noun.noun),
  })
  const quietly = useCallback((act: Act) => mutateAsync({ ...act, key: newKey() }).catch(() => null), [mutateAsync])
  const again = (act: Act, input: Act['input'], version: number) => void (act.row && quietly({ ...act, input, row: { ...act.row, version } }))
  const perform = useCallback(
    (verb: string, row: AnyRow | undefined, input: Act['input']) => mutateAsync({ noun, verb, input, workspace, key: newKey(), ...(row ? { row } : {}) }),
    [mutateAsync, noun, workspace],
  )
  return { perform, isPending, error, reset }
}

/** Tells of a write that failed. */
export const notSaved = (problem: unknown): string => (isProblem(problem) ? `Not saved. ${problem.message} ${problem.hint}`.trim() : 'Not saved.')

/** Ids of rows whose changes the server has not confirmed. */
export function useUnsynced(): ReadonlySet<string> {
  const ids = useMutationState({ filters: { mutationKey: ['act'], status: 'pending' }, select: ({ state }) => rowIdOf(state.variables) })
  return new Set(ids)
}

/** How many acts wait for a connection. */
export const useWaiting = (): number =>
  useMutationState({ filters: { mutationKey: ['act'], status: 'pending' }, select: ({ state }) => state.isPaused }).filter(Boolean).length

/** Takes the newest change of a row back, when it is still the one that we made. */
export function useUndo() {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  return useCallback(
    async (noun: Noun, saved: AnyRow) => {
      try {
        const { items } = await call<{ readonly items: readonly Change[] }>(`/${noun.plural}/${saved.id}/history`, { workspace })
        const newest = items.toSorted((a, b) => b.seq - a.seq)[0]
        if (!newest || newest.version !== saved.version) return say('Not undone: it was changed again since.', { tone: 'failed' })
        await call(`/changes/${newest.seq}/undo`, { method: 'POST', workspace, body: {} })
        say('Undone')
      } catch (problem) {
        say(isProblem(problem) ? `Not undone. ${problem.message} ${problem.hint}` : 'Not undone.', { tone: 'failed' })
      } finally {
        renew(cache, workspace, noun.noun)
      }
    },
    [workspace, cache, say],
  )
}

/** Marks every answer that a change of this noun may touch as old. */
export function renew(cache: QueryClient, workspace: string, noun: string): void {
  const paths = pathsOf([noun])
  void cache.invalidateQueries({
    predicate: ({ queryKey: [owner, path] }) => owner === workspace && typeof path === 'string' && paths.some((start) => isAt(path, start)),
  })
}

const send = ({ noun, verb, row, input, key, workspace }: Act): Promise<AnyRow> =>
  call<AnyRow>(row ? `/${noun.plural}/${row.id}/${verb}` : `/${noun.plural}${verb === 'create' ? '' : `/${verb}`}`, {
    method: 'POST',
    workspace,
    body: input,
    idempotencyKey: key,
    ...(row ? { version: row.version } : {}),
  })

/** What was read of a noun's rows. */
const readsOf =
  ({ noun, workspace }: Pick<Act, 'noun' | 'workspace'>) =>
  ({ queryKey: [owner, path] }: { readonly queryKey: readonly unknown[] }): boolean =>
    owner === workspace && typeof path === 'string' && isAt(path, `/${noun.plural}`)

/** Writes values into every cached copy of a row, and gives back the way to restore them. */
function patchRow(cache: QueryClient, { noun, row, workspace }: Act, values: Readonly<Record<string, unknown>>): () => void {
  if (!row) return () => undefined
  const before = cache.getQueriesData({ predicate: readsOf({ noun, workspace }) })
  for (const [key, answer] of before) cache.setQueryData(key, patched(answer, row.id, values))
  return () => before.forEach(([key, answer]) => cache.setQueryData(key, answer))
}

function patched(answer: unknown, id: string, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(answer)) return answer.map((one) => patched(one, id, values))
  if (!isRecord(answer)) return answer
  if (answer['id'] === id) return { ...answer, ...values }
  if ('items' in answer) return { ...answer, items: patched(answer['items'], id, values) }
  return 'pages' in answer ? { ...answer, pages: patched(answer['pages'], id, values) } : answer
}

function rowIdOf(variables: unknown): string {
  const row = isRecord(variables) ? variables['row'] : null
  return isRecord(row) && typeof row['id'] === 'string' ? row['id'] : ''
}

/** “Decided: Build it. DEC-2”: what was done, and to which row. */
function outcome({ noun, verb, row, input }: Act, saved: AnyRow): string {
  const said = sayDone({ noun, verb, given: verb === 'create' ? { ...input, ...saved } : input })
  return `${said}. ${saved?.key ?? row?.key ?? words(noun.noun)}`
}
