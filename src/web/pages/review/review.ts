import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { row } from '#web/resources.ts'

/** Tell the story with frozen numbers. */
export const review = page({
  path: 'reviews/$id',
  title: 'Review',
  needs: ({ workspace, params, search }) => [row(workspace, 'reviews', params['id'] ?? '', search['asOf'])],
  View: lazyRouteComponent(() => import('./ReviewView.tsx'), 'ReviewView'),
})
