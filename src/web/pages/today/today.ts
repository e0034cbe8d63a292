import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { meOf, scorecard, today } from '#web/resources.ts'

/** What changed, and what needs me? */
export const todayPage = page({
  path: 'today',
  title: 'Today',
  needs: ({ workspace, search }) => [meOf(workspace), today(workspace, search['asOf']), scorecard(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./TodayView.tsx'), 'TodayView'),
})
