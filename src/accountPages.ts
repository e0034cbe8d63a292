import { latestEvents } from '#engines/analytics/dialect/happenings.ts'
import { accountOverview, type AccountOverview, type Ask } from '#flows/analytics/account.ts'
import { featureUse, type FeatureUse } from '#flows/analytics/featureUse.ts'
import { marksOf } from '#flows/analytics/marks.ts'
import { isRecord, Problem } from '#kernel'
import { factReader } from '#platform/columnar/factReader.ts'
import { mayRead } from '#runtime/policy.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'

/** What pages of accounts, features and charts ask of facts and records together. */
export function accountPages(app: App) {
  const askOf = async ({ store, registry }: App, scope: Scope): Promise<Ask> => {
    const reader = factReader(store, scope.workspace.id, registry.facts.keys(), await store.position(scope.workspace.id))
    return (query) => reader.ask(query)
  }
  return {
    overview: async (scope: Scope, id: string, asOf?: string): Promise<AccountOverview> =>
      await accountOverview(scope, await askOf(app, scope), await scope.one('account', id), mayRead('personal', scope.me.role), asOf),
    feature: async (scope: Scope, id: string): Promise<FeatureUse> => await featureUse(await askOf(app, scope), await scope.one('feature', id)),
    marks: async (scope: Scope, from: string, to: string) => await marksOf(scope, await askOf(app, scope), from, to),
    /** What one person or one account did last, with the properties for those who may see them. */
    timeline: async (scope: Scope, of: 'person' | 'account', id: string) => {
      const maySee = mayRead('personal', scope.me.role)
      if (of === 'person' && !maySee)
        throw new Problem('forbidden', 'What one person did is personal.', 'Ask an administrator of this workspace.', { code: 'no_permission' })
      const ask = await askOf(app, scope)
      const rows = await ask(latestEvents(of === 'person' ? 'user_id' : 'account_id', id, scope.now().replace('Z', '')))
      const items = rows.map((row) => ({
        at: new Date(Number(row['at'])).toISOString(),
        event: String(row['name']),
        account: row['account'] === null ? null : String(row['account']),
        person: maySee && row['person'] !== null ? String(row['person']) : null,
        properties: maySee ? propertiesIn(row['props']) : {},
      }))
      return { items }
    },
  }
}

export type AccountPages = ReturnType<typeof accountPages>

function propertiesIn(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== 'string') return {}
  try {
    const read: unknown = JSON.parse(text)
    return isRecord(read) ? read : {}
  } catch {
    return {}
  }
}
