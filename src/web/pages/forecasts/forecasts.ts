import { lazyRouteComponent } from '@tanstack/react-router'
import { page } from '#web/page.ts'
import { forecastsOf } from './asked.ts'

/** When the committed bets land, with their chances, and how far our own forecasts can be believed. */
export const forecastsPage = page({
  path: 'roadmap/forecasts',
  title: 'Forecasts',
  needs: ({ workspace, search }) => [forecastsOf(workspace, search['asOf'])],
  View: lazyRouteComponent(() => import('./ForecastsView.tsx'), 'ForecastsView'),
})
