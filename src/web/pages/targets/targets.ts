import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { targets } from '#web/resources.ts'

/** Where should every metric be, and is it on its way? */
export const targetsPage = page({
  path: 'metrics/targets',
  title: 'Targets',
  needs: ({ workspace, search }) => [targets(workspace, { asOf: search['asOf'] })],
  View: lazyRouteComponent(() => import('./TargetsView.tsx'), 'TargetsView'),
})
