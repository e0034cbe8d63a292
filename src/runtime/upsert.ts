import { isRecord, parseValues, Problem, type AnyRow, type Noun, type Source, type Upsert, type UpsertCounts } from '#kernel'
import { assertFit, commit, differing, isIdle, keepSaid, lockHead, type Said, type Write } from './commit.ts'
import { assertTargets, current, type Asking } from './perform.ts'
import { assertMayPerform } from './policy.ts'
import { openFields, type Registry } from './registry.ts'
import { rowsBy } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/**
 * Creates objects or brings them up to date by (connection, externalId), all in the caller's transaction; equal values change nothing, and
 * of two items for one object the later one adds to the earlier. A reference may be given as {"externalId": "x"}: the row of the target noun
 * with that id at the same connection, in this batch or stored before; where there is none, an optional reference stays empty.
 */
export async function upsertAll(tx: Transaction, registry: Registry, how: Asking, given: readonly Upsert[], dryRun: boolean): Promise<UpsertCounts> {
  const head = dryRun ? { seq: 0 } : await lockHead(tx, how.workspace)
  const items = merged(given)
  const known = await knownRows(tx, registry, items)
  const ids = new Map([...known].map(([key, row]) => [key, row.id]))
  for (const { noun, source } of items) if (!ids.has(keyOf(noun, source))) ids.set(keyOf(noun, source), how.newId())
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const writes: Write[] = []
  const said: Said[] = []
  for (const item of items) {
    const write = writeOf(registry, how, item, { before: known.get(keyOf(item.noun, item.source)) ?? null, ids })
    counts[write.before ? (isIdle(write) ? 'unchanged' : 'updated') : 'created'] += 1
    said.push({ noun: item.noun, id: write.id, fields: Object.keys(write.set) })
    if (!isIdle(write)) writes.push(write.before ? { ...write, set: differing(write.before, write.set) } : write)
  }
  await assertOutside(tx, writes, new Set(ids.values()))
  assertFit(writes)
  if (dryRun) return counts
  await commit(tx, how, writes)
  await keepSaid(tx, how, head.seq + writes.length, said)
  return counts
}

const keyOf = (noun: string, { connection, externalId }: Source): string => `${noun}\n${connection}\n${externalId}`

function merged(items: readonly Upsert[]): Upsert[] {
  const byKey = new Map<string, Upsert>()
  for (const item of items) {
    assertSource(item.source)
    const key = keyOf(item.noun, item.source)
    const earlier = byKey.get(key)
    byKey.set(key, earlier ? { ...item, values: { ...earlier.values, ...item.values } } : item)
  }
  return [...byKey.values()]
}

function assertSource({ connection, externalId }: Source): void {
  for (const part of [connection, externalId])
    if (part === '' || part.length > 1000 || /[\u0000\uD800-\uDFFF]/u.test(part))
      throw new Problem('invalid', 'An object comes with its connection and its id there.', 'Both are texts of 1 to 1,000 characters.')
}

/** The stored rows of the items themselves and of everything that they point at. */
async function knownRows(tx: Transaction, registry: Registry, items: readonly Upsert[]): Promise<Map<string, AnyRow>> {
  const wanted = new Map<string, Source & { readonly noun: string }>()
  for (const item of items) {
    wanted.set(keyOf(item.noun, item.source), { noun: item.noun, ...item.source })
    for (const { target, source } of pointers(registry.noun(item.noun), item)) wanted.set(keyOf(target, source), { noun: target, ...source })
  }
  const found = new Map<string, AnyRow>()
  for (const [name, group] of Map.groupBy(wanted.values(), ({ noun }) => noun)) {
    const externalIds = group.map(({ externalId }) => externalId)
    const rows = await rowsBy(tx, registry.noun(name), 'source_external_id', externalIds)
    for (const row of rows) if (row.source && wanted.has(keyOf(name, row.source))) found.set(keyOf(name, row.source), row)
  }
  return found
}

function pointers(noun: Noun, { values, source }: Upsert): { target: string; source: Source }[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const target = noun.fields[field]?.target
    if (!target) return []
    return [value].flat().flatMap((one) => (isExternal(one) ? [{ target, source: { ...source, externalId: one.externalId } }] : []))
  })
}

const isExternal = (value: unknown): value is { readonly externalId: string } => isRecord(value) && typeof value['externalId'] === 'string'

function writeOf(registry: Registry, how: Asking, item: Upsert, { before, ids }: { before: AnyRow | null; ids: ReadonlyMap<string, string> }): Write {
  const noun = registry.noun(item.noun)
  const set = parseValues(openFields(noun), resolved(noun, item, ids), { partial: before !== null })
  const isSame = before !== null && isIdle({ before, set }) // what is the same needs no right to edit, and no verb for it
  assertMayPerform(registry.action(item.noun, before && !isSame ? 'edit' : 'create'), how.actor.role, how.scope)
  if (before) current(noun, before, item.version, how.actor.role)
  const id = ids.get(keyOf(item.noun, item.source)) ?? how.newId()
  const verb = isSame ? 'restore' : before ? 'edit' : 'create'
  return { noun, verb, id, before, set, source: item.source, ...(before?.archivedAt ? { archive: false } : {}) } // what its source still has comes back
}

function resolved(noun: Noun, { values, source }: Upsert, ids: ReadonlyMap<string, string>): Record<string, unknown> {
  const find = (target: string, value: unknown) =>
    isExternal(value) ? (ids.get(keyOf(target, { connection: source.connection, externalId: value.externalId })) ?? null) : value
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => {
      const target = noun.fields[field]?.target
      if (!target) return [field, value]
      return [field, Array.isArray(value) ? value.map((one: unknown) => find(target, one)).filter((one) => one !== null) : find(target, value)]
    }),
  )
}

/** References inside the batch are checked by the database when the transaction ends; all others must name rows that are there now. */
async function assertOutside(tx: Transaction, writes: readonly Write[], inside: ReadonlySet<string>): Promise<void> {
  for (const [noun, group] of Map.groupBy(writes, (write) => write.noun)) {
    const targets = Object.keys(noun.fields).filter((field) => noun.fields[field]?.target)
    const all = targets.map((field) => [field, group.flatMap(({ set }) => [set[field] ?? []].flat()).filter((id) => !inside.has(String(id)))])
    await assertTargets(tx, noun, Object.fromEntries(all))
  }
}
