import { call } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'
import type { HeldAnswer, LiveAnswer, PlanAnswer } from './contract.ts'

const at = <T>(workspace: string, path: string): Resource<T> => ({
  queryKey: [workspace, path],
  queryFn: ({ signal }) => call<T>(path, { workspace, signal }),
})

export const liveEvents = (workspace: string): Resource<LiveAnswer> => at(workspace, '/events/live')
export const heldEvents = (workspace: string): Resource<HeldAnswer> => at(workspace, '/events/held')
export const eventPlan = (workspace: string): Resource<PlanAnswer> => at(workspace, '/events/plan')
