import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { apiUrl, withQuery } from './client.ts'
import { pluralOf } from './words.ts'

/** Answers that are computed from objects of many nouns. */
const computed = [
  '/plan',
  '/market',
  '/targets',
  '/today',
  '/scorecard',
  '/signals',
  '/metrics',
  '/tree',
  '/policies',
  '/changes',
  '/search',
  '/quality',
  '/audit',
  '/storage',
]
/** Questions about events name groups of these, and their lines bear notes. */
const asked = new Set(['segment', 'account', 'analysis', 'note'])
/** Changes of these move no figure. */
const quiet = new Set(['comment', 'view', 'review', 'analysisSubscription'])

/** Listens to the change feed and marks what it touches as old, so that open pages read it again. Says whether the feed is connected. */
export function useLiveFeed(workspace: string): 'live' | 'connecting' | 'lost' {
  const cache = useQueryClient()
  const [state, setState] = useState<'live' | 'connecting' | 'lost'>('connecting')
  useEffect(() => {
    const touched = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = () => {
      const paths = pathsOf([...touched])
      touched.clear()
      timer = undefined
      void cache.invalidateQueries({
        predicate: ({ queryKey: [owner, path] }) => owner === workspace && typeof path === 'string' && paths.some((start) => isAt(path, start)),
      })
    }
    const hear = (event: MessageEvent<string>) => {
      touched.add(nounOf(event.data))
      timer ??= setTimeout(renew, 250)
    }
    const stop = whileSeen((isAgain) => {
      if (isAgain) void cache.invalidateQueries({ predicate: ({ queryKey: [owner] }) => owner === workspace })
      const feed = new EventSource(apiUrl(withQuery('/changes', { workspace })))
      feed.addEventListener('message', hear)
      feed.addEventListener('change', hear)
      feed.addEventListener('open', () => setState('live'))
      feed.addEventListener('error', () => setState('lost'))
      return () => feed.close()
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [cache, workspace])
  return state
}

/**
 * Runs `start` while the page is seen, and what it answers when it is not: a browser keeps six connections to a host in all, and a feed in each
 * hidden tab, or in a page that it keeps for Back, would leave none for the page in front.
 */
function whileSeen(start: (isAgain: boolean) => () => void): () => void {
  let end: (() => void) | null = null
  let isAgain = false
  const close = () => {
    end?.()
    end = null
  }
  const open = () => {
    if (end || document.visibilityState === 'hidden') return
    end = start(isAgain)
    isAgain = true
  }
  const turn = () => (document.visibilityState === 'hidden' ? close() : open())
  document.addEventListener('visibilitychange', turn)
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', open)
  open()
  return () => {
    document.removeEventListener('visibilitychange', turn)
    window.removeEventListener('pagehide', close)
    window.removeEventListener('pageshow', open)
    close()
  }
}

/** The paths whose answers may differ after changes of these nouns. */
export function pathsOf(changed: readonly string[]): readonly string[] {
  const own = changed.filter((noun) => noun !== '').map((noun) => `/${pluralOf(noun)}`)
  const moves = changed.some((noun) => !quiet.has(noun))
  const questions = changed.some((noun) => asked.has(noun)) ? ['/query', '/following'] : changed.includes('analysisSubscription') ? ['/following'] : []
  return [...own, ...questions, ...(moves ? computed : ['/today', '/changes', '/search'])]
}

export const isAt = (path: string, start: string): boolean => path === start || ['/', '?', '#'].some((mark) => path.startsWith(`${start}${mark}`))

function nounOf(text: string): string {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null && 'noun' in said && typeof said.noun === 'string' ? said.noun : ''
  } catch {
    return ''
  }
}
