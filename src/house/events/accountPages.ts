import { latestEvents } from '#engines/analytics/dialect/happenings.ts'
import { accountOverview, type AccountOverview, type Ask } from '#flows/analytics/account.ts'
import { featureUse, type FeatureUse } from '#flows/analytics/featureUse.ts'
import { marksOf } from '#flows/analytics/marks.ts'
import { isRecord, Problem } from '#kernel'
import { mayRead } from '#runtime/policy.ts'
import { endOf, type Scope } from '#runtime/scope.ts'
import type { Hidden } from '#flows/analytics/privacy.ts'
import { hiddenOf, readerOf, trackingPlanOf } from './analyticsQuery.ts'
import type { App } from '../app.ts'

/** What pages of accounts, features and charts ask of facts and records together. */
export function accountPages(app: App) {
  const askOf = async (scope: Scope): Promise<{ readonly ask: Ask; readonly hidden: Hidden }> => {
    const hidden = hiddenOf(app, scope, await trackingPlanOf(scope))
    const reader = await readerOf(app, scope)
    return { ask: (query) => reader.ask(query), hidden }
  }
  return {
    async overview(scope: Scope, id: string, asOf?: string): Promise<AccountOverview> {
      const { ask } = await askOf(scope)
      const until = asOf === undefined ? scope.now() : endOf(asOf, scope.workspace)
      return await accountOverview(scope, ask, await scope.one('account', id), mayRead('personal', scope.me.role), until)
    },
    feature: async (scope: Scope, id: string): Promise<FeatureUse> => await featureUse((await askOf(scope)).ask, await scope.one('feature', id)),
    marks: async (scope: Scope, from: string, to: string) => await marksOf(scope, (await askOf(scope)).ask, from, to),
    /** What one person or one account did last, with the properties for those who may see them. */
    timeline: async (scope: Scope, of: 'person' | 'account', id: string) => {
      const maySee = mayRead('personal', scope.me.role)
      if (of === 'person' && !maySee)
        throw new Problem('forbidden', 'What one person did is personal.', 'Ask an administrator of this workspace.', { code: 'no_permission' })
      const { ask, hidden } = await askOf(scope)
      const rows = await ask(latestEvents(of === 'person' ? 'user_id' : 'account_id', id, scope.now().replace('Z', '')))
      const items = rows.map((row) => ({
        at: new Date(Number(row['at'])).toISOString(),
        event: String(row['name']),
        account: row['account'] === null ? null : String(row['account']),
        person: maySee && row['person'] !== null ? String(row['person']) : null,
        properties: maySee ? propertiesIn(row['props'], hidden) : {},
      }))
      return { items }
    },
  }
}

export type AccountPages = ReturnType<typeof accountPages>

function propertiesIn(text: unknown, hidden: Hidden): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') return {}
  try {
    const read: unknown = JSON.parse(text)
    return isRecord(read) ? Object.fromEntries(Object.entries(read).filter(([name]) => !hidden.has(`event.${name}`))) : {}
  } catch {
    return {}
  }
}
