import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'

export type Pace = 'week' | 'month'
export interface Subscribed {
  readonly id: string
  readonly version: number
}

type Act =
  | { readonly does: 'start'; readonly analysis: string; readonly every: Pace }
  | { readonly does: 'setPace'; readonly of: Subscribed; readonly every: Pace }
  | { readonly does: 'markRead'; readonly of: Subscribed; readonly period: string }
  | { readonly does: 'end'; readonly of: Subscribed }

const said: Readonly<Record<Act['does'], string>> = {
  start: 'Subscribed. Today tells how it goes.',
  setPace: 'Pace set',
  markRead: 'Marked as read',
  end: 'Unsubscribed. Its history stays on the record.',
}

/** Starts, paces, reads and ends the reader’s own subscriptions to saved questions. */
export function useSubscription() {
  const { workspace, asOf } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const may = useMay()('viewer') && !asOf
  const { mutate, isPending } = useMutation({
    mutationFn: (act: Act) => {
      const { path, body } = requestOf(act)
      return call<unknown>(`/analysisSubscriptions${path}`, { method: 'POST', workspace, body, ...('of' in act ? { version: act.of.version } : {}) })
    },
    onSuccess: (_saved, { does }) => say(said[does]),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}`.trim() : 'Not done.', { tone: 'failed' }),
    onSettled: () => renew(cache, workspace, 'analysisSubscription'),
  })
  return { act: mutate, isBusy: isPending, may }
}

function requestOf(act: Act): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } {
  if (act.does === 'start') return { path: '', body: { analysis: act.analysis, every: act.every } }
  const path = `/${act.of.id}/${act.does}`
  return { path, body: act.does === 'setPace' ? { every: act.every } : act.does === 'markRead' ? { period: act.period } : {} }
}
