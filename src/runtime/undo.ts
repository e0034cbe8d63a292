import { canonical, Problem, rank, type AnyRow, type Noun } from '#kernel'
import type { Change } from './change.ts'
import { commit, forgetConfirmed, leave, lockHead, type Write } from './commit.ts'
import { changeAt, changes } from './history.ts'
import type { Asking } from './perform.ts'
import { assertMayWrite } from './policy.ts'
import type { Registry } from './registry.ts'
import { rowsBy, run, tables } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/** Takes one change back by a new change; refused when the same fields were changed again since, and to who may not perform its verb. */
export async function undo(tx: Transaction, registry: Registry, asking: Asking, seq: number): Promise<{ readonly noun: string; readonly row: AnyRow }> {
  await lockHead(tx, asking.workspace)
  const change = await changeAt(tx, seq)
  await assertMayUndo(tx, registry, asking, change)
  const [row] = await takeBack(tx, registry, asking, [change], strict)
  if (!row) throw new Problem('missing', 'There is no such change.')
  return { noun: change.noun, row }
}

/**
 * Takes back every change of one request (an import), newest first, and what earlier requests had left to it. Fields that people changed since
 * keep their later values, and an object that another request has confirmed since stays as it is. Says how many changes it took back.
 */
export async function undoRequest(tx: Transaction, registry: Registry, asking: Asking, request: string): Promise<number> {
  assertMayWrite(asking.scope)
  await lockHead(tx, asking.workspace)
  const left = await forgetConfirmed(tx, request)
  let taken = await takeRequestBack(tx, registry, asking, request, null)
  for (const earlier of new Set(
    left
      .flatMap(({ leftBy }) => leftBy)
      .toSorted()
      .toReversed(),
  )) {
    const own = new Set(left.filter(({ leftBy }) => leftBy.includes(earlier)).map(({ object }) => object))
    taken += await takeRequestBack(tx, registry, asking, earlier, own)
  }
  return taken
}

/** Of all objects of a request, or of some alone. */
async function takeRequestBack(tx: Transaction, registry: Registry, asking: Asking, request: string, own: ReadonlySet<string> | null): Promise<number> {
  let before: number | undefined
  let taken = 0
  do {
    const page = await changes(tx, { request, limit: 1000, ...(before === undefined ? {} : { before }) })
    const asked = page.items.filter(({ id }) => own === null || own.has(id))
    for (const change of asked) assertRole(registry, asking, change)
    const kept = await confirmedSince(tx, request, asked)
    await leave(tx, request, [...kept])
    taken += (
      await takeBack(
        tx,
        registry,
        asking,
        asked.filter(({ id }) => !kept.has(id)),
        lenient,
      )
    ).length
    before = page.next ?? undefined
  } while (before !== undefined)
  return taken
}

/** Ids of requests grow with time. */
async function confirmedSince(tx: Transaction, request: string, asked: readonly Change[]): Promise<Set<string>> {
  if (asked.length === 0) return new Set()
  const ids = [...new Set(asked.map(({ id }) => id))]
  const { rows } = await run(tx, tables.selectFrom('app.confirmed').select('object_id').where('object_id', 'in', ids).where('request', '>', request))
  return new Set(rows.map((row) => String(row['object_id'])))
}

/** An undo is undone by who may perform the verb that it took back. */
async function assertMayUndo(tx: Transaction, registry: Registry, asking: Asking, change: Change): Promise<void> {
  assertMayWrite(asking.scope)
  let root = change
  while (root.undoes !== null) root = await changeAt(tx, root.undoes)
  assertRole(registry, asking, root)
  const action = registry.actions(root.noun).find(({ verb }) => verb === root.verb)
  if (action?.inner) throw new Problem('forbidden', `“${action.verb}” is done by the system and cannot be undone by hand.`)
}

