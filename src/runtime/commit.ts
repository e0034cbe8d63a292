import { sql, type InsertQueryBuilder } from 'kysely'
import { canonical, isRecord, Problem, type Actor, type AnyRow, type Noun, type Source } from '#kernel'
import { chainHash, chainStart, images, toColumnsOfChange, type Change } from './change.ts'
import { tableOf, uniqueIndexName } from './derive/ddl.ts'
import { run, runAll, initialValues, searchText, shown, tables, toColumns, toRow, type Compiling, type Tables } from './tables.ts'
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

/**
 * The only file that writes rows: rows, hash-chained changes and outbox lines, all in the caller's transaction.
 * Writes that change nothing are left out. A duplicate is a conflict that names the field.
 */
export async function commit(tx: Transaction, how: Committing, writes: readonly Write[]): Promise<AnyRow[]> {
  const effective = writes.filter((write) => !isIdle(write))
  assertFit(effective)
  const written = effective.length > 0 ? await writeAll(tx, how, effective) : new Map<string, AnyRow>()
  return writes.map(({ noun, id, before }) => {
    const row = written.get(id) ?? before
    if (!row) throw new Problem('missing', `There is no such ${noun.noun}.`)
    return row
  })
}

export const laterFirst = 'Undo the later change first, or edit it by hand.'

/** Refuses values that do not fit each other by the rule of their noun, where a value that the rule reads is new. */
export function assertFit(writes: readonly Write[]): void {
  for (const { noun, verb, before, set, source } of writes) {
    const all: Record<string, unknown> = { ...initialValues(noun), ...before, ...set }
    const known = new Set<unknown>()
    const why = noun.unfit?.(new Proxy(all, { get: (_, name) => known.add(name) && all[String(name)] }))
    if (!why || !Object.keys(before ? differing(before, set) : set).some((name) => known.has(name))) continue
    const row = before?.key ?? source?.externalId
    throw new Problem('refused', row ? `${row}: ${why}` : why, verb === 'undo' ? laterFirst : '', { code: 'unfit' })
  }
}

/**
 * Makes this transaction the workspace's one writer until it ends, by locking the head of the chain. Whoever loads rows in order to change
 * them calls it first: two writers then wait for one another instead of meeting in a deadlock, and the second sees what the first left.
 */
export async function lockHead(tx: Transaction, workspace: string): Promise<{ seq: number; hash: string }> {
  const [at, held] = tx.held?.get(`head ${workspace}`)?.split(' ') ?? []
  if (held !== undefined) return { seq: Number(at), hash: held }
  const head = tables.selectFrom('app.chain').select(['seq', 'hash']).where('workspace_id', '=', workspace).forUpdate()
  const found = await run(tx, head)
  if (found.rowCount === 0) await run(tx, orNothing(tables.insertInto('app.chain').values({ workspace_id: workspace, seq: 0, hash: chainStart })))
  const [row] = found.rowCount === 0 ? (await run(tx, head)).rows : found.rows
  tx.held?.set(`head ${workspace}`, `${String(row?.['seq'])} ${String(row?.['hash'])}`)
  return { seq: Number(row?.['seq']), hash: String(row?.['hash']) }
}

const orNothing = (insert: InsertQueryBuilder<Tables, `app.${string}`, unknown>) => insert.onConflict((conflict) => conflict.doNothing())

/** A request that was answered, or is being answered, under an Idempotency-Key. */
export interface Claim {
  readonly workspace: string
  readonly key: string
  readonly actor: string | null
  readonly fingerprint: string
  readonly now: string
}

/** An answer is kept for a week, ms: who has not asked again by then has given up. */
const answerKept = 7 * 86_400_000

/** Takes the key for this transaction; false when an earlier request took it. Waits for one that is still running. Forgets what is older than a week on the way. */
export async function claimKey(tx: Transaction, { workspace, key, actor, fingerprint, now }: Claim): Promise<boolean> {
  const old = tables.deleteFrom('app.idempotency').where('workspace_id', '=', workspace)
  const [, claimed] = await runAll(tx, [
    old.where('recorded_at', '<', new Date(Date.parse(now) - answerKept).toISOString()),
    orNothing(tables.insertInto('app.idempotency').values({ workspace_id: workspace, key, actor, fingerprint, recorded_at: now })),
  ])
  return claimed?.rowCount === 1
}

export async function keepAnswer(tx: Transaction, { workspace, key }: Claim, answer: AnyRow): Promise<void> {
  const update = tables.updateTable('app.idempotency').set({ answer: JSON.stringify(answer) })
  await run(tx, update.where('workspace_id', '=', workspace).where('key', '=', key))
}

/** An object that a request brought, or found as it would have it. */
export interface Said {
  readonly noun: string
  readonly id: string
  readonly fields: readonly string[]
}

