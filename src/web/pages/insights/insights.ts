import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { vocabulary } from './contract.ts'

/** Ask events: pick a kind, events and a stretch of time; the answer stands beside, and behind each number the accounts. */
export const insightsPage = page({
  path: 'metrics/explore',
  title: 'Explore',
  needs: ({ workspace }) => [vocabulary(workspace)],
  View: lazyRouteComponent(() => import('./InsightView.tsx'), 'InsightView'),
})
