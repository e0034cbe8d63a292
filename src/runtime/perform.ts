import { createHash } from 'node:crypto'
import { canonical, isRecord, parseField, parseValues, Problem, type Action, type Actor, type AnyRow, type Decision, type Noun, type PerformTarget, type Source } from '#kernel'
import { commit, compiled, type Committing, type Write } from './commit.ts'
import { tableOf } from './derive/ddl.ts'
import { assertMayPerform } from './policy.ts'
import type { Registry } from './registry.ts'
import { tables, toRow } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/** What one request to change something brings along. */
export interface Asking extends Committing {
  readonly scope: 'read' | 'write'
  readonly newId: () => string
}

export interface Order {
  readonly noun: string
  readonly verb: string
  readonly target: PerformTarget
  readonly input: unknown
  readonly why?: string
  readonly source?: Source
}

/**
 * The one road of every change: allowed? loaded? current? parsed? decided? committed. All in the caller's transaction.
 * `may inner` opens verbs that doors do not offer; only the runtime's own flows set it.
 */
export async function perform(tx: Transaction, registry: Registry, asking: Asking, order: Order, { inner = false } = {}): Promise<AnyRow> {
  const noun = registry.noun(order.noun)
  const action = registry.action(order.noun, order.verb)
  if (action.inner && !inner) throw new Problem('forbidden', `“${action.verb}” is done by the system, not by hand.`)
  assertMayPerform(action, asking.actor.role, asking.scope)
  const row = action.creates ? null : await load(tx, noun, order.target)
  const input = parseInput(action, order.input)
  const decision = decide(action, row, input, asking)
  const write: Write = {
    noun,
    verb: action.verb,
    id: row?.id ?? asking.newId(),
    before: row,
    set: parseSet(noun, decision.set),
    ...(decision.archive === undefined ? {} : { archive: decision.archive }),
    ...(order.why ? { why: order.why } : {}),
    ...(order.source ? { source: order.source } : {}),
  }
  await assertTargets(tx, noun, write.set)
  const [done] = await commit(tx, asking, [write]).catch((error: unknown) => Promise.reject(worded(noun, write, error)))
  for (const next of decision.then) await perform(tx, registry, asking, { noun: next.noun, verb: next.verb, target: next.id ? { id: next.id } : {}, input: next.input }, { inner: true })
  if (!done) throw new Problem('missing', `There is no such ${noun.noun}.`)
  return done
}

/** Loads a row by id or human key and locks it. A foreign id and an absent one give the same answer. */
export async function load(tx: Transaction, noun: Noun, target: PerformTarget): Promise<AnyRow> {
  const row = target.id ? await fetchRow(tx, noun, target.id, true) : null
  if (!row) throw absent(noun)
  if (target.version !== undefined && target.version !== row.version)
    throw new Problem('conflict', `${row.key} has changed since you loaded it: you saw version ${target.version}, it is at ${row.version}.`, 'Look at both versions, then repeat the change on the current one.', { code: 'stale-version', more: { current: row } })
  return row
}

export const absent = (noun: Noun): Problem => new Problem('missing', `There is no such ${noun.noun}.`, 'It may have been removed, or the address is wrong.')

export async function fetchRow(tx: Transaction, noun: Noun, idOrKey: string, lock = false): Promise<AnyRow | null> {
  const isKey = !/^[0-9a-f-]{36}$/.test(idOrKey)
  const select = tables.selectFrom(`app.${tableOf(noun.noun)}`).selectAll().where(isKey ? 'key' : 'id', '=', isKey ? idOrKey.toUpperCase().slice(0, 80) : idOrKey)
  if (!isKey && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(idOrKey)) return null
  const { rows } = await tx.query(...compiled(lock ? select.forUpdate() : select))
  return rows[0] ? toRow(noun, rows[0]) : null
}

