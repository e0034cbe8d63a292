import type { Allocated } from '#flows/planning/allocation/allocated.ts'
import { read } from '#web/resources.ts'

export type { Allocated }
export type Row = Allocated['split']['rows'][number]

export const allocationOf = (
  workspace: string,
  { quarter, squad, asOf }: { readonly quarter?: string | undefined; readonly squad?: string | undefined; readonly asOf?: string | undefined },
) => read<Allocated>(workspace, '/plan/allocation', { quarter, squad, asOf })
