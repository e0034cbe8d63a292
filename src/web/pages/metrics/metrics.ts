import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { scorecard } from '#web/resources.ts'

/** Which metrics need a look? */
export const metricsList = page({
  path: 'metrics',
  title: 'Metrics',
  needs: ({ workspace, search }) => [scorecard(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./MetricsView.tsx'), 'MetricsView'),
})
