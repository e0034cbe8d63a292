import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { openBets } from './bets.ts'

/** What do we bet on, in which order, and does it fit? */
export const roadmapPage = page({
  path: 'roadmap',
  title: 'Roadmap',
  needs: ({ workspace, search }) => [openBets(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./RoadmapView.tsx'), 'RoadmapView'),
})
