import type { WeighedCase } from '#flows/planning/cases/weighed.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { AssumptionLine, PromiseLine, RealisedAt, WatchedLine, WeighedCase } from '#flows/planning/cases/weighed.ts'

export type OptionWorth = NonNullable<WeighedCase['worth']>['options'][number]

/** A business case with its figures worked out and what it cites read from the live metrics. */
export function weighedOf(workspace: string, id: string, asOf?: string): Resource<WeighedCase> {
  const path = withQuery(`/plan/cases/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<WeighedCase>(path, { workspace, signal }) }
}
