import type { AccountOverview } from '#flows/analytics/account.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

/** An account in use: weeks, features, people, health, and what happened to it. */
export function overviewOf(workspace: string, id: string, asOf: string | undefined): Resource<AccountOverview> {
  const path = withQuery(`/accounts/${encodeURIComponent(id)}/overview`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<AccountOverview>(path, { workspace, signal }) }
}
