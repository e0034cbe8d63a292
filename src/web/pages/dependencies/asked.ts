import type { DependencyMap, MapNode, Need } from '#flows/planning/waiting/dependencies.ts'
import type { SlipAnswer } from '#flows/planning/waiting/slipped.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { DependencyMap, MapNode, Need, SlipAnswer }

export function dependenciesOf(workspace: string, asOf?: string): Resource<DependencyMap> {
  const path = withQuery('/plan/dependencies', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<DependencyMap>(path, { workspace, signal }) }
}

export function slipOf(workspace: string, bet: string, days: number, asOf?: string): Resource<SlipAnswer> {
  const path = withQuery('/plan/slip', { bet, days, asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<SlipAnswer>(path, { workspace, signal }) }
}
