import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { marketOf } from './asked.ts'

/** Where do we play, and do the numbers agree? */
export const marketPage = page({
  path: 'strategy/market',
  title: 'Market',
  needs: ({ workspace, search }) => [marketOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./MarketView.tsx'), 'MarketView'),
})