/** Keeps what a request said of its objects, once the record has come to `seq`; said in two portions, it is one saying. */
export async function keepSaid(tx: Transaction, { workspace, request }: Committing, seq: number, said: readonly Said[]): Promise<void> {
  const values = said.map(({ noun, id, fields }) => ({ workspace_id: workspace, request, noun, object_id: id, seq, fields: [...fields] }))
  for (const group of inGroups(values)) {
    const insert = tables.insertInto('app.said').values(group)
    const again = { seq, fields: sql`array(select unnest(said.fields) union select unnest(excluded.fields))`, is_taken_back: false }
    const added = insert.onConflict((same) => same.columns(['workspace_id', 'object_id', 'request']).doUpdateSet(again))
    await run(tx, added)
  }
}

/** Marks what a request said as taken back; answers with the objects of which it had said or changed something, with the noun of each. */
export async function takeSaidBack(tx: Transaction, { workspace }: Committing, request: string): Promise<ReadonlyMap<string, string>> {
  const own = tables.selectFrom('app.change').select(['noun', 'object_id']).distinct().where('request', '=', request)
  const known = tables.selectFrom('app.said').select('object_id').where('request', '=', request)
  const changed = (await run(tx, own.where('object_id', 'not in', known))).rows
  for (const group of inGroups(changed.map((row) => ({ ...row, workspace_id: workspace, request })))) await run(tx, tables.insertInto('app.said').values(group))
  const mark = tables.updateTable('app.said').set({ is_taken_back: true }).where('request', '=', request).where('is_taken_back', '=', false)
  const { rows } = await run(tx, mark.returning(['noun', 'object_id']))
  return new Map(rows.map((row) => [String(row['object_id']), String(row['noun'])]))
}

/** A committed change that listeners have yet to hear of. */
export interface Told {
  readonly seq: number
  readonly noun: string
  readonly id: string
  readonly verb: string
}

/** Takes the lines out of the outbox, in the order of their commits. */
export async function takeOutbox(tx: Transaction, workspace: string): Promise<Told[]> {
  const { rows } = await run(tx, tables.deleteFrom('app.outbox').where('workspace_id', '=', workspace).returningAll())
  const told = rows.map((row) => ({ seq: Number(row['seq']), noun: String(row['noun']), id: String(row['object_id']), verb: String(row['verb']) }))
  return told.toSorted((a, b) => a.seq - b.seq)
}

/** The rows as they are now stored, by id. */
async function writeAll(tx: Transaction, how: Committing, writes: readonly Write[]): Promise<Map<string, AnyRow>> {
  const [head, keys] = await Promise.all([lockHead(tx, how.workspace), takeKeys(tx, how.workspace, writes)])
  let { seq, hash } = head
  const changes: Record<string, unknown>[] = []
  for (const [index, write] of writes.entries()) {
    const change = changeOf(how, write, (seq += 1), keys[index] ?? '')
    const previous = hash
    hash = chainHash(how.workspace, previous, change)
    changes.push(toColumnsOfChange(how.workspace, change, previous, hash))
  }
  const rows = [...updating(how, writes), ...inserting(how, writes, keys)]
  const record = inGroups(changes).map((group) => recording(how.workspace, group))
  const answers = await runAll(tx, [...rows.map(({ query }) => query), ...record]).catch((error: unknown) => Promise.reject(worded(writes, error)))
  tx.held?.set(`head ${how.workspace}`, `${seq} ${hash}`)
  const stored = rows.flatMap(({ noun }, index) => (answers[index]?.rows ?? []).map((row) => toRow(noun, row)))
  const written = new Map(stored.map((row) => [row.id, row]))
  if (stored.length < writes.length) throw overtaken(writes.find(({ id }) => !written.has(id))?.before ?? null)
  return written
}

/** A statement that answers with the rows of one noun as it stored them. */
interface Storing {
  readonly noun: Noun
  readonly query: Compiling
}

/** Changes, their lines for listeners and the new head of the chain in one statement: the fewer journeys, the sooner the next writer's turn. */
function recording(workspace: string, changes: readonly Record<string, unknown>[]): Compiling {
  const told = ['workspace_id', 'seq', 'noun', 'object_id', 'verb'] as const
  const { seq, hash } = changes.at(-1) ?? {}
  return tables
    .with('written', (db) => db.insertInto('app.change').values(changes).returning(told))
    .with('told', (db) => db.insertInto('app.outbox').columns(told).expression(db.selectFrom('written').select(told)))
    .updateTable('app.chain')
    .set({ seq, hash })
    .where('workspace_id', '=', workspace)
}

/** New rows get the next human keys of their noun: INI-42. */
async function takeKeys(tx: Transaction, workspace: string, writes: readonly Write[]): Promise<string[]> {
  const wanted = new Map<Noun, number>()
  for (const { noun, before } of writes) if (!before) wanted.set(noun, (wanted.get(noun) ?? 0) + 1)
  const next = new Map<Noun, number>()
  for (const [noun, count] of wanted) {
    const counter = tables.insertInto('app.counter').values({ workspace_id: workspace, noun: noun.noun, last: count })
    const counted = counter.onConflict((c) => c.columns(['workspace_id', 'noun']).doUpdateSet({ last: sql`counter.last + ${count}` }))
    const [name, asked] = [`counter ${workspace} ${noun.noun}`, run(tx, counted.returning('last'))]
    asked.catch(() => undefined) // where nobody waits for it, told by the statements behind it
    const last = tx.held?.has(name) ? Number(tx.held.get(name)) + count : Number((await asked).rows[0]?.['last'])
    tx.held?.set(name, String(last))
    next.set(noun, last - count + 1)
  }
  return writes.map(({ noun, before }) => {
    if (before) return before.key
    const number = next.get(noun) ?? 1
    next.set(noun, number + 1)
    return `${noun.key}-${number}`
  })
}

