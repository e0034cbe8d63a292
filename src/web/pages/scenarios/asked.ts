import type { Branch } from '#flows/planning/scenarios/branch.ts'
import { read, rows } from '#web/resources.ts'

export type { Branch }

export const keptScenarios = (workspace: string) => rows(workspace, 'scenarios', { limit: 100 })
export const branchOf = (workspace: string, key: string) => read<Branch>(workspace, `/plan/scenarios/${encodeURIComponent(key)}`)
