import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { rows } from '#web/resources.ts'

/** Which stories were told, which is due? */
export const reviews = page({
  path: 'reviews',
  title: 'Reviews',
  needs: ({ workspace, search }) => [rows(workspace, 'reviews', { sort: '-period', limit: 50, asOf: search['asOf'] })],
  View: lazyRouteComponent(() => import('./ReviewsView.tsx'), 'ReviewsView'),
})
