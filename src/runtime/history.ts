import { Problem, type AnyRow, type Noun } from '#kernel'
import { chainHash, chainStart, commit, compiled, type Change, type Write } from './commit.ts'
import { tableOf } from './derive/ddl.ts'
import { assertTargets, fetchRow, type Asking } from './perform.ts'
import type { Registry } from './registry.ts'
import { tables, toRow, type Stored } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

export interface ChangesQuery {
  readonly noun?: string
  readonly object?: string
  readonly actor?: string
  readonly request?: string
  readonly before?: number
  readonly limit?: number
}

/** Changes, newest first. */
export async function changes(tx: Transaction, query: ChangesQuery): Promise<{ items: Change[]; next: number | null }> {
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 1000)
  let select = tables.selectFrom('app.change').selectAll().orderBy('seq', 'desc').limit(limit + 1)
  if (query.noun) select = select.where('noun', '=', query.noun)
  if (query.object) select = select.where('object_id', '=', query.object)
  if (query.actor) select = select.where('actor', '=', query.actor)
  if (query.request) select = select.where('request', '=', query.request)
  if (query.before !== undefined) select = select.where('seq', '<', query.before)
  const { rows } = await tx.query(...compiled(select))
  const items = rows.slice(0, limit).map(toChange)
  return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null }
}

/** The rows of a noun as they stood at an instant: today's rows with every later change taken back. */
export async function rowsAsOf(tx: Transaction, noun: Noun, asOf: string, id?: string): Promise<AnyRow[]> {
  let current = tables.selectFrom(`app.${tableOf(noun.noun)}`).selectAll()
  if (id) current = current.where('id', '=', id)
  const rows = new Map((await tx.query(...compiled(current))).rows.map((row) => [String(row['id']), toRow(noun, row)]))
  let later = tables.selectFrom('app.change').selectAll().where('noun', '=', noun.noun).where('recorded_at', '>', asOf).orderBy('seq', 'desc')
  if (id) later = later.where('object_id', '=', id)
  for (const change of (await tx.query(...compiled(later))).rows.map(toChange)) {
    const row = rows.get(change.id)
    if (!row) continue
    if (change.before === null) rows.delete(change.id)
    else rows.set(change.id, { ...row, ...change.before, version: change.version - 1 })
  }
  return [...rows.values()]
}

/** Takes one change back by a new change; refused when the same fields were changed again since. */
export async function undo(tx: Transaction, registry: Registry, asking: Asking, seq: number): Promise<AnyRow> {
  const { items } = await changes(tx, { before: seq + 1, limit: 1 })
  const change = items.find((candidate) => candidate.seq === seq)
  if (!change) throw new Problem('missing', 'There is no such change.')
  const [row] = await takeBack(tx, registry, asking, [change])
  if (!row) throw new Problem('refused', `“${change.verb}” cannot be undone.`)
  return row
}

/** Takes back every change of one request (an import), newest first. Objects that people changed since keep their later values. */
export async function undoRequest(tx: Transaction, registry: Registry, asking: Asking, request: string): Promise<number> {
  let before: number | undefined
  let taken = 0
  do {
    const page = await changes(tx, { request, limit: 1000, ...(before === undefined ? {} : { before }) })
    taken += (await takeBack(tx, registry, asking, page.items, { lenient: true })).length
    before = page.next ?? undefined
  } while (before !== undefined)
  return taken
}

async function takeBack(tx: Transaction, registry: Registry, asking: Asking, taken: readonly Change[], { lenient = false } = {}): Promise<AnyRow[]> {
  const writes: Write[] = []
  for (const change of taken) {
    const noun = registry.noun(change.noun)
    const row = await fetchRow(tx, noun, change.id, true)
    if (!row) continue
    const write = inverse(noun, row, change, lenient)
    if (!write) continue
    await assertTargets(tx, noun, write.set)
    writes.push(write)
  }
  return await commit(tx, asking, writes)
}

/** The write that takes a change back, or null when nothing of it is left to take back. */
function inverse(noun: Noun, row: AnyRow, change: Change, lenient: boolean): Write | null {
  const base = { noun, verb: 'undo', id: row.id, before: row, undoes: change.seq }
  if (change.before === null) {
    if (lenient && row.version > 1 && row.archivedAt) return null
    return { ...base, set: {}, archive: true }
  }
  const after = change.after ?? {}
  const touched = Object.keys(change.before).filter((name) => name !== 'archivedAt' && name in noun.fields && noun.fields[name]?.class !== 'secret')
  const untouched = touched.filter((name) => same(row[name], after[name]))
  if (!lenient && untouched.length < touched.length)
    throw new Problem('conflict', `${row.key} has changed again since.`, 'Undo the later change first, or edit it by hand.', { code: 'changed-since' })
  const set = Object.fromEntries(untouched.map((name) => [name, change.before?.[name] ?? null]))
  const archive = 'archivedAt' in change.before ? change.before['archivedAt'] !== null : undefined
  return { ...base, set, ...(archive === undefined ? {} : { archive }) }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Walks the whole chain and names the first line that does not fit. */
export async function verifyChain(tx: Transaction, workspace: string): Promise<{ valid: boolean; checked: number; firstBad: number | null; head: { seq: number; hash: string } }> {
  let [previous, from, checked] = [chainStart, 0, 0]
  for (;;) {
    const { rows } = await tx.query(...compiled(tables.selectFrom('app.change').selectAll().where('seq', '>', from).orderBy('seq', 'asc').limit(2000)))
    for (const stored of rows) {
      const change = toChange(stored)
      const hash = chainHash(workspace, previous, change)
      if (change.seq !== from + 1 || stored['prev_hash'] !== previous || stored['hash'] !== hash) return { valid: false, checked, firstBad: from + 1, head: { seq: from, hash: previous } }
      previous = hash
      from = change.seq
      checked += 1
    }
    if (rows.length < 2000) break
  }
  const { rows } = await tx.query(...compiled(tables.selectFrom('app.chain').selectAll()))
  const head = { seq: Number(rows[0]?.['seq'] ?? 0), hash: String(rows[0]?.['hash'] ?? chainStart) }
  const whole = head.seq === from && head.hash === previous
  return { valid: whole, checked, firstBad: whole ? null : from + 1, head }
}

function toChange(stored: Stored): Change {
  const json = (value: unknown): Readonly<Record<string, unknown>> | null => (value === null ? null : (value as Readonly<Record<string, unknown>>)) // jsonb comes parsed
  return {
    seq: Number(stored['seq']),
    recordedAt: new Date(String(stored['recorded_at'])).toISOString(),
    actor: stored['actor'] === null ? null : String(stored['actor']),
    actorName: String(stored['actor_name']),
    door: String(stored['door']),
    request: String(stored['request']),
    noun: String(stored['noun']),
    id: String(stored['object_id']),
    key: String(stored['object_key']),
    verb: String(stored['verb']),
    version: Number(stored['version']),
    before: json(stored['before']),
    after: json(stored['after']),
    why: stored['why'] === null ? null : String(stored['why']),
    undoes: stored['undoes'] === null ? null : Number(stored['undoes']),
  }
}
