import { sql } from 'kysely'
import { isRecord, parseField, Problem, type AnyRow, type Field, type Noun, type Page, type Query } from '#kernel'
import { compiled } from './commit.ts'
import { columnOf, tableOf } from './derive/ddl.ts'
import { tables, toRow } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

const stampColumns: Readonly<Record<string, string>> = { key: 'key', version: 'version', createdAt: 'created_at', updatedAt: 'updated_at', archivedAt: 'archived_at' }
const operators = { gte: '>=', lte: '<=', gt: '>', lt: '<', not: '!=' } as const

/** Lists rows of one noun as they stand now. Filters, sorts and columns come from the definition; anything else is refused by name. */
export async function list(tx: Transaction, noun: Noun, query: Query): Promise<Page> {
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 50), 1), 500)
  const sort = parseSort(noun, query.sort ?? '-updatedAt')
  let select = tables.selectFrom(`app.${tableOf(noun.noun)}`)
  if (!query.archived) select = select.where('archived_at', 'is', null)
  for (const word of searchWords(query.search)) select = select.where('search', 'like', `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  for (const [name, wanted] of Object.entries(query.filter ?? {})) select = filtered(select, noun, name, wanted)
  const counted = compiled(select.select(sql<number>`count(*)`.as('total')))
  const after = query.cursor ? readCursor(query.cursor) : null
  let page = select.selectAll().orderBy(sort.column, (order) => (sort.descending ? order.desc().nullsLast() : order.asc().nullsLast())).orderBy('id', sort.descending ? 'desc' : 'asc')
  if (after) page = page.where(beyond(sort, after))
  const [{ rows }, total] = [await tx.query(...compiled(page.limit(limit + 1))), await tx.query(...counted)]
  const items = rows.slice(0, limit).map((row) => toRow(noun, row))
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items, next: last ? writeCursor(last[sort.column], String(last['id'])) : null, total: Number(total.rows[0]?.['total'] ?? 0) }
}

/** Sorts and filters rows in memory by the same rules, for reads as of a past day. */
export function listInMemory(noun: Noun, rows: readonly AnyRow[], query: Query): Page {
  const sort = parseSort(noun, query.sort ?? '-updatedAt')
  const words = searchWords(query.search)
  const filters = Object.entries(query.filter ?? {}).map(([name, wanted]) => ({ name, test: predicateFor(noun, name, wanted) }))
  const kept = rows.filter((row) => (query.archived || !row.archivedAt) && filters.every(({ name, test }) => test(row[name])) && words.every((word) => JSON.stringify(row).toLowerCase().includes(word)))
  const ordered = kept.toSorted((a, b) => compare(a[sort.name], b[sort.name]) * (sort.descending ? -1 : 1) || compare(a.id, b.id))
  const from = query.cursor ? Number(readCursor(query.cursor).value) : 0
  const limit = Math.min(Math.max(query.limit ?? 50, 1), 500)
  return { items: ordered.slice(from, from + limit), next: from + limit < ordered.length ? writeCursor(from + limit, '') : null, total: ordered.length }
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (a === null || a === undefined) return 1
  if (b === null || b === undefined) return -1
  return a < b ? -1 : 1
}

interface Sort {
  readonly name: string
  readonly column: string
  readonly descending: boolean
}

function parseSort(noun: Noun, given: string): Sort {
  const descending = given.startsWith('-')
  const name = descending ? given.slice(1) : given
  const column = stampColumns[name] ?? (noun.fields[name]?.sortable ? columnOf(name) : undefined)
  if (!column) throw new Problem('invalid', `${noun.plural} cannot be sorted by “${name}”.`, `Sort by ${[...Object.keys(stampColumns), ...Object.keys(noun.fields).filter((f) => noun.fields[f]?.sortable)].join(', ')}.`)
  return { name, column, descending }
}

const searchWords = (search: string | undefined): string[] => (search ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, 8)

type Select = ReturnType<typeof tables.selectFrom<`app.${string}`>>

function filtered(select: Select, noun: Noun, name: string, wanted: unknown): Select {
  const { column, parse } = filterable(noun, name)
  if (wanted === null) return select.where(column, 'is', null)
  if (Array.isArray(wanted)) return wanted.length ? select.where(column, 'in', wanted.map(parse)) : select.where(sql<boolean>`false`)
  if (!isRecord(wanted)) return select.where(column, '=', parse(wanted))
  let next = select
  for (const [operator, value] of Object.entries(wanted)) {
    if (operator === 'is' && value === null) next = next.where(column, 'is', null)
    else if (operator === 'not' && value === null) next = next.where(column, 'is not', null)
    else if (isOperator(operator)) next = next.where(column, operators[operator], parse(value))
    else throw new Problem('invalid', `There is no filter “${operator}”.`, `Use ${Object.keys(operators).join(', ')} or is.`)
  }
  return next
}

const isOperator = (name: string): name is keyof typeof operators => Object.hasOwn(operators, name)

function filterable(noun: Noun, name: string): { column: string; parse: (value: unknown) => unknown } {
  if (name === 'id') return { column: 'id', parse: (value) => parseId(value) }
  if (name === 'source.externalId') return { column: 'source_external_id', parse: String }
  if (name === 'source.connection') return { column: 'source_connection', parse: String }
  const f: Field<unknown> | undefined = noun.fields[name]
  if (f && f.column !== null && f.column !== 'jsonb' && f.class !== 'secret') return { column: columnOf(name), parse: (value) => parseField(name, f, value) }
  if (stampColumns[name]) return { column: stampColumns[name], parse: (value) => value }
  throw new Problem('invalid', `${noun.plural} cannot be filtered by “${name}”.`, `Filter by ${Object.keys(noun.fields).join(', ')}.`, { code: 'unknown-filter' })
}

function parseId(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f-]{36}$/.test(value)) throw new Problem('invalid', 'An id is a UUID.')
  return value
}

function predicateFor(noun: Noun, name: string, wanted: unknown): (value: unknown) => boolean {
  const { parse } = filterable(noun, name)
  if (wanted === null) return (value) => value === null
  if (Array.isArray(wanted)) return ((set) => (value: unknown) => set.has(value))(new Set(wanted.map(parse)))
  if (!isRecord(wanted)) return ((one) => (value: unknown) => value === one)(parse(wanted))
  return (value) =>
    Object.entries(wanted).every(([operator, edge]) => {
      if (edge === null) return operator === 'not' ? value !== null : value === null
      const order = compare(value, parse(edge))
      return operator === 'not' ? order !== 0 : operator === 'gte' ? order >= 0 : operator === 'lte' ? order <= 0 : operator === 'gt' ? order > 0 : order < 0
    })
}

/** Keyset paging: rows after the last one seen, whatever was inserted meanwhile. */
function beyond(sort: Sort, after: { value: unknown; id: string }) {
  const column = sql.ref(sort.column)
  if (after.value === null) return sql<boolean>`(${column} is null and id ${sort.descending ? sql`<` : sql`>`} ${after.id})`
  return sort.descending
    ? sql<boolean>`(${column} < ${after.value} or (${column} = ${after.value} and id < ${after.id}) or ${column} is null)`
    : sql<boolean>`(${column} > ${after.value} or (${column} = ${after.value} and id > ${after.id}) or ${column} is null)`
}

const writeCursor = (value: unknown, id: string): string => Buffer.from(JSON.stringify([value, id])).toString('base64url')

function readCursor(cursor: string): { value: unknown; id: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(read) && read.length === 2) return { value: read[0], id: String(read[1]) }
  } catch {
    // fall through to the one message for every damaged cursor
  }
  throw new Problem('invalid', 'The cursor is damaged.', 'Start again without it.')
}
