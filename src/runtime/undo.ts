import { canonical, Problem, rank, type AnyRow, type Noun } from '#kernel'
import { toChange, type Change } from './change.ts'
import { commit, laterFirst, lockHead, takeSaidBack, type Write } from './commit.ts'
import { changeAt } from './history.ts'
import type { Asking } from './perform.ts'
import { assertMayWrite } from './policy.ts'
import type { Registry } from './registry.ts'
import { pastOf } from './said.ts'
import { standing } from '#engines/record/standing.ts'
import { initialValues, rowsBy, run, tables } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/**
 * Takes a change back by a new one, with whatever its verb did to other objects: all of it or nothing. Refused when the same fields were changed
 * again since, and to who may not perform its verb. Of what an import said one change is taken back alone.
 */
export async function undo(tx: Transaction, registry: Registry, asking: Asking, seq: number): Promise<{ readonly noun: string; readonly row: AnyRow }> {
  await lockHead(tx, asking.workspace)
  const change = await changeAt(tx, seq)
  await assertMayUndo(tx, registry, asking, change)
  for (const one of await doneTogether(tx, change)) {
    const noun = registry.noun(one.noun)
    const [before] = await rowsBy(tx, noun, 'id', [one.id])
    if (!before) throw new Problem('missing', 'There is no such change.')
    await commit(tx, asking, [inverse(noun, before, one)])
  }
  const [row] = await rowsBy(tx, registry.noun(change.noun), 'id', [change.id])
  if (!row) throw new Problem('missing', 'There is no such change.')
  return { noun: change.noun, row }
}

/** A change and those that were made with it, the last first. */
async function doneTogether(tx: Transaction, change: Change): Promise<readonly Change[]> {
  const { rows: said } = await run(tx, tables.selectFrom('app.said').select('seq').where('request', '=', change.request).limit(1))
  const own = tables.selectFrom('app.change').selectAll().where('request', '=', change.request).orderBy('seq', 'desc')
  return said.length > 0 ? [change] : (await run(tx, own)).rows.map(toChange)
}

/**
 * Takes back what one request (an import) said: each of its objects becomes what those who still stand said of it last, people as well as other
 * imports, and one of which nobody else speaks is archived.
 */
export async function undoRequest(tx: Transaction, registry: Registry, asking: Asking, request: string): Promise<void> {
  assertMayWrite(asking.scope)
  await lockHead(tx, asking.workspace)
  const own = tables.selectFrom('app.change').select(['noun', 'verb']).distinct().where('request', '=', request)
  for (const { noun, verb } of (await run(tx, own)).rows) assertRole(registry, asking, { noun: String(noun), verb: String(verb) })
  for (const [name, entries] of Map.groupBy(await takeSaidBack(tx, asking, request), ([, noun]) => noun)) {
    const ids = entries.map(([id]) => id)
    for (let from = 0; from < ids.length; from += 1000) await settle(tx, registry.noun(name), asking, request, ids.slice(from, from + 1000))
  }
}

/** Brings objects to what stands of them without the request. */
async function settle(tx: Transaction, noun: Noun, asking: Asking, request: string, ids: readonly string[]): Promise<void> {
  const past = await pastOf(tx, noun.noun, ids)
  const initial = initialValues(noun)
  const writes = (await rowsBy(tx, noun, 'id', ids)).flatMap((row): Write[] => {
    const known = past.get(row.id)
    if (!known) return []
    const { isThere, value, undoes } = standing(known, initial)
    const brought = known.changes.filter((change) => change.request === request).flatMap(({ after }) => Object.keys(after))
    const named = new Set([...brought, ...(known.said.find((one) => one.request === request)?.fields ?? [])])
    // what is gone keeps what it cannot be without
    const open = [...named].filter((name) => noun.fields[name] && noun.fields[name].class !== 'secret' && (isThere || !noun.fields[name].required))
    const set = Object.fromEntries(open.map((name) => [name, value(name)]))
    const moves = isThere === (row.archivedAt === null) ? {} : { archive: !isThere }
    return [{ noun, verb: 'undo', id: row.id, before: row, set, ...moves, ...(undoes === null ? {} : { undoes }) }]
  })
  await commit(tx, asking, writes)
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

function assertRole(registry: Registry, { actor }: Asking, change: Pick<Change, 'noun' | 'verb'>): void {
  const noun = registry.noun(change.noun)
  const allow = registry.actions(change.noun).find(({ verb }) => verb === change.verb)?.allow ?? noun.allow
  if (rank(actor.role) >= rank(allow)) return
  throw new Problem(
    'forbidden',
    `The role ${actor.role} may not undo “${change.verb}” of a ${noun.noun}.`,
    `It takes the role ${allow}. Ask an administrator of this workspace.`,
  )
}

/** Sets the fields of a change to what they were before it. Refused where one of them, or whether the row is archived, was changed since. */
function inverse(noun: Noun, row: AnyRow, change: Change): Write {
  const { before, after } = change
  const base = { noun, verb: 'undo', id: row.id, before: row, undoes: change.seq }
  const isArchived = row.archivedAt !== null
  const archives = before === null || 'archivedAt' in after
  const fields = fieldsOf(noun, change)
  const isChangedSince =
    (archives && isArchived !== (before !== null && after['archivedAt'] !== null)) ||
    fields.some((name) => canonical(row[name] ?? null) !== canonical(after[name] ?? null))
  if (isChangedSince) throw new Problem('conflict', `${row.key} has changed again since.`, laterFirst, { code: 'changed-since' })
  if (!archives && fields.length === 0) throw new Problem('refused', `Nothing that “${change.verb}” did to ${row.key} can be undone.`)
  return { ...base, set: Object.fromEntries(fields.map((name) => [name, before?.[name] ?? null])), ...(archives ? { archive: !isArchived } : {}) }
}

/** The fields that a change set, without secrets: their values are not in the record. */
const fieldsOf = (noun: Noun, { before }: Change): string[] =>
  Object.keys(before ?? {}).filter((name) => noun.fields[name] !== undefined && noun.fields[name].class !== 'secret')
