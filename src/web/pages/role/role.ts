import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { roleCard } from '#web/resources.ts'

/** How do I stand against what my role is measured by? */
export const rolePage = page({
  path: 'metrics/scorecard',
  title: 'Scorecard',
  needs: ({ workspace, search }) => [roleCard(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./RoleView.tsx'), 'RoleView'),
})
