import { listValue, type DuckDBConnection } from '@duckdb/node-api'
import { run, type Row } from './duckdb.ts'
import { literal, rawPerson, tableOf, type TableShape } from './shape.ts'
import { sideTables } from './sideTables.ts'
import { notPersons, sealedName } from './withoutPersons.ts'

/** Who turned out to be whom; links are added in the order in which they arrived. */
export interface PersonIndex {
  /** The names that changed by it: of a raw person, and whom it names from now on. */
  add(link: { readonly kind: string; readonly person: string; readonly other: string }): Iterable<readonly [raw: string, canonical: string]>
}

const [links] = sideTables
const [kindAt, personAt, otherAt] = ['kind', 'person', 'other'].map((name) => links.columns.findIndex((column) => column.name === name))

/** Adds new links and writes the names that changed. */
export async function applyLinks(writer: DuckDBConnection, index: PersonIndex, rows: readonly Row[]): Promise<void> {
  const changed = new Map<string, string>()
  for (const row of rows)
    for (const [raw, canonical] of index.add({ kind: textAt(row, kindAt), person: textAt(row, personAt), other: textAt(row, otherAt) }))
      changed.set(raw, canonical)
  if (changed.size === 0) return
  await run(writer, 'update store.progress set links = coalesce(links, 0) + $1::bigint', [changed.size])
  const raws = listValue([...changed.keys()])
  await run(writer, 'delete from store.person_link where raw in (select unnest($1::varchar[]))', [raws])
  await run(
    writer,
    'insert into store.person_link select raw, canonical from (select unnest($1::varchar[]) as raw, unnest($2::varchar[]) as canonical) where raw <> canonical',
    [raws, listValue([...changed.values()])],
  )
}

/** The index of all links that are kept; the table of names is brought to what it says. */
export async function linkedFrom(writer: DuckDBConnection, index: PersonIndex): Promise<PersonIndex> {
  const names = links.columns.map(({ name }) => name).join(', ')
  const { rows } = await run(writer, `select ${names} from store.event_link order by position, rowid`)
  await run(writer, 'delete from store.person_link')
  await applyLinks(writer, index, rows)
  return index
}

const textAt = (row: Row, place: number | undefined): string => String(row[place ?? 0] ?? '')

/**
 * Takes persons out of every result, now and as known before: their rows keep name, time and account, and lose who it was and what was sent along.
 * Their links, profiles and held events go, and their names are kept as names that are not to be taken again.
 */
export async function blankPersons(writer: DuckDBConnection, facts: readonly TableShape[], persons: readonly string[], at: string): Promise<void> {
  const given = listValue([...persons])
  const among = (column: string): string => `${column} in (select unnest($1::varchar[]))`
  for (const fact of facts) await run(writer, blankSql(fact, at, among(rawPerson)), [given])
  await run(writer, `delete from store.event_link where ${among('person')} or ${among('other')}`, [given])
  await run(writer, `delete from store.event_profile where kind = 'person' and ${among('subject')}`, [given])
  await run(writer, `delete from store.event_held where held_id in (${heldOf})`, [listValue(persons.map((person) => person.replace(/^~/, '')))])
  await run(writer, `delete from store.person_link where ${among('raw')} or ${among('canonical')}`, [given])
  await run(writer, 'update store.progress set links = coalesce(links, 0) + 1')
  await run(writer, `insert into store.forgotten select p, ${literal(at)}::timestamp, null from (select unnest($1::varchar[]) as p)`, [
    listValue(persons.map(sealedName)),
  ])
}

function blankSql({ name, columns }: TableShape, at: string, where: string): string {
  const blank = ['user_id', 'anonymous_id', 'session_id', 'props', 'groups'].filter((column) => columns.some((one) => one.name === column))
  const empty = blank.map((column) => `${column} = null`).join(', ')
  return `update ${tableOf(name)} as t set ${empty}, is_tombstone = true, known_to = coalesce(known_to, ${literal(at)}::timestamp) where ${where}`
}

/** Takes out of a batch who was forgotten before its end. They are noted once more, so that the next purge takes them out of what the journal holds of it too. */
export async function blankForgotten(writer: DuckDBConnection, facts: readonly TableShape[], batch: string, at: string): Promise<void> {
  if ((await run(writer, 'select 1 from store.forgotten limit 1')).rows.length === 0) return
  const person = `'sha256:' || sha256(${rawPerson})`
  const where = `t.batch_id = ${literal(batch)} and ${person} in (select person from store.forgotten)`
  for (const fact of facts) {
    const found = `select distinct ${person}, ${literal(at)}::timestamp, null::timestamp from ${tableOf(fact.name)} t where ${where}`
    await run(writer, `insert into store.forgotten ${found}`)
    await run(writer, blankSql(fact, at, where))
  }
}

/**
 * Held events that bear a person's id as a whole value, wherever in the item it stands: those who were only held have not been read, so that no column says whom they are about.
 * What names the event itself is no person. An item that was cut when it was kept is no JSON any more; there the id counts between its quotes.
 */
const heldOf = `
  select h.held_id from store.event_held as h, json_tree(case when json_valid(h.raw) then h.raw else 'null' end) as leaf
  where leaf.atom is not null and coalesce(lower(leaf.key), '') not in (${[...notPersons].map(literal).join(', ')})
    and (leaf.atom ->> '$') in (select unnest($1::varchar[]))
  union all
  select h.held_id from store.event_held as h, unnest($1::varchar[]) as given(person) where not json_valid(h.raw) and contains(h.raw, to_json(given.person)::varchar)`

/** What is held for some time only: a row of the journal stands there for good, and waits until somebody has seen to it. */
export const heldForATime = "protocol <> 'journal'"

/** Takes away held events that came before an instant, with what became of them: in a store made again, the journal has only the latter. */
export async function expireHeld(writer: DuckDBConnection, before: string): Promise<void> {
  await run(writer, `delete from store.event_held where received_at < ${literal(before)}::timestamp and ${heldForATime}`)
  await run(writer, 'delete from store.event_settled where held_id not in (select held_id from store.event_held)')
}
