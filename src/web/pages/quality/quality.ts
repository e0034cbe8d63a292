import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { qualityOverview } from '#web/resources.ts'

/** Can the numbers be believed, and what is missing to believe them? */
export const qualityPage = page({
  path: 'metrics/data',
  title: 'Data',
  needs: ({ workspace }) => [qualityOverview(workspace)],
  View: lazyRouteComponent(() => import('./QualityView.tsx'), 'QualityView'),
})