/** Runs `work` once for each Idempotency-Key: a repeat gets the first answer, the same key with another body is refused. */
export async function once<T>(tx: Transaction, asking: Asking, key: string, body: unknown, work: () => Promise<T>): Promise<T> {
  if (key.length > 200) throw new Problem('invalid', 'The Idempotency-Key is longer than 200 characters.')
  const fingerprint = createHash('sha256').update(canonical(body)).digest('hex')
  const row = { workspace_id: asking.workspace, key: `${asking.actor.id}:${key}`, actor: asking.actor.id || null, fingerprint, recorded_at: asking.now }
  const { rowCount } = await tx.query(...compiled(tables.insertInto('app.idempotency').values(row).onConflict((conflict) => conflict.doNothing())))
  const mine = tables.selectFrom('app.idempotency').select(['fingerprint', 'answer']).where('workspace_id', '=', asking.workspace).where('key', '=', row.key)
  if (rowCount === 0) {
    const first = (await tx.query(...compiled(mine))).rows[0]
    if (first?.['fingerprint'] !== fingerprint) throw new Problem('refused', 'This Idempotency-Key was used for another request.', 'Use a new key for a new request.', { code: 'idempotency-key-reused' })
    return first['answer'] as T // the answer that this very request stored
  }
  const answer = await work()
  await tx.query(...compiled(tables.updateTable('app.idempotency').set({ answer: JSON.stringify(answer) }).where('workspace_id', '=', asking.workspace).where('key', '=', row.key)))
  return answer
}

function parseInput(action: Action, input: unknown): Record<string, unknown> {
  const partial = action.verb === 'edit'
  return parseValues(action.input, input ?? {}, { partial })
}

function decide(action: Action, row: AnyRow | null, input: Record<string, unknown>, { actor, now }: Asking): Extract<Decision, { decides: 'change' }> {
  const decision = action.run({ row: row ?? ({} as AnyRow), input, me: { id: actor.id, role: actor.role }, now })
  if (decision.decides === 'refuse') throw new Problem('refused', decision.reason, decision.hint)
  if (row?.archivedAt && decision.archive === undefined) throw new Problem('refused', `${row.key} is archived.`, 'Restore it first.')
  return decision
}

/** A verb's decision is parsed like anybody's input: a definition with a mistake cannot store a value that no kind would accept. */
function parseSet(noun: Noun, set: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(set)) {
    const f = noun.fields[name]
    if (!f) throw new Problem('invalid', `A ${noun.noun} has no field “${name}”.`)
    if (value === null || value === undefined) {
      if (f.required) throw new Problem('invalid', `“${name}” is required.`, f.says, { code: 'required', at: { field: name } })
      parsed[name] = null
    } else parsed[name] = parseField(name, f, value)
  }
  return parsed
}

/** Every reference must name a live row of this workspace; a foreign id is answered like an absent one. */
export async function assertTargets(tx: Transaction, noun: Noun, set: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(set)) {
    const target = noun.fields[name]?.target
    const ids = value === null ? [] : Array.isArray(value) ? value.map(String) : [String(value)]
    if (!target || ids.length === 0) continue
    const { rows } = await tx.query(...compiled(tables.selectFrom(`app.${tableOf(target)}`).select('id').where('id', 'in', ids)))
    if (rows.length < new Set(ids).size) throw new Problem('invalid', `“${name}” names a ${target} that does not exist.`, `Choose one of this workspace’s ${target}s.`, { at: { field: name } })
  }
}

/** Turns the database's word for a duplicate into ours. Other database errors pass and become a 500 without their text. */
function worded(noun: Noun, write: Write, error: unknown): unknown {
  const violated = isRecord(error) && error['code'] === '23505' ? String(error['constraint'] ?? '') : ''
  const fields = noun.unique.find((names) => violated.includes(names.map((name) => name.replace(/[A-Z]/g, (l) => `_${l.toLowerCase()}`)).join('_')))
  if (violated === '' || !fields) return error
  const shown = fields.map((name) => `${name} “${String(write.set[name] ?? '')}”`).join(' and ')
  return new Problem('conflict', `Another ${noun.noun} has the ${shown}.`, 'Open that one, or choose another value.', { code: 'duplicate', at: { field: fields[0] ?? '' } })
}
