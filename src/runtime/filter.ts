import { sql, type RawBuilder } from 'kysely'
import { integer, isId, isRecord, parseDate, parseField, parseInstant, Problem, type AnyRow, type Field, type Noun, type Query, type Role } from '#kernel'
import { compareValues } from '#engines/record/compareValues.ts'
import { columnOf } from './derive/ddl.ts'
import { mayRead } from './policy.ts'
import { searchText } from './tables.ts'

/** One condition of a list, understood from what was asked: for the database as SQL, for rows in memory as a test. */
export interface Condition {
  readonly sql: RawBuilder<boolean>
  test(row: AnyRow): boolean
}

/** Conditions of a query in the words of the definition; anything else, and anything that the role may not read, is refused by name. */
export function conditions(noun: Noun, query: Query, role: Role): Condition[] {
  const filters = Object.entries(query.filter ?? {}).flatMap(([name, wanted]) => filter(subjectOf(noun, name, role), wanted))
  return [...filters, ...searchWords(query.search).map((word) => holdsWord(noun, role, word))]
}

export const searchWords = (search = ''): string[] => [...search.toLowerCase().matchAll(/\S+/g)].slice(0, 8).map(([word]) => word)

/** The row's words hold this one. A role that may not read some of them does not find rows by them either. */
export function holdsWord(noun: Noun, role: Role, word: string): Condition {
  const readable = Object.entries(noun.fields).filter(([, f]) => f.search && mayRead(f.class, role))
  const isWhole = Object.values(noun.fields).every((f) => !f.search || f.class === 'secret' || mayRead(f.class, role))
  const parts = readable.map(([name, f]) => (f.column === 'text[]' ? sql`array_to_string(${sql.ref(columnOf(name))}, ' ')` : sql.ref(columnOf(name))))
  const words = isWhole ? sql.ref('search') : sql`lower(concat_ws(' ', ${sql.join([sql.ref('key'), ...parts])}))`
  const own = { ...noun, fields: Object.fromEntries(readable) }
  return { sql: sql<boolean>`${words} like ${`%${likeText(word)}%`}`, test: (row) => searchText(own, row).includes(word) }
}

/** Text that LIKE takes as it stands. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

export interface Stamp {
  readonly column: string
  parse(value: unknown): unknown
}

/** The stamps that lists sort and filter by. */
export const stampColumns: Readonly<Record<string, Stamp>> = {
  key: { column: 'key', parse: (value) => String(value).toUpperCase() },
  version: { column: 'version', parse: (value) => integer().parse(value) },
  createdAt: { column: 'created_at', parse: parseMoment },
  updatedAt: { column: 'updated_at', parse: parseMoment },
  archivedAt: { column: 'archived_at', parse: parseMoment },
}

/** What a filter looks at. */
interface Subject {
  readonly name: string
  readonly column: RawBuilder<unknown>
  /** A column of several values: a filter asks for any of them. */
  readonly isList: boolean
  of(row: AnyRow): unknown
  parse(value: unknown): unknown
}

function subjectOf(noun: Noun, name: string, role: Role): Subject {
  const f = Object.hasOwn(noun.fields, name) ? noun.fields[name] : undefined
  if (f && isFilterable(f, role)) return fieldSubject(name, f)
  const subject = (column: string, parse: Subject['parse'], of: Subject['of'] = (row) => row[name]): Subject => ({
    name,
    column: sql.ref(column),
    isList: false,
    of,
    parse,
  })
  if (name === 'id') return subject('id', parseId)
  if (name === 'source.externalId') return subject('source_external_id', String, (row) => row.source?.externalId ?? null)
  if (name === 'source.connection') return subject('source_connection', String, (row) => row.source?.connection ?? null)
  const stamp = Object.hasOwn(stampColumns, name) ? stampColumns[name] : undefined
  if (stamp) return subject(stamp.column, stamp.parse)
  const known = Object.entries(noun.fields).flatMap(([other, field]) => (isFilterable(field, role) ? [other] : []))
  throw new Problem('invalid', `${noun.plural} cannot be filtered by “${name}”.`, `Filter by ${[...known, 'id', ...Object.keys(stampColumns)].join(', ')}.`, {
    code: 'unknown-filter',
    at: { field: name },
  })
}

