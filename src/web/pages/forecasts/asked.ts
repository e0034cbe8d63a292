import type { BetForecast, PlanForecast } from '#flows/planning/forecasted.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { BetForecast, PlanForecast }

export function forecastsOf(workspace: string, asOf?: string): Resource<PlanForecast> {
  const path = withQuery('/plan/forecasts', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<PlanForecast>(path, { workspace, signal }) }
}
