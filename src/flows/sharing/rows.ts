import { csvCell } from '#engines/numbers/csv.ts'
import { Problem, type AnyRow, type Context, type Noun, type Query } from '#kernel'
import { cellOf, namesIn } from './cells.ts'

export interface RowsWish {
  readonly noun: Noun
  readonly query: Query
  /** Fields, in this order; all of the noun when it is empty. */
  readonly columns: readonly string[]
  readonly format: 'csv' | 'json'
  /** Begins a CSV with U+FEFF, by which Excel knows that it is UTF-8. */
  readonly mark: boolean
}

/**
 * The rows of a list as a file, page by page, so that a hundred thousand of them need no memory: what the reader sees in the list, with its filter, order and day.
 * A CSV says people and other rows by their names, and no cell is a formula; JSON has the rows as the API gives them.
 * Throws a Problem before its first piece: invalid for a column that is not there, forbidden, and whatever else a list refuses.
 */
export async function* exportRows(on: Pick<Context, 'read'>, nounOf: (name: string) => Noun, wish: RowsWish): AsyncGenerator<string> {
  const { noun, query, format, mark } = wish
  const columns = columnsOf(noun, wish.columns)
  let before = format === 'csv' ? `${mark ? '\uFEFF' : ''}${['key', ...columns].map(csvCell).join(',')}\r\n` : '{"items":['
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page: Awaited<ReturnType<Context['read']>> = await on.read(noun.noun, { ...query, limit: 500, ...(cursor === undefined ? {} : { cursor }) })
    const lines =
      format === 'csv' ? await csvLines(on, nounOf, noun, columns, page.items) : page.items.map((row) => `\n${JSON.stringify(only(row, columns))}`).join(',')
    yield `${before}${lines}`
    before = format === 'json' && page.items.length > 0 ? ',' : ''
    cursor = page.next
  }
  if (format === 'json') yield '\n]}\n'
}

/** All that can be stored and read back; a secret is nobody's to read. */
function columnsOf(noun: Noun, wanted: readonly string[]): readonly string[] {
  const open = Object.entries(noun.fields).flatMap(([name, field]) => (field.column !== null && field.class !== 'secret' ? [name] : []))
  const missing = wanted.find((name) => !open.includes(name))
  if (missing) throw new Problem('invalid', `${noun.plural} have no column “${missing}”.`, `There are ${open.join(', ')}.`, { at: { field: 'columns' } })
  return wanted.length > 0 ? wanted : open
}

async function csvLines(
  on: Pick<Context, 'read'>,
  nounOf: (name: string) => Noun,
  noun: Noun,
  columns: readonly string[],
  rows: readonly AnyRow[],
): Promise<string> {
  const names = await namesIn(on, noun, columns, rows, (target) => nounOf(target).title)
  return rows
    .map((row) => `${[row.key, ...columns.map((name) => (noun.fields[name] ? cellOf(noun.fields[name], row[name], names) : null))].map(csvCell).join(',')}\r\n`)
    .join('')
}

const only = (row: AnyRow, columns: readonly string[]): Record<string, unknown> => ({
  id: row.id,
  key: row.key,
  ...Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})
