import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { releasesOf } from './asked.ts'

/** What do customers get next, what holds it, and what did they get? */
export const releasesPage = page({
  path: 'roadmap/releases',
  title: 'Releases',
  needs: ({ workspace, search }) => [releasesOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./ReleasesView.tsx'), 'ReleasesView'),
})
