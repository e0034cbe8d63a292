import type { BetForecast, PlanForecast } from '#flows/planning/forecasted.ts'
import { read } from '#web/resources.ts'

export type { BetForecast, PlanForecast }

export const forecastsOf = (workspace: string, asOf?: string) => read<PlanForecast>(workspace, '/plan/forecasts', { asOf })
