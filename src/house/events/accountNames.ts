import { everyRow, isId, type AnyRow } from '#kernel'
import { account } from '#objects'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'

/** Accounts by what their records say that names them; null where several have the same. */
export interface AccountNames {
  readonly names: ReadonlyMap<string, string | null>
  /** Stays while no account changes. */
  readonly mark: string
}

/** Ids that one read asks for at most. */
const atOnce = 5_000

/** By ids of other tools; the own id of an account means that one, whatever another record says. */
export const loadOtherIds = (app: App, workspace: string, before: AccountNames | null): Promise<AccountNames> =>
  unlessSame(app, workspace, before, async (scope) => {
    const names = namesOf(await everyRow(scope, 'account', { filter: { otherIds: { not: null } } }), 'otherIds', (id) => id)
    for (const row of await bearing(scope, [...names.keys()])) names.delete(account.factIdOf(row))
    return names
  })

/** By web domains, without the “www.” of a site. */
export const loadDomains = (app: App, workspace: string, before: AccountNames | null): Promise<AccountNames> =>
  unlessSame(app, workspace, before, async (scope) =>
    namesOf(await everyRow(scope, 'account', { filter: { domains: { not: null } } }), 'domains', (domain) => domain.toLowerCase().replace(/^www\./, '')),
  )

/** Accounts are read again when one of them changed since: the one that changed last tells. */
async function unlessSame(
  app: App,
  workspace: string,
  before: AccountNames | null,
  read: (scope: Scope) => Promise<AccountNames['names']>,
): Promise<AccountNames> {
  const scope = await app.workspaces.system(workspace, 'Events')
  const { items, total } = await scope.read('account', { limit: 1 })
  const mark = `${total} ${items[0]?.id} ${items[0]?.updatedAt}`
  return before?.mark === mark ? before : { names: await read(scope), mark }
}

/** The accounts whose own ids are among these. */
async function bearing(scope: Scope, ids: readonly string[]): Promise<AnyRow[]> {
  const found: AnyRow[] = []
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce)
    found.push(...(await everyRow(scope, 'account', { filter: { 'source.externalId': { in: some } } })))
    found.push(...(await everyRow(scope, 'account', { filter: { id: { in: some.filter(isId) } } })))
  }
  return found
}

function namesOf(rows: readonly AnyRow[], field: string, plain: (name: string) => string): Map<string, string | null> {
  const found = new Map<string, string | null>()
  for (const row of rows)
    for (const name of [row[field]].flat()) {
      if (typeof name !== 'string') continue
      const [key, id] = [plain(name), account.factIdOf(row)]
      found.set(key, found.has(key) && found.get(key) !== id ? null : id)
    }
  return found
}
