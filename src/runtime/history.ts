import { Problem, rank, type AnyRow, type Noun, type Role } from '#kernel'
import { chainHash, chainStart, toChange, type Change } from './change.ts'
import { tableOf } from './derive/ddl.ts'
import { maskedChange } from './policy.ts'
import type { Registry } from './registry.ts'
import { run, tables, toRow } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

export interface ChangesQuery {
  readonly noun?: string
  readonly object?: string
  readonly actor?: string
  readonly request?: string
  /** Only changes older than this one. */
  readonly before?: number
  readonly limit?: number
}

export interface ChangesPage {
  readonly items: readonly Change[]
  /** The `before` of the next page. */
  readonly next: number | null
}

/** Changes as a role may see them, newest first: of nouns that it may read, without the values that it may not. */
export async function changesFor(tx: Transaction, registry: Registry, role: Role, query: ChangesQuery): Promise<ChangesPage> {
  const closed = [...registry.nouns.values()].filter((noun) => rank(role) < rank(noun.read)).map(({ noun }) => noun)
  const page = await changes(tx, query, closed)
  return { ...page, items: page.items.map((change) => maskedChange(registry.nouns.get(change.noun), change, role)) }
}

/** Changes whole, newest first; those of the nouns named in `except` are left out. */
export async function changes(tx: Transaction, query: ChangesQuery, except: readonly string[] = []): Promise<ChangesPage> {
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 50) || 1, 1), 1000)
  let select = tables.selectFrom('app.change').selectAll().orderBy('seq', 'desc')
  if (query.noun !== undefined) select = select.where('noun', '=', query.noun)
  if (query.object !== undefined) select = select.where('object_id', '=', query.object)
  if (query.actor !== undefined) select = select.where('actor', '=', query.actor)
  if (query.request !== undefined) select = select.where('request', '=', query.request)
  if (query.before !== undefined) select = select.where('seq', '<', query.before)
  if (except.length > 0) select = select.where('noun', 'not in', except)
  const { rows } = await run(tx, select.limit(limit + 1))
  const items = rows.slice(0, limit).map(toChange)
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null }
}

export async function changeAt(tx: Transaction, seq: number): Promise<Change> {
  const { rows } = await run(tx, tables.selectFrom('app.change').selectAll().where('seq', '=', seq))
  if (!rows[0]) throw new Problem('missing', 'There is no such change.')
  return toChange(rows[0])
}

/** The rows of a noun as they stood at an instant: today's rows with every later change taken back. */
export async function rowsAsOf(tx: Transaction, noun: Noun, asOf: string, id?: string): Promise<AnyRow[]> {
  let current = tables.selectFrom(`app.${tableOf(noun.noun)}`).selectAll()
  if (id !== undefined) current = current.where('id', '=', id)
  const rows = new Map((await run(tx, current)).rows.map((row) => [String(row['id']), toRow(noun, row)]))
  let later = tables.selectFrom('app.change').selectAll().where('noun', '=', noun.noun).where('recorded_at', '>', asOf)
  if (id !== undefined) later = later.where('object_id', '=', id)
  const taken = (await run(tx, later.orderBy('seq', 'desc'))).rows.map(toChange)
  for (const change of taken) {
    const row = rows.get(change.id)
    if (row && change.before) rows.set(change.id, { ...row, ...known(noun, change.before), version: change.version - 1 })
    else rows.delete(change.id)
  }
  const touched = taken.map((change) => change.id).filter((each) => rows.has(each))
  const times = await lastChanges(tx, noun, asOf, new Set(touched))
  return [...rows.values()].map((row) => ({ ...row, updatedAt: times.get(row.id) ?? row.updatedAt }))
}

/** Walks the whole chain and names the first line that does not fit. */
export async function verifyChain(
  tx: Transaction,
  workspace: string,
): Promise<{ valid: boolean; checked: number; firstBad: number | null; head: { seq: number; hash: string } }> {
  const head = { seq: 0, hash: chainStart }
  for (let rows = await linesAfter(tx, 0); rows.length > 0; rows = await linesAfter(tx, head.seq)) {
    for (const stored of rows) {
      const change = toChange(stored)
      const hash = chainHash(workspace, head.hash, change)
      if (change.seq !== head.seq + 1 || stored['prev_hash'] !== head.hash || stored['hash'] !== hash)
        return { valid: false, checked: head.seq, firstBad: head.seq + 1, head }
      Object.assign(head, { seq: change.seq, hash })
    }
  }
  const { rows } = await run(tx, tables.selectFrom('app.chain').selectAll())
  const valid = Number(rows[0]?.['seq'] ?? 0) === head.seq && String(rows[0]?.['hash'] ?? chainStart) === head.hash
  return { valid, checked: head.seq, firstBad: valid ? null : head.seq + 1, head }
}

const linesAfter = async (tx: Transaction, seq: number) =>
  (await run(tx, tables.selectFrom('app.change').selectAll().where('seq', '>', seq).orderBy('seq', 'asc').limit(2000))).rows

/** Values of fields that the definition still has, and of the one stamp that verbs change. */
const known = (noun: Noun, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name === 'archivedAt' || Object.hasOwn(noun.fields, name)))

/** When each row was last changed by then. */
async function lastChanges(tx: Transaction, noun: Noun, asOf: string, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  const times = new Map<string, string>()
  for (let from = 0, all = [...ids]; from < all.length; from += 10_000) {
    const select = tables.selectFrom('app.change').select((e) => ['object_id', e.fn.max('recorded_at').as('at')])
    const some = select
      .where('noun', '=', noun.noun)
      .where('recorded_at', '<=', asOf)
      .where('object_id', 'in', all.slice(from, from + 10_000))
    for (const row of (await run(tx, some.groupBy('object_id'))).rows) times.set(String(row['object_id']), String(row['at']))
  }
  return times
}
