import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'

/** Which of these need a hand? Any noun as a list. */
export const list = page({
  path: 'n/$noun',
  title: 'List',
  needs: () => [],
  View: lazyRouteComponent(() => import('./ListView.tsx'), 'ListView'),
})
