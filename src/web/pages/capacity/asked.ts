import type { LoadLine, Loaded } from '#flows/planning/capacity/loaded.ts'
import { read } from '#web/resources.ts'

export type { LoadLine, Loaded }

export const capacityOf = (workspace: string, asOf?: string) => read<Loaded>(workspace, '/plan/capacity', { asOf })
