import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonical, Problem, type Actor, type AnyRow, type Noun, type Source } from '#kernel'
import { searchText, tables, toColumns, toRow } from './tables.ts'
import { tableOf } from './derive/ddl.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/** One verb's effect on one row, decided and checked. `before` is null for a new row. */
export interface Write {
  readonly noun: Noun
  readonly verb: string
  readonly id: string
  readonly before: AnyRow | null
  readonly set: Readonly<Record<string, unknown>>
  readonly archive?: boolean
  readonly source?: Source
  readonly why?: string
  readonly undoes?: number
}

export interface Committing {
  readonly workspace: string
  readonly actor: Actor
  readonly request: string
  /** ISO 8601 in UTC. */
  readonly now: string
}

/** A line of the record, as it is hashed. */
export interface Change {
  readonly seq: number
  readonly recordedAt: string
  readonly actor: string | null
  readonly actorName: string
  readonly door: string
  readonly request: string
  readonly noun: string
  readonly id: string
  readonly key: string
  readonly verb: string
  readonly version: number
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly why: string | null
  readonly undoes: number | null
}

/**
 * The only place that writes rows: rows, hash-chained changes and outbox lines, all in the caller's transaction.
 * Rows of one workspace are written one transaction at a time (the chain's head is locked); writes that change nothing are left out.
 */
export async function commit(tx: Transaction, how: Committing, writes: readonly Write[]): Promise<AnyRow[]> {
  const effective = writes.filter((write) => !isIdle(write))
  if (effective.length > 0) await writeAll(tx, how, effective)
  return await readBack(tx, writes)
}

/** SHA-256 over the previous hash and the change in canonical JSON (RFC 8785). */
export function chainHash(workspace: string, previous: string, change: Change): string {
  return createHash('sha256').update(previous).update('\n').update(canonical({ workspace, ...change })).digest('hex')
}

export const chainStart = '0'.repeat(64)

async function writeAll(tx: Transaction, how: Committing, writes: readonly Write[]): Promise<void> {
  const head = await lockHead(tx, how.workspace)
  const keys = await takeKeys(tx, how.workspace, writes)
  let { seq, hash } = head
  const changes: Record<string, unknown>[] = []
  for (const [index, write] of writes.entries()) {
    const change = toChange(how, write, (seq += 1), keys[index] ?? '')
    const previous = hash
    hash = chainHash(how.workspace, previous, change)
    changes.push(changeColumns(how.workspace, change, previous, hash))
  }
  await writeRows(tx, how, writes, keys)
  await insert(tx, 'app.change', changes)
  await insert(tx, 'app.outbox', changes.map(({ workspace_id, seq: line, noun, object_id, verb }) => ({ workspace_id, seq: line, noun, object_id, verb })))
  await tx.query(...compiled(tables.updateTable('app.chain').set({ seq, hash }).where('workspace_id', '=', how.workspace)))
}

async function lockHead(tx: Transaction, workspace: string): Promise<{ seq: number; hash: string }> {
  await tx.query(...compiled(tables.insertInto('app.chain').values({ workspace_id: workspace, seq: 0, hash: chainStart }).onConflict((conflict) => conflict.doNothing())))
  const { rows } = await tx.query(...compiled(tables.selectFrom('app.chain').select(['seq', 'hash']).where('workspace_id', '=', workspace).forUpdate()))
  return { seq: Number(rows[0]?.['seq']), hash: String(rows[0]?.['hash']) }
}

/** New rows get the next human keys of their noun: INI-42. */
async function takeKeys(tx: Transaction, workspace: string, writes: readonly Write[]): Promise<string[]> {
  const wanted = new Map<Noun, number>()
  for (const { noun, before } of writes) if (!before) wanted.set(noun, (wanted.get(noun) ?? 0) + 1)
  const next = new Map<Noun, number>()
  for (const [noun, count] of wanted) {
    const counter = tables.insertInto('app.counter').values({ workspace_id: workspace, noun: noun.noun, last: count })
    const { rows } = await tx.query(...compiled(counter.onConflict((c) => c.columns(['workspace_id', 'noun']).doUpdateSet({ last: sql`counter.last + ${count}` })).returning('last')))
    next.set(noun, Number(rows[0]?.['last']) - count + 1)
  }
  return writes.map(({ noun, before }) => {
    if (before) return before.key
    const number = next.get(noun) ?? 1
    next.set(noun, number + 1)
    return `${noun.key}-${number}`
  })
}

async function writeRows(tx: Transaction, how: Committing, writes: readonly Write[], keys: readonly string[]): Promise<void> {
  const inserts = new Map<Noun, Record<string, unknown>[]>()
  for (const [index, write] of writes.entries()) {
    if (write.before) await updateRow(tx, how, write)
    else rowsFor(inserts, write.noun).push(insertColumns(how, write, keys[index] ?? ''))
  }
  for (const [noun, rows] of inserts) await insert(tx, `app.${tableOf(noun.noun)}`, rows)
}

