import { createHash } from 'node:crypto'
import { canonical, isId, isRecord, parseField, parseValues, Problem } from '#kernel'
import type { Action, AnyRow, Decision, Noun, PerformTarget, Role, Source } from '#kernel'
import { claimKey, commit, keepAnswer, lockHead, type Claim, type Committing, type Write } from './commit.ts'
import { tableOf } from './derive/ddl.ts'
import { assertMayPerform, masked } from './policy.ts'
import type { Registry } from './registry.ts'
import { blankRow, run, shown, tables, toRow } from './tables.ts'
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
 * `inner` opens verbs that doors do not offer; only the runtime's own flows set it.
 */
export async function perform(tx: Transaction, registry: Registry, asking: Asking, order: Order, { inner = false } = {}): Promise<AnyRow> {
  const noun = registry.noun(order.noun)
  const action = registry.action(order.noun, order.verb)
  if (action.inner && !inner) throw new Problem('forbidden', `“${action.verb}” is done by the system, not by hand.`)
  assertMayPerform(action, asking.actor.role, asking.scope)
  const isAlone = action.creates && action.sees.length === 0 // it rests on no row that another could be changing
  const [, before] = isAlone
    ? []
    : await Promise.all([lockHead(tx, asking.workspace), action.creates ? undefined : load(tx, noun, order.target, asking.actor.role)])
  const input = parseValues(action.input, order.input ?? {}, { partial: action.verb === 'edit' })
  const id = before?.id ?? asking.newId()
  const seen = new Map(await Promise.all(action.sees.map(async (name) => [name, await allRows(tx, registry.noun(name))] as const)))
  const decision = decide(action, before ?? blankRow(noun, id, asking.now), input, asking, seen)
  const { archive, then } = decision
  const write: Write = {
    noun,
    verb: action.verb,
    id,
    before: before ?? null,
    set: parseSet(noun, decision.set),
    ...(archive === undefined ? {} : { archive }),
    ...(order.why ? { why: order.why } : {}),
    ...(order.source ? { source: order.source } : {}),
  }
  await assertTargets(tx, noun, write.set)
  const [done] = await commit(tx, asking, [write])
  for (const { id: of, ...next } of then) await perform(tx, registry, asking, { ...next, target: of ? { id: of } : {} }, { inner: true })
  const row = then.length > 0 ? await fetchRow(tx, noun, id) : done
  if (!row) throw absent(noun)
  return row
}

/** Loads a row by id or human key and locks it. A foreign id and an absent one give the same answer; a stale version comes with the current row. */
async function load(tx: Transaction, noun: Noun, target: PerformTarget, role: Role): Promise<AnyRow> {
  const row = target.id ? await fetchRow(tx, noun, target.id, true) : null
  if (!row) throw absent(noun)
  return current(noun, row, target.version, role)
}

/** The row itself, unless somebody has seen another version of it. */
export function current(noun: Noun, row: AnyRow, version: number | undefined, role: Role): AnyRow {
  if (version === undefined || version === row.version) return row
  const says = `${row.key} has changed since you loaded it: you saw version ${version}, it is at ${row.version}.`
  const more = { current: masked(noun, row, role) }
  throw new Problem('conflict', says, 'Look at both versions, then repeat the change on the current one.', { code: 'stale-version', more })
}

export const absent = (noun: Noun): Problem => new Problem('missing', `There is no such ${noun.noun}.`, 'It may have been removed, or the address is wrong.')

export async function fetchRow(tx: Transaction, noun: Noun, idOrKey: string, lock = false): Promise<AnyRow | null> {
  const isKey = /^[a-z]+-\d{1,15}$/i.test(idOrKey)
  if (!isKey && !isId(idOrKey)) return null
  const table = tables.selectFrom(`app.${tableOf(noun.noun)}`).select(shown(noun))
  const select = isKey ? table.where('key', '=', idOrKey.toUpperCase()) : table.where('id', '=', idOrKey)
  const { rows } = await run(tx, lock ? select.forUpdate() : select)
  return rows[0] ? toRow(noun, rows[0]) : null
}

