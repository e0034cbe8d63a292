import { read } from '#web/resources.ts'
import type { Goals } from './contract.ts'

export const goalsOf = (workspace: string, asOf?: string) => read<Goals>(workspace, '/plan/goals', { asOf })
