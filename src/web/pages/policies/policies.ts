import { lazyRouteComponent } from '@tanstack/react-router'
import { comparison } from '#web/explained.ts'
import { page } from '#web/page.ts'
import { askedOf } from './asked.ts'

/** What would another way of counting say, and why? */
export const policiesPage = page({
  path: 'metrics/policies',
  title: 'Policies',
  needs: ({ workspace, search }) => [comparison(workspace, askedOf(search))],
  View: lazyRouteComponent(() => import('./PoliciesView.tsx'), 'PoliciesView'),
})
