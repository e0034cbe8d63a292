import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { measurement, rows, scorecard } from '#web/resources.ts'
import { askedOf } from '#web/measured.ts'

/** Is it moving, is it real, why? */
export const metric = page({
  path: 'metrics/$key',
  title: 'Metric',
  needs: ({ workspace, params, search }) => [
    measurement(workspace, params['key'] ?? '', askedOf(search)),
    scorecard(workspace, search['asOf']),
    rows(workspace, 'notes', { limit: 100, asOf: search['asOf'] }),
  ],
  View: lazyRouteComponent(() => import('./MetricView.tsx'), 'MetricView'),
})
