import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { opportunitiesOf } from './asked.ts'

/** Which problems of customers are worth solving, for which outcome, and who says so? */
export const opportunitiesPage = page({
  path: 'strategy/opportunities',
  title: 'Opportunities',
  needs: ({ workspace, search }) => [opportunitiesOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./OpportunitiesView.tsx'), 'OpportunitiesView'),
})