function assertRole(registry: Registry, { actor }: Asking, change: Change): void {
  const noun = registry.noun(change.noun)
  const allow = registry.actions(change.noun).find(({ verb }) => verb === change.verb)?.allow ?? noun.allow
  if (rank(actor.role) >= rank(allow)) return
  throw new Problem(
    'forbidden',
    `A ${actor.role} may not undo “${change.verb}” of a ${noun.noun}.`,
    `It takes the role ${allow}. Ask an administrator of this workspace.`,
  )
}

/** How a change is inverted on the row as it stands: the write, or null when nothing of it is left to take back. */
type Inverting = (noun: Noun, row: AnyRow, change: Change) => Write | null

/** Inverts changes in the order given. A row that comes up again is committed first, so that each step sees what the last one left. */
async function takeBack(tx: Transaction, registry: Registry, asking: Asking, taken: readonly Change[], invert: Inverting): Promise<AnyRow[]> {
  const rows = await currentRows(tx, registry, taken)
  const done: AnyRow[] = []
  let pending: Write[] = []
  const flush = async () => {
    const committed = await commit(tx, asking, pending)
    for (const row of committed) rows.set(row.id, row)
    done.push(...committed)
    pending = []
  }
  const waiting = new Set<string>()
  for (const change of taken) {
    if (waiting.has(change.id)) {
      await flush()
      waiting.clear()
    }
    const row = rows.get(change.id)
    const write = row ? invert(registry.noun(change.noun), row, change) : null
    if (!write) continue
    pending.push(write)
    waiting.add(change.id)
  }
  await flush()
  return done
}

async function currentRows(tx: Transaction, registry: Registry, taken: readonly Change[]): Promise<Map<string, AnyRow>> {
  const rows: AnyRow[] = []
  for (const [name, group] of Map.groupBy(taken, ({ noun }) => noun))
    rows.push(
      ...(await rowsBy(
        tx,
        registry.noun(name),
        'id',
        group.map(({ id }) => id),
      )),
    )
  return new Map(rows.map((row) => [row.id, row]))
}

/** All of the change or nothing. */
function strict(noun: Noun, row: AnyRow, change: Change): Write {
  const write = inverse(noun, row, change)
  if (!write || Object.keys(write.set).length < fieldsOf(noun, change).length)
    throw new Problem('conflict', `${row.key} has changed again since.`, 'Undo the later change first, or edit it by hand.', { code: 'changed-since' })
  if (write.archive === undefined && Object.keys(write.set).length === 0)
    throw new Problem('refused', `Nothing that “${change.verb}” did to ${row.key} can be undone.`)
  return write
}

/** What is left of the change. */
function lenient(noun: Noun, row: AnyRow, change: Change): Write | null {
  const write = inverse(noun, row, change)
  return write && (write.archive !== undefined || Object.keys(write.set).length > 0) ? write : null
}

/** Sets the fields that still hold what the change gave them to what they were before; null when it archived or restored the row and that was undone since. */
function inverse(noun: Noun, row: AnyRow, change: Change): Write | null {
  const base = { noun, verb: 'undo', id: row.id, before: row, undoes: change.seq }
  const { before, after } = change
  const isArchived = row.archivedAt !== null
  if (before === null) return isArchived ? null : { ...base, set: {}, archive: true }
  const archives = 'archivedAt' in after
  if (archives && (after['archivedAt'] !== null) !== isArchived) return null
  const left = fieldsOf(noun, change).filter((name) => canonical(row[name] ?? null) === canonical(after[name] ?? null))
  return { ...base, set: Object.fromEntries(left.map((name) => [name, before[name] ?? null])), ...(archives ? { archive: !isArchived } : {}) }
}

/** The fields that a change set, without secrets: their values are not in the record. */
const fieldsOf = (noun: Noun, { before }: Change): string[] =>
  Object.keys(before ?? {}).filter((name) => noun.fields[name] !== undefined && noun.fields[name].class !== 'secret')
