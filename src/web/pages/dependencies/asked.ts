import type { DependencyMap, MapNode, Need } from '#flows/planning/waiting/dependencies.ts'
import type { SlipAnswer } from '#flows/planning/waiting/slipped.ts'
import { read } from '#web/resources.ts'

export type { DependencyMap, MapNode, Need, SlipAnswer }

export const dependenciesOf = (workspace: string, asOf?: string) => read<DependencyMap>(workspace, '/plan/dependencies', { asOf })

export const slipOf = (workspace: string, bet: string, days: number, asOf?: string) => read<SlipAnswer>(workspace, '/plan/slip', { bet, days, asOf })
