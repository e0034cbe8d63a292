import { Problem } from '#kernel'
import type { ColumnType } from './values.ts'

/** What the store needs to know of a fact. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
  /** The columns that name a row at its source. */
  readonly key: readonly string[]
}

/**
 * Columns that every fact has besides its own; readable in its view.
 *  source_id    who said it           source_key   the row's name there             revision   1, 2 … per (source_id, source_key)
 *  recorded_at  when we learned it    batch_id     in which import                  row_no     the row of the file, the heading is row 1
 *  file         the file's name       position     the journal record it came in    row_hash   MD5 of its own columns, empty ones left out
 *  known_from, known_to               the time in which this row was what we knew; known_to is empty while it is
 *  is_tombstone                       the source says that the row is gone
 */
export const systemColumns = {
  source_id: 'VARCHAR',
  source_key: 'VARCHAR',
  revision: 'BIGINT',
  recorded_at: 'TIMESTAMP',
  batch_id: 'VARCHAR',
  file: 'VARCHAR',
  row_no: 'BIGINT',
  position: 'BIGINT',
  row_hash: 'UUID',
  is_tombstone: 'BOOLEAN',
  known_from: 'TIMESTAMP',
  known_to: 'TIMESTAMP',
} as const

/** A name of a table or column as SQL; only plain words pass, so that no text can be smuggled in. */
export function word(name: string): string {
  if (!/^[a-z_][a-zA-Z0-9_]{0,62}$/.test(name))
    throw new Problem('invalid', `“${name}” cannot be the name of a table or a column.`, 'Use letters, digits and _, and begin with a small letter.')
  return `"${name}"`
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const tableOf = (fact: string): string => `store.${word(fact)}`

/** Refuses a shape that the store could not keep. */
export function checkShape({ name, columns, key }: TableShape): void {
  word(name)
  const names = columns.map((column) => column.name)
  for (const column of names) {
    word(column)
    if (Object.hasOwn(systemColumns, column))
      throw new Problem('invalid', `${name}.${column}: the store itself has a column of that name.`, 'Choose another name.')
  }
  const stray = key.find((column) => !names.includes(column))
  if (key.length === 0 || stray !== undefined)
    throw new Problem('invalid', `${name} has no key column “${stray ?? ''}”.`, `Its columns are ${names.join(', ')}.`)
}

/** JSON is kept as text: the store reads it with its own functions when it is asked to. */
const storedType = (type: ColumnType): string => (type === 'JSON' ? 'VARCHAR' : type)

/** What names a row is another text in each: no dictionary of them is worth looking for, which takes a twelfth of the work of writing rows. */
const asNames = 'using compression fsst'

const declared = ({ columns, key: [key, ...others] }: TableShape): string[] =>
  columns.map(({ name, type }) => `${word(name)} ${storedType(type)} ${name === key && others.length === 0 && type === 'VARCHAR' ? asNames : ''}`)

/** Columns of rows that wait for the end of their batch. A list stands there as JSON. */
const staged: TableShape['columns'] = [
  { name: 'row_no', type: 'BIGINT' },
  { name: 'position', type: 'BIGINT' },
]
export const stagedColumns = ({ columns }: TableShape): { readonly name: string; readonly type: StagedType }[] =>
  [...staged, ...columns].map(({ name, type }) => ({ name, type: type === 'VARCHAR[]' ? 'JSON' : type }))

/** The types that rows wait in. */
export type StagedType = Exclude<ColumnType, 'VARCHAR[]'>

/** The row’s name at its source: its key columns, joined when there are several. */
export function keySql(key: readonly string[]): string {
  const keys = key.map((column) => `coalesce(${word(column)}::varchar, '')`)
  return keys.length === 1 && keys[0] !== undefined ? keys[0] : `concat_ws(chr(31), ${keys.join(', ')})`
}

/** The table of rows that wait, and the view that names and hashes them. */
export function stagingSql(staging: string, shape: TableShape): string[] {
  const { columns, key } = shape
  const names = columns.map(({ name, type }) => (type === 'VARCHAR[]' ? `from_json(${word(name)}, '["VARCHAR"]') as ${word(name)}` : word(name)))
  const hashed = columns.map(({ name }) => `${literal(`${name}=`)} || ${word(name)}::varchar`)
  const waiting = stagedColumns(shape).map(({ name, type }) => `${word(name)} ${storedType(type)}`)
  return [
    `create table staging.${staging}_rows (${waiting.join(', ')})`,
    `create temp view ${staging} as select row_no, "position", ${keySql(key)} as source_key, md5(concat_ws(chr(30), ${hashed.join(', ')}))::uuid as row_hash,
     ${columns.map(({ name }) => word(name)).join(', ')} from (select row_no, "position", ${names.join(', ')} from staging.${staging}_rows)`,
  ]
}

/** The statements that make a fact's table, or bring one with fewer columns to this shape. `existing` are its columns now. */
export function ensureSql(shape: TableShape, existing: ReadonlyMap<string, string>, hasViews = true): string[] {
  const table = tableOf(shape.name)
  const own = shape.columns.map(({ name, type }) => ({ name, type: storedType(type) }))
  for (const { name, type } of own) refuseOtherType(shape.name, name, type, existing.get(name))
  const system = Object.entries(systemColumns).map(([name, type]) => `${word(name)} ${type} ${name === 'source_key' ? asNames : ''}`)
  const missing = own.filter(({ name }) => !existing.has(name))
  if (existing.size > 0 && missing.length === 0) return []
  const change =
    existing.size === 0
      ? [`create table ${table} (${[...declared(shape), ...system].join(', ')})`]
      : missing.map(({ name, type }) => `alter table ${table} add column ${word(name)} ${type}`)
  return hasViews ? [...change, ...viewsSql(shape)] : change
}

/** `<fact>` shows what is known now, `<fact>_known(at)` what was known then; rows that the source withdrew are in neither. */
function viewsSql(shape: TableShape): string[] {
  const { name } = shape
  const rows = isPersonal(shape) ? personRows(name) : `select t.* from ${tableOf(name)} t`
  return [
    `create or replace view ${word(name)} as ${rows} where t.known_to is null and not t.is_tombstone`,
    `create or replace macro ${word(`${name}_known`)}(moment) as table
     ${rows} where t.known_from <= moment::timestamp and (t.known_to is null or t.known_to > moment::timestamp) and not t.is_tombstone`,
  ]
}

/** Does a row name its person as the source knew them then? Its view names the person as known now. */
const isPersonal = ({ columns }: TableShape): boolean =>
  ['user_id', 'anonymous_id'].every((wanted) => columns.some(({ name, type }) => name === wanted && type === 'VARCHAR'))

/** Whom a stored row of a personal fact names: a known person by their id, an unknown one by `~` and the id of the device. */
export const rawPerson = "coalesce(t.user_id, '~' || t.anonymous_id)"

/** Merges of persons stand in `store.person_link` (raw, canonical) alone: no row is written again when two turn out to be one. */
const personRows = (fact: string): string =>
  `select t.* replace (coalesce(l.canonical, ${rawPerson}) as user_id) from ${tableOf(fact)} t left join store.person_link l on l.raw = ${rawPerson}`

function refuseOtherType(fact: string, name: string, type: string, has: string | undefined): void {
  if (has === undefined || has === type) return
  throw new Problem(
    'conflict',
    `${fact}.${name} is kept as ${has} and cannot become ${type}.`,
    'Give the new column another name, or rebuild the fact from its sources.',
  )
}
