import { canonical, isRecord, parseValues, type AnyRow, type Noun, type Upsert, type UpsertCounts } from '#kernel'
import { commit, compiled, type Write } from './commit.ts'
import { tableOf } from './derive/ddl.ts'
import { assertTargets, type Asking } from './perform.ts'
import { assertMayPerform } from './policy.ts'
import { openFields, type Registry } from './registry.ts'
import { tables, toRow } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/**
 * Creates objects or brings them up to date by (connection, externalId), all in the caller's transaction; equal values change nothing.
 * A reference may be given as {"externalId": "x"}: the row of the target noun with that id at the same connection, in this batch or stored before.
 */
export async function upsertAll(tx: Transaction, registry: Registry, how: Asking, items: readonly Upsert[], dryRun: boolean): Promise<UpsertCounts> {
  const known = await knownRows(tx, registry, items)
  const ids = new Map([...known].map(([key, row]) => [key, row.id]))
  for (const item of items) if (!ids.has(keyOf(item.noun, item.source))) ids.set(keyOf(item.noun, item.source), how.newId())
  const counts = { created: 0, updated: 0, unchanged: 0 }
  const writes: Write[] = []
  for (const item of items) {
    const noun = registry.noun(item.noun)
    const before = known.get(keyOf(item.noun, item.source)) ?? null
    assertMayPerform(registry.action(item.noun, before ? 'edit' : 'create'), how.actor.role, how.scope)
    const set = parsedSet(noun, before, resolved(noun, item, ids))
    const isSame = before !== null && !before.archivedAt && Object.entries(set).every(([field, value]) => canonical(before[field] ?? null) === canonical(value ?? null))
    counts[before ? (isSame ? 'unchanged' : 'updated') : 'created'] += 1
    const id = ids.get(keyOf(item.noun, item.source))
    if (!isSame && id) writes.push({ noun, verb: before ? 'edit' : 'create', id, before, set, source: item.source, ...(before?.archivedAt ? { archive: false } : {}) })
  }
  if (!dryRun) await commitAll(tx, how, writes, new Set(ids.values()))
  return counts
}

const keyOf = (noun: string, { connection, externalId }: Upsert['source']): string => `${noun}\n${connection}\n${externalId}`

/** The stored rows of the items themselves and of everything that they point at. */
async function knownRows(tx: Transaction, registry: Registry, items: readonly Upsert[]): Promise<Map<string, AnyRow>> {
  const wanted = new Map<string, Upsert['source'] & { noun: string }>()
  for (const item of items) {
    wanted.set(keyOf(item.noun, item.source), { noun: item.noun, ...item.source })
    for (const { target, source } of pointers(registry.noun(item.noun), item)) wanted.set(keyOf(target, source), { noun: target, ...source })
  }
  const found = new Map<string, AnyRow>()
  for (const [noun, sources] of Map.groupBy(wanted.values(), (source) => source.noun)) {
    for (const [connection, group] of Map.groupBy(sources, (source) => source.connection)) {
      for (let from = 0; from < group.length; from += 5000) {
        const externalIds = group.slice(from, from + 5000).map(({ externalId }) => externalId)
        const select = tables.selectFrom(`app.${tableOf(noun)}`).selectAll().where('source_connection', '=', connection).where('source_external_id', 'in', externalIds).forUpdate()
        for (const stored of (await tx.query(...compiled(select))).rows) found.set(keyOf(noun, { connection, externalId: String(stored['source_external_id']) }), toRow(registry.noun(noun), stored))
      }
    }
  }
  return found
}

function pointers(noun: Noun, item: Upsert): { target: string; source: Upsert['source'] }[] {
  return Object.entries(item.values).flatMap(([field, value]) => {
    const target = noun.fields[field]?.target
    return target ? [value].flat().flatMap((one) => (isExternal(one) ? [{ target, source: { connection: item.source.connection, externalId: one.externalId } }] : [])) : []
  })
}

const isExternal = (value: unknown): value is { externalId: string } => isRecord(value) && typeof value['externalId'] === 'string'

function resolved(noun: Noun, item: Upsert, ids: ReadonlyMap<string, string>): Record<string, unknown> {
  const find = (target: string, value: unknown) => (isExternal(value) ? (ids.get(keyOf(target, { connection: item.source.connection, externalId: value.externalId })) ?? null) : value)
  return Object.fromEntries(
    Object.entries(item.values).map(([field, value]) => {
      const target = noun.fields[field]?.target
      if (!target) return [field, value]
      return [field, Array.isArray(value) ? value.map((one: unknown) => find(target, one)).filter((one) => one !== null) : find(target, value)]
    }),
  )
}

function parsedSet(noun: Noun, before: AnyRow | null, values: Record<string, unknown>): Record<string, unknown> {
  const fields = openFields(noun)
  return before ? parseValues(fields, values, { partial: true }) : parseValues(fields, values)
}

/** References inside the batch are checked by the database when the transaction ends; all others must name live rows now. */
async function commitAll(tx: Transaction, how: Asking, writes: readonly Write[], ids: ReadonlySet<string>): Promise<void> {
  for (const { noun, set } of writes) {
    const outside = Object.entries(set).map(([field, value]) => [field, Array.isArray(value) ? value.filter((one) => !ids.has(String(one))) : ids.has(String(value)) ? null : value])
    await assertTargets(tx, noun, Object.fromEntries(outside))
  }
  await commit(tx, how, writes)
}