async function allRows(tx: Transaction, noun: Noun): Promise<AnyRow[]> {
  const all = tables.selectFrom(`app.${tableOf(noun.noun)}`).select(shown(noun))
  return (await run(tx, all.where('archived_at', 'is', null))).rows.map((row) => toRow(noun, row))
}

/** Runs `work` once for each Idempotency-Key of an actor: a repeat gets the first answer, the same key with another body is refused. */
export async function once(tx: Transaction, asking: Asking, key: string, body: unknown, work: () => Promise<AnyRow>): Promise<AnyRow> {
  if (key === '' || key.length > 200) throw new Problem('invalid', 'An Idempotency-Key has 1 to 200 characters.')
  const fingerprint = createHash('sha256').update(canonical(body)).digest('hex')
  const claim: Claim = { workspace: asking.workspace, key: `${asking.actor.id}:${key}`, actor: asking.actor.id || null, fingerprint, now: asking.now }
  if (!(await claimKey(tx, claim))) return await firstAnswer(tx, claim)
  const answer = await work()
  await keepAnswer(tx, claim, answer)
  return answer
}

async function firstAnswer(tx: Transaction, { workspace, key, fingerprint }: Claim): Promise<AnyRow> {
  const select = tables.selectFrom('app.idempotency').select(['fingerprint', 'answer']).where('workspace_id', '=', workspace).where('key', '=', key)
  const [first] = (await run(tx, select)).rows
  if (first?.['fingerprint'] === fingerprint && isRow(first['answer'])) return first['answer']
  throw new Problem('refused', 'This Idempotency-Key was used for another request.', 'Use a new key for a new request.', { code: 'idempotency-key-reused' })
}

const isRow = (value: unknown): value is AnyRow => isRecord(value) && typeof value['id'] === 'string' && typeof value['version'] === 'number'

type Seen = ReadonlyMap<string, readonly AnyRow[]>

function decide(action: Action, row: AnyRow, input: Record<string, unknown>, { actor, now }: Asking, all: Seen): Extract<Decision, { decides: 'change' }> {
  const decision = action.run({ row, input, me: { id: actor.id, role: actor.role }, now, seen: (noun) => all.get(noun) ?? [] })
  if (decision.decides === 'refuse') throw new Problem('refused', decision.reason, decision.hint)
  if (row.archivedAt && decision.archive === undefined) throw new Problem('refused', `${row.key} is archived.`, 'Restore it first.')
  return decision
}

/** A verb's decision is parsed like anybody's input: a definition with a mistake cannot store a value that no kind would accept. */
function parseSet(noun: Noun, set: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(set)) {
    const f = noun.fields[name]
    if (!f) throw new Problem('invalid', `A ${noun.noun} has no field “${name}”.`)
    const isEmpty = value === null || value === undefined
    if (isEmpty && f.required) throw new Problem('invalid', `“${name}” is required.`, f.says, { code: 'required', at: { field: name } })
    parsed[name] = isEmpty ? null : parseField(name, f, value)
  }
  return parsed
}

/** Every reference must name a row of this workspace, archived or not; a foreign id is answered like an absent one. */
export async function assertTargets(tx: Transaction, noun: Noun, set: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(set)) {
    const target = noun.fields[name]?.target
    const ids = value === null ? [] : [...new Set([value].flat().map(String))]
    if (!target || ids.length === 0) continue
    const known = tables.selectFrom(`app.${tableOf(target)}`).select('id')
    const { rows } = await run(tx, known.where('id', 'in', ids))
    if (rows.length === ids.length) continue
    throw new Problem('invalid', `“${name}” names a ${target} that does not exist.`, `Choose one of this workspace’s ${target}s.`, { at: { field: name } })
  }
}
