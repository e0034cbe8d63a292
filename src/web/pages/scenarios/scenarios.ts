import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { plannableBets } from '#web/pages/roadmap/bets.ts'

/** What is the best plan that fits, and what does each no cost? */
export const scenariosPage = page({
  path: 'roadmap/scenarios',
  title: 'Scenarios',
  needs: ({ workspace }) => [plannableBets(workspace)],
  View: lazyRouteComponent(() => import('./ScenariosView.tsx'), 'ScenariosView'),
})
