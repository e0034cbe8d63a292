import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { allRows } from '#web/resources.ts'

/** Did we do what we committed to, and what changed since? */
export const commitmentsPage = page({
  path: 'roadmap/commitments',
  title: 'Commitments',
  needs: ({ workspace, search }) => [allRows(workspace, 'baselines', { asOf: search['asOf'] })],
  View: lazyRouteComponent(() => import('./CommitmentsView.tsx'), 'CommitmentsView'),
})
