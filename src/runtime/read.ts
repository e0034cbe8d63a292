import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import { isId, isRecord, Problem, type AnyRow, type Noun, type Page, type Query, type Role } from '#kernel'
import { columnOf, tableOf } from './derive/ddl.ts'
import { compareValues } from '#engines/record/compareValues.ts'
import { conditions, stampColumns } from './filter.ts'
import { mayRead } from './policy.ts'
import { run, shown, tables, toRow, type Compiling, type Stored, type Tables } from './tables.ts'
import type { Transaction } from '#platform/postgres/pool.ts'

/**
 * Lists rows of one noun as they stand now, in one statement. Filters, sorts and columns come from the definition and the reader's role;
 * anything else is refused by name.
 */
export async function list(tx: Transaction, workspace: string, noun: Noun, query: Query, role: Role): Promise<Page> {
  const [limit, sort] = [limitOf(query), parseSort(noun, query.sort, role)]
  let select = tables.selectFrom(`app.${tableOf(noun.noun)}`)
  if (!query.archived) select = select.where('archived_at', 'is', null)
  for (const condition of conditions(noun, query, role)) select = select.where(condition.sql)
  let page = select.select(shown(noun)).orderBy(sort.column, (order) => {
    const directed = sort.descending ? order.desc() : order.asc()
    return sort.isFilled ? directed : directed.nullsLast() // an index gives its rows in order only when nothing is said of empty values
  })
  if (query.cursor) page = page.where(beyond(sort, readCursor(query.cursor, sort)))
  const count = select.select(sql<number>`count(*)`.as('total'))
  const [counting, known] = totalOf([workspace, noun.noun, query.filter, query.search, query.archived, role])
  const rows = await ask(
    tx,
    page
      .select([headOfRecord.as('chain_head'), counting(count).as('total_now')])
      .orderBy('id', sort.descending ? 'desc' : 'asc')
      .limit(limit + 1),
  )
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map((row) => toRow(noun, row)),
    next: last ? writeCursor(sort, last[sort.column], String(last['id'])) : null,
    total: rows[0] ? known(rows[0]) : query.cursor ? Number((await ask(tx, count))[0]?.['total']) : 0,
  }
}

const headOfRecord = sql<string>`(select concat(workspace_id, ':', seq, ':', hash) from app.chain)`

interface Total {
  readonly head: string
  readonly total: number
}
const totals = new Map<string, Total>()

/**
 * How many rows there are in all: counted once for each state of the record, of which its head is the name, because counting costs more than
 * a page. The database counts only when the head is another one than when it was counted last; `known` reads the answer, or remembers it.
 */
function totalOf(asked: readonly unknown[]) {
  const key = JSON.stringify(asked)
  const before = totals.get(key)
  const counting = (count: SelectQueryBuilder<Tables, `app.${string}`, unknown>) =>
    before ? sql`case when ${headOfRecord} = ${before.head} then null else (${count}) end` : sql`(${count})`
  const known = (row: Stored): number => {
    if (row['total_now'] === null && before) return before.total
    const counted = { head: String(row['chain_head']), total: Number(row['total_now']) }
    totals.delete(key)
    if (totals.size >= 500) totals.delete(totals.keys().next().value ?? '')
    if (row['chain_head'] !== null) totals.set(key, counted)
    return counted.total
  }
  return [counting, known] as const
}

/** Filters, sorts and pages rows in memory by the same rules, for reads as of a past day. */
export function listInMemory(noun: Noun, rows: readonly AnyRow[], query: Query, role: Role): Page {
  const [limit, sort, asked] = [limitOf(query), parseSort(noun, query.sort, role), conditions(noun, query, role)]
  const kept = rows.filter((row) => (query.archived || !row.archivedAt) && asked.every((condition) => condition.test(row)))
  const place = (row: AnyRow): Place => ({ value: row[sort.name] ?? null, id: row.id })
  const ordered = kept.toSorted((a, b) => compare(sort, place(a), place(b)))
  const after = query.cursor ? readCursor(query.cursor, sort) : null
  const rest = after ? ordered.filter((row) => compare(sort, after, place(row)) < 0) : ordered
  const last = rest.length > limit ? rest[limit - 1] : undefined
  return { items: rest.slice(0, limit), next: last ? writeCursor(sort, last[sort.name], last.id) : null, total: kept.length }
}

/** Runs a question whose values came from outside: one that the database cannot read is the asker's mistake (SQLSTATE class 22), not ours. */
export async function ask(tx: Transaction, query: Compiling): Promise<Stored[]> {
  try {
    return (await run(tx, query)).rows
  } catch (error) {
    if (!isRecord(error) || !String(error['code']).startsWith('22')) throw error
    throw new Problem('invalid', 'A value of the question cannot be read.', 'Check the filters and the cursor.')
  }
}

interface Sort {
  readonly name: string
  readonly column: string
  readonly descending: boolean
  /** No row is without a value. */
  readonly isFilled: boolean
}

interface Place {
  readonly value: unknown
  readonly id: string
}

const limitOf = (query: Query): number => Math.min(Math.max(Math.trunc(query.limit ?? 50) || 1, 1), 500)

function parseSort(noun: Noun, given = '-updatedAt', role: Role): Sort {
  const descending = given.startsWith('-')
  const name = descending ? given.slice(1) : given
  const fields = Object.keys(noun.fields).filter((field) => noun.fields[field]?.sortable && mayRead(noun.fields[field].class, role))
  const column = name === 'id' ? name : fields.includes(name) ? columnOf(name) : Object.hasOwn(stampColumns, name) ? stampColumns[name]?.column : undefined
  if (column) return { name, column, descending, isFilled: noun.fields[name]?.required ?? name !== 'archivedAt' }
  throw new Problem('invalid', `${noun.plural} cannot be sorted by “${name}”.`, `Sort by ${[...fields, ...Object.keys(stampColumns)].join(', ')}.`, {
    code: 'unknown-sort',
  })
}

/** Rows without a value come last in both directions; ties are broken by id in the direction of the sort. */
function compare({ descending }: Sort, a: Place, b: Place): number {
  const [hasA, hasB] = [a.value !== null, b.value !== null]
  if (hasA !== hasB) return hasA ? -1 : 1
  return (compareValues(a.value, b.value) || compareValues(a.id, b.id)) * (descending ? -1 : 1)
}

/** Keyset paging: rows after the last one seen, whatever was inserted meanwhile. */
function beyond({ column: name, descending, isFilled }: Sort, { value, id }: Place): RawBuilder<boolean> {
  const [column, after] = [sql.ref(name), descending ? sql`<` : sql`>`]
  if (value === null) return sql<boolean>`(${column} is null and id ${after} ${id})`
  if (isFilled) return sql<boolean>`(${column}, id) ${after} (${value}, ${id})`
  return sql<boolean>`(${column} ${after} ${value} or (${column} = ${value} and id ${after} ${id}) or ${column} is null)`
}

const writeCursor = ({ name, descending }: Sort, value: unknown, id: string): string =>
  Buffer.from(JSON.stringify([`${descending ? '-' : ''}${name}`, value ?? null, id])).toString('base64url')

function readCursor(cursor: string, { name, descending }: Sort): Place {
  const [sort, value, id] = parseCursor(cursor)
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value)
  if (sort === `${descending ? '-' : ''}${name}` && isPlain && isId(id)) return { value, id }
  throw new Problem('invalid', 'The cursor does not fit this question.', 'Start again without it.', { code: 'bad-cursor' })
}

function parseCursor(cursor: string): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(read) ? read : []
  } catch {
    return []
  }
}