const isFilterable = (f: Field<unknown>, role: Role): boolean => f.column !== null && f.column !== 'jsonb' && mayRead(f.class, role)

function fieldSubject(name: string, f: Field<unknown>): Subject {
  const isList = f.column?.endsWith('[]') ?? false
  const parse = (value: unknown) => parseField(name, f, isList ? [value].flat() : value)
  return { name, column: sql.ref(columnOf(name)), isList, of: (row) => row[name], parse }
}

function filter(subject: Subject, wanted: unknown): Condition[] {
  if (wanted === null) return [isNull(subject, true)]
  if (!isRecord(wanted)) return [equals(subject, wanted)]
  return Object.entries(wanted).map(([operator, value]) => {
    if (operator === 'is' && value === null) return isNull(subject, true)
    if (operator === 'not' && value === null) return isNull(subject, false)
    if (operator === 'in') return equals(subject, [value].flat())
    if (operator === 'not' && !subject.isList) return differs(subject, subject.parse(value))
    if (Object.hasOwn(edges, operator) && !subject.isList) return compares(subject, operator, subject.parse(value))
    throw new Problem(
      'invalid',
      `“${subject.name}” has no filter “${operator}”.`,
      `Use is, not, in${subject.isList ? '' : `, ${Object.keys(edges).join(', ')}`}.`,
      { code: 'unknown-filter', at: { field: subject.name } },
    )
  })
}

const isNull = ({ column, of }: Subject, empty: boolean): Condition => ({
  sql: empty ? sql<boolean>`${column} is null` : sql<boolean>`${column} is not null`,
  test: (row) => (of(row) === null) === empty,
})

/** Equal to the value, or to one of several; for a column of several values, any of them is there. */
function equals({ column, isList, of, parse }: Subject, wanted: unknown): Condition {
  const values = isList ? [parse(wanted)].flat() : [wanted].flat().map((value) => parse(value))
  const known = new Set(values)
  if (isList) return { sql: sql<boolean>`coalesce(${column} && ${values}, false)`, test: (row) => [of(row) ?? []].flat().some((value) => known.has(value)) }
  return { sql: sql<boolean>`${column} = any(${values})`, test: (row) => known.has(of(row)) }
}

const differs = ({ column, of }: Subject, value: unknown): Condition => ({
  sql: sql<boolean>`${column} is distinct from ${value}`,
  test: (row) => of(row) !== value,
})

const edges: Readonly<Record<string, { readonly sign: RawBuilder<unknown>; readonly holds: (order: number) => boolean }>> = {
  gte: { sign: sql`>=`, holds: (order) => order >= 0 },
  lte: { sign: sql`<=`, holds: (order) => order <= 0 },
  gt: { sign: sql`>`, holds: (order) => order > 0 },
  lt: { sign: sql`<`, holds: (order) => order < 0 },
}

function compares({ column, of }: Subject, operator: string, value: unknown): Condition {
  const edge = edges[operator]
  return { sql: sql<boolean>`${column} ${edge?.sign} ${value}`, test: (row) => of(row) !== null && edge?.holds(compareValues(of(row), value)) === true }
}

/** A day means its first instant. */
function parseMoment(value: unknown): string {
  return typeof value === 'string' && value.length === 10 ? `${parseDate(value)}T00:00:00.000Z` : parseInstant(value)
}

function parseId(value: unknown): string {
  if (!isId(value)) throw new Problem('invalid', 'An id is a UUID.', '', { at: { field: 'id' } })
  return value
}
