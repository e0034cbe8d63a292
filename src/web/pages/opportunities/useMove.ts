import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'

interface Place {
  readonly parent: string | null
  readonly objective: string | null
}

/** Puts an opportunity below another one or below an outcome; a refusal says why. Answers whether it moved. */
export function useMove(): (id: string, place: Place) => Promise<boolean> {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  return useCallback(
    async (id, place) => {
      try {
        const moved = await call<{ readonly key: string }>(`/opportunities/${id}/place`, { method: 'POST', workspace, body: place })
        say(`${moved.key} moved`)
        return true
      } catch (problem) {
        say(isProblem(problem) ? `Not moved. ${problem.message} ${problem.hint}`.trim() : 'Not moved.', { tone: 'failed' })
        return false
      } finally {
        renew(cache, workspace, 'opportunity')
      }
    },
    [workspace, cache, say],
  )
}
