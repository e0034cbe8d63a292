import { read } from '#web/resources.ts'
import type { HeldAnswer, LiveAnswer, PlanAnswer } from './contract.ts'

export const liveEvents = (workspace: string) => read<LiveAnswer>(workspace, '/events/live')
export const heldEvents = (workspace: string) => read<HeldAnswer>(workspace, '/events/held')
export const eventPlan = (workspace: string) => read<PlanAnswer>(workspace, '/events/plan')
