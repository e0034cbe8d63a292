import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { capacityOf } from './asked.ts'

/** Who is over, by how much and because of which bets; and whom we hire. */
export const capacityPage = page({
  path: 'roadmap/capacity',
  title: 'Capacity',
  needs: ({ workspace, search }) => [capacityOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./CapacityView.tsx'), 'CapacityView'),
})
