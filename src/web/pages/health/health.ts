import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { healthOf } from './asked.ts'

/** Which products do we invest in, hold, harvest or end, by which rule, and how far have their customers moved? */
export const healthPage = page({
  path: 'portfolio/health',
  title: 'Portfolio health',
  needs: ({ workspace, search }) => [healthOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./HealthView.tsx'), 'HealthView'),
})
