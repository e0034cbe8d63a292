import type { RawBuilder } from 'kysely'
import { Problem, rank, type AnyRow, type Noun, type Role } from '#kernel'
import { stoodAfter, stoodBefore, unsaid } from '#engines/record/stoodAt.ts'
import { chainHash, chainStart, toChange, type Change } from './change.ts'
import { tableOf } from './derive/ddl.ts'
import { foundSince, isEarly, setUntil } from './derive/pastOf.ts'
import { maskedChange } from './policy.ts'
import type { Registry } from './registry.ts'
import { run, shown, tables, toRow } from './tables.ts'
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

/**
 * The rows of a noun as they stood at an instant, read from the nearer end of the record: today’s rows with what their later changes had found,
 * or what changes had set since each row was made. The database gathers them by row, since most of a change is not asked for.
 */
export async function rowsAsOf(tx: Transaction, noun: Noun, asOf: string, id?: string): Promise<AnyRow[]> {
  const early = id === undefined && (await run(tx, raw(isEarly(noun.noun, asOf)))).rows[0]?.['early'] === true
  const current = tables.selectFrom(`app.${tableOf(noun.noun)}`).select(shown(early ? unrecorded(noun) : noun))
  const asked = [id === undefined ? current : current.where('id', '=', id), raw(early ? setUntil(noun.noun, asOf) : foundSince(noun.noun, asOf, id))]
  const [now, told] = asked.map((query) => run(tx, query)) // the database gathers while the rows are made
  told?.catch(() => undefined) // where the first fails, nobody waits for it
  const rows = (await now)?.rows.map((stored) => toRow(noun, stored)) ?? []
  const past = new Map((await told)?.rows.map((row) => [row['object_id'], { version: Number(row['version']), at: row['at'], changes: String(row['changes']) }]))
  const fields = unsaid(noun.fields)
  return rows.flatMap((row) => {
    const changes = past.get(row.id)
    if (early) return changes ? [stoodAfter(row, changes, fields)] : []
    return (changes ? stoodBefore(row, changes, fields) : row) ?? []
  })
}

/** What of a noun the record does not tell. */
const unrecorded = (noun: Noun): Noun => ({ ...noun, fields: Object.fromEntries(Object.entries(noun.fields).filter(([, { class: of }]) => of === 'secret')) })

const raw = (statement: RawBuilder<unknown>) => ({ compile: () => statement.compile(tables) })

const lists = new Map<string, { readonly of: string; readonly head: string; readonly rows: readonly AnyRow[] }>()

/** The same of all rows, kept under the head of the record: pages of a past day ask for one list in several ways. At most 40,000 rows are, or one list. */
export async function listAsOf(tx: Transaction, workspace: string, noun: Noun, asOf: string): Promise<readonly AnyRow[]> {
  const head = String((await run(tx, tables.selectFrom('app.chain').select('hash'))).rows[0]?.['hash'])
  const key = [workspace, noun.noun, asOf].join(' ')
  const before = lists.get(key)
  const rows = before?.head === head ? before.rows : await rowsAsOf(tx, noun, asOf)
  for (const [other, kept] of lists) if (other === key || (kept.of === workspace && kept.head !== head)) lists.delete(other)
  lists.set(key, { of: workspace, head, rows })
  let all = [...lists.values()].reduce((sum, kept) => sum + kept.rows.length, 0)
  for (const [other, kept] of lists) if (all > 40_000 && other !== key && lists.delete(other)) all -= kept.rows.length
  return rows
}

/** Walks the whole chain and names the first line that does not fit. */
export async function verifyChain(tx: Transaction, workspace: string) {
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
