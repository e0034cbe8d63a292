import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { liveEvents } from './asked.ts'

/** Events as they arrive, what waits, and the plan that they should follow. */
export const eventsPage = page({
  path: 'metrics/events',
  title: 'Events',
  needs: ({ workspace }) => [liveEvents(workspace)],
  View: lazyRouteComponent(() => import('./EventsView.tsx'), 'EventsView'),
})
