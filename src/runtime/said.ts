import type { Saying } from '#engines/record/standing.ts'
import { toChange, type Change } from './change.ts'
import { run, tables, type Stored } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/** The past of objects of one noun, by id. */
export async function pastOf(tx: Transaction, noun: string, ids: readonly string[]) {
  const past = new Map<string, { readonly said: Saying[]; readonly changes: Change[] }>(ids.map((id) => [id, { said: [], changes: [] }]))
  const of = (table: 'app.said' | 'app.change') =>
    run(tx, tables.selectFrom(table).selectAll().where('noun', '=', noun).where('object_id', 'in', ids).orderBy('seq'))
  for (const row of (await of('app.said')).rows) past.get(String(row['object_id']))?.said.push(toSaying(row))
  for (const row of (await of('app.change')).rows) past.get(String(row['object_id']))?.changes.push(toChange(row))
  return past
}

const toSaying = (row: Stored): Saying => ({
  request: String(row['request']),
  seq: Number(row['seq']),
  fields: Array.isArray(row['fields']) ? row['fields'].map(String) : null,
  isTakenBack: row['is_taken_back'] === true,
})
