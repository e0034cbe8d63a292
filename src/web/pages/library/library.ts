import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'

/** What kinds of things does the workspace keep? */
export const library = page({
  path: 'n',
  title: 'Library',
  needs: () => [],
  View: lazyRouteComponent(() => import('./LibraryView.tsx'), 'LibraryView'),
})
