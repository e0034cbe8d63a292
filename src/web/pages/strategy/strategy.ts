import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { goalsOf } from '#web/pages/goals/asked.ts'
import { openBets } from '#web/pages/roadmap/bets.ts'

/** Does everything that we do serve a choice that we made? */
export const strategyPage = page({
  path: 'strategy',
  title: 'Strategy',
  needs: ({ workspace, search }) => [goalsOf(workspace, search['asOf']), openBets(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./StrategyView.tsx'), 'StrategyView'),
})
