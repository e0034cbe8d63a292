import type { WeighedCase } from '#flows/planning/cases/weighed.ts'
import { read } from '#web/resources.ts'

export type { AssumptionLine, PromiseLine, RealisedAt, WatchedLine, WeighedCase } from '#flows/planning/cases/weighed.ts'

export type OptionWorth = NonNullable<WeighedCase['worth']>['options'][number]

/** A business case with its figures worked out and what it cites read from the live metrics. */
export const weighedOf = (workspace: string, id: string, asOf?: string) => read<WeighedCase>(workspace, `/plan/cases/${encodeURIComponent(id)}`, { asOf })
