import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { goalsOf } from './asked.ts'

/** Do the outcomes that we committed to come about? */
export const goalsPage = page({
  path: 'goals',
  title: 'Goals',
  needs: ({ workspace, search }) => [goalsOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./GoalsView.tsx'), 'GoalsView'),
})
