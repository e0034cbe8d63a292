import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { dependenciesOf } from './asked.ts'

/** What waits for what, who is late, and what that moves. */
export const dependenciesPage = page({
  path: 'roadmap/dependencies',
  title: 'Dependencies',
  needs: ({ workspace, search }) => [dependenciesOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./DependenciesView.tsx'), 'DependenciesView'),
})
