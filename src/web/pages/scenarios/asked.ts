import type { Branch } from '#flows/planning/scenarios/branch.ts'
import { read, rows } from '#web/resources.ts'

export type { PlanColumn } from '#flows/planning/scenarios/columns.ts'
export type { ScenarioAnswer } from '#flows/planning/scenarios/scenarios.ts'
export type { Branch }

export const keptScenarios = (workspace: string) => rows(workspace, 'scenarios', { limit: 100 })
export const branchOf = (workspace: string, key: string) => read<Branch>(workspace, `/plan/scenarios/${encodeURIComponent(key)}`)
