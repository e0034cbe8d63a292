import type { AccountOverview } from '#flows/analytics/account.ts'
import { read } from '#web/resources.ts'

/** An account in use: weeks, features, people, health, and what happened to it. */
export const overviewOf = (workspace: string, id: string, asOf: string | undefined) =>
  read<AccountOverview>(workspace, `/accounts/${encodeURIComponent(id)}/overview`, { asOf })