function inserting(how: Committing, writes: readonly Write[], keys: readonly string[]): Storing[] {
  const created = writes.map((write, index) => ({ write, key: keys[index] ?? '' })).filter(({ write }) => !write.before)
  return [...Map.groupBy(created, ({ write }) => write.noun)].flatMap(([noun, group]) =>
    inGroups(group.map(({ write, key }) => insertColumns(how, write, key))).map((rows) => ({
      noun,
      query: tables
        .insertInto(`app.${tableOf(noun.noun)}`)
        .values(rows)
        .returning(shown(noun)),
    })),
  )
}

function insertColumns(how: Committing, write: Write, key: string): Record<string, unknown> {
  const values = { ...initialValues(write.noun), ...write.set }
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

function updating(how: Committing, writes: readonly Write[]): Storing[] {
  return writes.flatMap(({ noun, id, set, archive, before }) => {
    if (!before) return []
    const columns = {
      ...toColumns(noun, set),
      version: before.version + 1,
      updated_at: how.now,
      search: searchText(noun, { ...before, ...set }),
      ...(archive === undefined ? {} : { archived_at: archive ? how.now : null }),
    }
    const update = tables.updateTable(`app.${tableOf(noun.noun)}`).set(columns)
    const own = update.where('workspace_id', '=', how.workspace).where('id', '=', id).where('version', '=', before.version)
    return [{ noun, query: own.returning(shown(noun)) }]
  })
}

const overtaken = (row: AnyRow | null): Problem =>
  new Problem('conflict', `Somebody else changed ${row?.key ?? 'it'} in the same moment.`, 'Load it again and repeat the change.', { code: 'stale-version' })

/** Rows of one shape in groups that stay within PostgreSQL's limit of 65,535 parameters. */
function inGroups(rows: readonly Record<string, unknown>[]): Record<string, unknown>[][] {
  const size = Math.max(1, Math.floor(60_000 / Math.max(1, Object.keys(rows[0] ?? {}).length)))
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))
}

function changeOf(how: Committing, write: Write, seq: number, key: string): Change {
  const { noun, before, archive, source } = write
  const archivedAt = archive === undefined ? {} : { archivedAt: archive ? how.now : null }
  return {
    seq,
    recordedAt: how.now,
    effectiveAt: how.now,
    actor: how.actor.id || null,
    actorName: storable(how.actor.name),
    door: how.actor.door,
    request: how.request,
    noun: noun.noun,
    id: write.id,
    key,
    verb: write.verb,
    version: before ? before.version + 1 : 1,
    ...images(noun, before, before ? write.set : givenValues(write), { ...archivedAt, ...(before || !source ? {} : { source }) }),
    why: write.why === undefined ? null : storable(write.why),
    undoes: write.undoes ?? null,
  }
}

/** All that a new row holds, so that the record alone can tell its state. */
const givenValues = ({ noun, set }: Write): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...initialValues(noun), ...set }).filter(([, value]) => value !== null))

/** What the database gives back as it was given: the hash is taken from the text before it is stored. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '')

/** Would it change nothing? */
export function isIdle({ before, set, archive }: Pick<Write, 'before' | 'set' | 'archive'>): boolean {
  if (!before) return false
  return (archive === undefined || archive === (before.archivedAt !== null)) && Object.keys(differing(before, set)).length === 0
}

/** Of what is set, that which is not so already. */
export const differing = (before: AnyRow | null, set: Write['set']): Write['set'] =>
  Object.fromEntries(Object.entries(set).filter(([name, value]) => canonical(before?.[name] ?? null) !== canonical(value ?? null)))

/** Turns the database's word for a duplicate into ours. Other errors pass and become a 500 without their text. */
function worded(writes: readonly Write[], error: unknown): unknown {
  if (!isRecord(error) || error['code'] !== '23505') return error
  for (const { noun, set } of writes) {
    const fields = noun.unique.find((names) => uniqueIndexName(noun, names) === error['constraint'])
    if (!fields) continue
    const shown = fields.map((name) => (writes.length === 1 ? `${name} “${String(set[name] ?? '')}”` : name)).join(' and ')
    return new Problem('conflict', `Another ${noun.noun} has the ${writes.length === 1 ? '' : 'same '}${shown}.`, 'Open that one, or choose another value.', {
      code: 'duplicate',
      at: { field: fields[0] ?? '' },
    })
  }
  return error
}
