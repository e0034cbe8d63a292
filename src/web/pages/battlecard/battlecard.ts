import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { marketOf } from '#web/pages/market/asked.ts'

/** What do I say, ask and answer in a call against them? */
export const battlecardPage = page({
  path: 'strategy/battlecards/$id',
  title: 'Battlecard',
  needs: ({ workspace, search }) => [marketOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./BattlecardView.tsx'), 'BattlecardView'),
})