function rowsFor(inserts: Map<Noun, Record<string, unknown>[]>, noun: Noun): Record<string, unknown>[] {
  const rows = inserts.get(noun) ?? []
  inserts.set(noun, rows)
  return rows
}

function insertColumns(how: Committing, write: Write, key: string): Record<string, unknown> {
  const empty = Object.fromEntries(Object.entries(write.noun.fields).flatMap(([name, f]) => (f.column === null ? [] : [[name, f.initial ?? null]])))
  const values = { ...empty, ...write.set }
  return {
    workspace_id: how.workspace,
    id: write.id,
    key,
    version: 1,
    created_at: how.now,
    updated_at: how.now,
    source_connection: write.source?.connection ?? null,
    source_external_id: write.source?.externalId ?? null,
    source_url: write.source?.url ?? null,
    custom: '{}',
    search: searchText(write.noun, { key, ...values }),
    ...toColumns(write.noun, values),
  }
}

async function updateRow(tx: Transaction, how: Committing, write: Write): Promise<void> {
  const { noun, before, set, archive } = write
  if (!before) return
  const columns = { ...toColumns(noun, set), version: before.version + 1, updated_at: how.now, search: searchText(noun, { ...before, ...set }), ...(archive === undefined ? {} : { archived_at: archive ? how.now : null }) }
  const update = tables.updateTable(`app.${tableOf(noun.noun)}`).set(columns).where('workspace_id', '=', how.workspace).where('id', '=', write.id).where('version', '=', before.version)
  const { rowCount } = await tx.query(...compiled(update))
  if (rowCount !== 1) throw new Problem('conflict', `Somebody else changed ${before.key} in the same moment.`, 'Load it again and repeat the change.', { code: 'stale-version' })
}

/** Inserts in groups, within PostgreSQL's limit of 65,535 parameters. */
async function insert(tx: Transaction, table: `app.${string}`, rows: readonly Record<string, unknown>[]): Promise<void> {
  const size = Math.max(1, Math.floor(60_000 / Math.max(1, Object.keys(rows[0] ?? {}).length)))
  for (let from = 0; from < rows.length; from += size) await tx.query(...compiled(tables.insertInto(table).values(rows.slice(from, from + size))))
}

function toChange(how: Committing, write: Write, seq: number, key: string): Change {
  const names = Object.keys(write.set)
  const archived = write.archive === undefined ? {} : { archivedAt: write.archive ? how.now : null }
  const { before } = write
  return {
    seq,
    recordedAt: how.now,
    actor: how.actor.id || null,
    actorName: how.actor.name,
    door: how.actor.door,
    request: how.request,
    noun: write.noun.noun,
    id: write.id,
    key,
    verb: write.verb,
    version: before ? before.version + 1 : 1,
    before: before ? { ...pick(write.noun, before, names), ...(write.archive === undefined ? {} : { archivedAt: before.archivedAt }) } : null,
    after: { ...pick(write.noun, write.set, names), ...archived, ...(before || !write.source ? {} : { source: write.source }) },
    why: write.why ?? null,
    undoes: write.undoes ?? null,
  }
}

/** Values for the record; a secret leaves only the fact that it was set. */
function pick(noun: Noun, values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, noun.fields[name]?.class === 'secret' && values[name] != null ? '(secret)' : (values[name] ?? null)]))
}

function changeColumns(workspace: string, change: Change, prevHash: string, hash: string): Record<string, unknown> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  return {
    workspace_id: workspace,
    seq: change.seq,
    recorded_at: change.recordedAt,
    effective_at: change.recordedAt,
    actor: change.actor,
    actor_name: change.actorName,
    door: change.door,
    request: change.request,
    noun: change.noun,
    object_id: change.id,
    object_key: change.key,
    verb: change.verb,
    version: change.version,
    before: json(change.before),
    after: json(change.after),
    why: change.why,
    undoes: change.undoes,
    prev_hash: prevHash,
    hash,
  }
}

function isIdle({ before, set, archive }: Write): boolean {
  if (!before) return false
  const archiveChanges = archive !== undefined && archive !== (before.archivedAt !== null)
  return !archiveChanges && Object.entries(set).every(([name, value]) => canonical(before[name] ?? null) === canonical(value ?? null))
}

async function readBack(tx: Transaction, writes: readonly Write[]): Promise<AnyRow[]> {
  const found = new Map<string, AnyRow>()
  for (const [noun, ids] of Map.groupBy(writes, ({ noun }) => noun)) {
    const select = tables.selectFrom(`app.${tableOf(noun.noun)}`).selectAll().where('id', 'in', ids.map(({ id }) => id))
    const { rows } = await tx.query(...compiled(select))
    for (const row of rows) found.set(String(row['id']), toRow(noun, row))
  }
  return writes.map(({ id, noun }) => {
    const row = found.get(id)
    if (!row) throw new Problem('missing', `There is no such ${noun.noun}.`)
    return row
  })
}

export function compiled(query: { compile(): { readonly sql: string; readonly parameters: readonly unknown[] } }): [string, readonly unknown[]] {
  const { sql: text, parameters } = query.compile()
  return [text, parameters]
}
