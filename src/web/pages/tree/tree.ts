import { lazyRouteComponent } from '@tanstack/react-router'
import { tree } from '#web/explained.ts'
import { page } from '#web/page.ts'
import { scorecard } from '#web/resources.ts'

/** What is it made of, what moves it, and did it? */
export const treePage = page({
  path: 'metrics/tree',
  title: 'Metric tree',
  needs: ({ workspace, search }) => [tree(workspace, search['asOf']), scorecard(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./TreeView.tsx'), 'TreeView'),
})
