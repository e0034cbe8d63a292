import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { allocationOf } from './asked.ts'

/** Where is our people’s time meant to go, where is it planned to go, and where did it go? */
export const allocationPage = page({
  path: 'portfolio/allocation',
  title: 'Allocation',
  needs: ({ workspace, search }) => [allocationOf(workspace, { quarter: search['quarter'], squad: search['squad'], asOf: search['asOf'] })],
  View: lazyRouteComponent(() => import('./AllocationView.tsx'), 'AllocationView'),
})
