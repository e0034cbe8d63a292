import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { isProblem, type AnyRow, type Noun } from '#kernel'
import { call } from '#web/client.ts'
import { renew, useUndo } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'

/** Performs one verb on many rows, four at a time; what is refused stays as it was and is counted. */
export function useBulk(noun: Noun) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const undoOne = useUndo()
  return useCallback(
    async (verb: string, rows: readonly AnyRow[], input: Readonly<Record<string, unknown>>) => {
      const queue = [...rows]
      const saved: AnyRow[] = []
      let failed: string | null = null
      const work = async () => {
        for (let row = queue.shift(); row; row = queue.shift()) {
          try {
            saved.push(await call<AnyRow>(`/${noun.plural}/${row.id}/${verb}`, { method: 'POST', workspace, version: row.version, body: input }))
          } catch (error) {
            failed = isProblem(error) ? error.message : 'not saved'
          }
        }
      }
      await Promise.all([work(), work(), work(), work()])
      renew(cache, workspace, noun.noun)
      const undo = () => void saved.reduce((before, row) => before.then(() => undoOne(noun, row)), Promise.resolve())
      return { saved, failed, undo }
    },
    [noun, workspace, cache, undoOne],
  )
}
