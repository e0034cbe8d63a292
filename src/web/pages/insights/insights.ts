import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { row } from '#web/resources.ts'
import { pluralOf } from '#web/words.ts'
import { vocabulary } from './contract.ts'

const View = lazyRouteComponent(() => import('./InsightView.tsx'), 'InsightView')

/** Ask events: pick a kind, events and a stretch of time; the answer stands beside, and behind each number the accounts. */
export const insightsPage = page({ path: 'metrics/explore', title: 'Explore', needs: ({ workspace }) => [vocabulary(workspace)], View })

/** The same, with a question that was saved. */
export const savedInsight = page({
  path: 'metrics/explore/$saved',
  title: 'Explore',
  needs: ({ workspace, params }) => [vocabulary(workspace), row(workspace, pluralOf('analysis'), params['saved'] ?? '')],
  View,
})
