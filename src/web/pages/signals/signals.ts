import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { signals } from '#web/resources.ts'

/** What broke its limits, and may it be chance? */
export const signalsPage = page({
  path: 'metrics/signals',
  title: 'Signals',
  needs: ({ workspace, search }) => [signals(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./SignalsView.tsx'), 'SignalsView'),
})
