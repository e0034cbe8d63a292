import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUrl } from '#web/url.tsx'
import { rankedBetOf, type Priorities, type RankedBet } from './asked.ts'

/**
 * The bet whose place is explained, and the step to its neighbours. One beyond what was sent is read by itself: until it is there the bet before it
 * stays, and a step leads nowhere.
 */
export function useShownBet({ bets, summary }: Priorities): { readonly bet: RankedBet | undefined; readonly step: (by: number) => void } {
  const { workspace, search, set } = useUrl()
  const why = search['why'] ?? ''
  const at = bets.findIndex(({ key }) => key === why)
  const isBeyond = why !== '' && at < 0 && bets.length < summary.of
  const beyond = useQuery({ ...rankedBetOf(workspace, search, why), enabled: isBeyond })
  const isAwaited = isBeyond && beyond.isPending
  const found = isBeyond ? beyond.data : { bet: bets[at], before: bets[at - 1]?.key }
  const [held, hold] = useState(found?.bet)
  if (!isAwaited && held !== found?.bet) hold(found?.bet)
  const step = (by: number) => {
    if (isAwaited) return
    set({ why: found?.bet ? ((by > 0 ? found.bet.next : found.before) ?? why) : bets[0]?.key }, { replace: why !== '' })
  }
  return { bet: isAwaited ? held : found?.bet, step }
}
