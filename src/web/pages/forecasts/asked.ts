import type { ChanceLine, Chances } from '#flows/planning/chances/chances.ts'
import type { ChanceRecord } from '#flows/planning/chances/record.ts'
import type { BetForecast, PlanForecast } from '#flows/planning/forecasted.ts'
import { read } from '#web/resources.ts'

export type { BetForecast, ChanceLine, ChanceRecord, Chances, PlanForecast }

export const forecastsOf = (workspace: string, asOf?: string) => read<PlanForecast>(workspace, '/plan/forecasts', { asOf })
export const chancesOf = (workspace: string, asOf?: string) => read<Chances>(workspace, '/plan/chances', { asOf })
export const chanceRecordOf = (workspace: string, asOf?: string) => read<ChanceRecord>(workspace, '/plan/chance-record', { asOf })
