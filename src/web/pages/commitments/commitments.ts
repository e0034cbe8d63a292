import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { rows } from '#web/resources.ts'

/** Did we do what we committed to, and what changed since? */
export const commitmentsPage = page({
  path: 'roadmap/commitments',
  title: 'Commitments',
  needs: ({ workspace }) => [rows(workspace, 'baselines', { limit: 100 })],
  View: lazyRouteComponent(() => import('./CommitmentsView.tsx'), 'CommitmentsView'),
})
