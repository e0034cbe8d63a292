import { lazyRouteComponent } from '@tanstack/react-router'
import { tree } from '#web/explained.ts'
import { page } from '#web/page.ts'
import { scorecard } from '#web/resources.ts'

/** What should I look at, in my role? */
export const boardsPage = page({
  path: 'metrics/boards',
  title: 'Boards',
  needs: ({ workspace, search }) => [scorecard(workspace, search['asOf']), tree(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./BoardsView.tsx'), 'BoardsView'),
})
