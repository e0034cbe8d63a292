import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { allBets } from '#web/pages/roadmap/bets.ts'
import { rows } from '#web/resources.ts'

/** What do we leave undone, why, and which of it is due to be looked at again? */
export const notDoingPage = page({
  path: 'strategy/not-doing',
  title: 'Not doing',
  needs: ({ workspace, search }) => [allBets(workspace, search['asOf']), rows(workspace, 'pillars', { limit: 100, asOf: search['asOf'] })],
  View: lazyRouteComponent(() => import('./NotDoingView.tsx'), 'NotDoingView'),
})
