import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'
import type { Goals } from './contract.ts'

export function goalsOf(workspace: string, asOf?: string): Resource<Goals> {
  const path = withQuery('/plan/goals', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<Goals>(path, { workspace, signal }) }
}
