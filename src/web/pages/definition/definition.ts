import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { definedList } from '#web/defined.ts'

/** How would we count it, what would it say, and who agrees? */
export const definitionPage = page({
  path: 'metrics/define',
  title: 'Define a metric',
  needs: ({ workspace }) => [definedList(workspace)],
  View: lazyRouteComponent(() => import('./DefinitionView.tsx'), 'DefinitionView'),
})
