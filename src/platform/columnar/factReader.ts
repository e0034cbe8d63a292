import { Problem, type Fact } from '#kernel'
import type { FactStore } from './store.ts'
import { word } from './shape.ts'
import type { Value } from './values.ts'

type Row = Readonly<Record<string, unknown>>

/** Reads the facts of one workspace by name: as they are known now, or as they were known at an instant. */
export interface FactReader {
  ask(query: { readonly text: string; readonly values: readonly Value[] }): Promise<readonly Row[]>
  /** An answer of numbers, column by column; NaN where there is none. */
  columns(query: { readonly text: string; readonly values: readonly Value[] }): Promise<ReadonlyMap<string, Float64Array>>
  /** All rows of a fact, as plain records with the columns’ names. */
  rows(fact: string, columns: readonly string[]): Promise<readonly Row[]>
  /** Changes whenever anything of the facts changes; answers may be kept under it. */
  readonly position: string
  /** A state of knowledge of the past, not of now. */
  readonly isPast: boolean
}

/** With `knownAt`, every name of a fact reads what was known then (the store’s `_known` macros). */
export function factReader(store: FactStore, ws: string, facts: Iterable<string>, position: string, knownAt?: string): FactReader {
  const at = knownAt === undefined ? null : instantOf(knownAt)
  const named = new RegExp(`\\b(FROM|JOIN) "?(${[...facts].join('|')})"?(?=[\\s)]|$)`, 'g')
  const dated = (text: string): string => (at === null ? text : text.replace(named, (_, join: string, fact: string) => `${join} "${fact}_known"('${at}')`))
  const ask: FactReader['ask'] = async ({ text, values }) => {
    const { columns, rows } = await store.query(ws, dated(text), values)
    return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])))
  }
  return {
    position: `${position}@${at ?? ''}`,
    isPast: at !== null,
    columns: async ({ text, values }) => {
      const { column } = await store.queryColumns(ws, dated(text), values)
      return new Map(Object.entries(column).map(([name, own]) => [name, own instanceof Float64Array ? own : Float64Array.from(own, Number)]))
    },
    ask,
    rows: (fact, columns) => ask({ text: `SELECT ${columns.map(word).join(', ')} FROM ${word(fact)}`, values: [] }),
  }
}

/** The column that tells how new a fact is: its business time, or when it was recorded if it has none. */
export const timeOf = (fact: Fact): string => (['DATE', 'TIMESTAMP'].includes(fact.columns[fact.at]?.columnar ?? '') ? fact.at : 'recorded_at')

/** An instant in the one form that may stand in a query. */
function instantOf(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new Problem('invalid', `“${text}” is not an instant.`, 'Write it as 2024-12-31T18:00:00Z.', { at: { field: 'knownAt' } })
  return at.toISOString().replace('T', ' ').replace('Z', '')
}
