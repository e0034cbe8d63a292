import type { Allocated } from '#flows/planning/allocation/allocated.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { Allocated }
export type Row = Allocated['split']['rows'][number]

export function allocationOf(
  workspace: string,
  { quarter, squad, asOf }: { readonly quarter?: string | undefined; readonly squad?: string | undefined; readonly asOf?: string | undefined },
): Resource<Allocated> {
  const path = withQuery('/plan/allocation', { quarter, squad, asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<Allocated>(path, { workspace, signal }) }
}
