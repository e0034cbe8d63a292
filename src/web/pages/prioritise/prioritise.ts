import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { prioritiesOf } from './asked.ts'

/** What comes first, what would change that, and where capacity ends. */
export const prioritisePage = page({
  path: 'roadmap/prioritise',
  title: 'Prioritise',
  needs: ({ workspace, search }) => [prioritiesOf(workspace, search)],
  View: lazyRouteComponent(() => import('./PrioritiseView.tsx'), 'PrioritiseView'),
})
