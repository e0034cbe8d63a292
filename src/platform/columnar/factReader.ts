import { Problem, type Fact } from '#kernel'
import type { Snapshot } from './duckdb.ts'
import type { FactStore } from './store.ts'
import { placedRows, type Placed } from './placedRows.ts'
import type { Positions } from './positions.ts'
import { word } from './shape.ts'
import type { Value } from './values.ts'

type Row = Readonly<Record<string, unknown>>

/** A statement with its values for `$1, $2 …`. */
export interface Query {
  readonly text: string
  readonly values: readonly Value[]
}

/** Rows by their place in a fact's table, the first excluded. */
export interface Places {
  readonly after: number
  readonly upTo: number
}

/** How far a fact’s table goes, and how many of its rows had been replaced by then. */
export interface Mark {
  readonly last: number
  readonly gone: number
}

/** What is carried on: its name, the fact whose rows it goes through, all that it reads, and how it is known again. */
export interface Carrying<T extends object> {
  readonly name: string
  readonly fact: string
  readonly reads: readonly string[]
  is(value: object): value is T
}

/** Columns by name; one that was not asked for is empty. */
export interface FactColumns {
  /** NaN where there is no number. */
  numbers(column: string): Float64Array
  texts(column: string): readonly string[]
}

/** Reads the facts of one workspace by name: as they are known now, or as they were known at an instant. */
export interface FactReader {
  ask(query: Query): Promise<readonly Row[]>
  /** An answer of numbers, column by column; NaN where there is none. */
  columns(query: Query): Promise<ReadonlyMap<string, Float64Array>>
  /** An answer column by column, some of numbers and some of texts. */
  vectors(query: Query): Promise<FactColumns>
  /** All rows of a fact, as plain records with the columns’ names. */
  rows(fact: string, columns: readonly string[]): Promise<readonly Row[]>
  /** The same, going on from rows that were read before; null for a fact, or a state, of which that cannot be. */
  placed(fact: string, columns: readonly string[], before: Placed | null): Promise<Placed | null>
  /** Answers of numbers that grow when rows of a fact are added: `ask` gives the question for all rows (null), or for those between two places in the table. */
  added(fact: string, ask: (places: Places | null) => Query, join: (before: readonly Row[], more: readonly Row[]) => readonly Row[]): Promise<readonly Row[]>
  /**
   * What was made of the rows of a fact, carried on under a name, whatever else changed of what it `reads`: `make` gets what `is` of its kind and was made before, with
   * the places of the rows that came since, or null where there is nothing to go on from, and the places of all rows. Of a past state all are null.
   */
  carried<T extends object>(of: Carrying<T>, make: (before: T | null, more: Places | null, all: Places | null) => Promise<T>): Promise<T>
  mark(fact: string): Promise<Mark>
  /** Reads several answers of one state, one after the other; it may begin anew. Its `position` is the one that the store stands at then, not the reader’s. */
  snapshot<T>(work: (state: FactSnapshot) => Promise<T>): Promise<T>
  /** Changes whenever anything of the facts changes. */
  readonly position: string
  /** The facts that a question reads. */
  factsOf(query: Query): readonly string[]
  /** Changes whenever something changes that these facts, or the question, read; answers may be kept under it. */
  positionOf(read: readonly string[] | Query): string
  /** A state of knowledge of the past, not of now. */
  readonly isPast: boolean
}

export type FactSnapshot = Pick<FactReader, 'ask' | 'columns' | 'position'>

/** With `knownAt`, every name of a fact reads what was known then, and the quarantine what waited then (the store’s `_known` macros). */
export function factReader(store: FactStore, ws: string, facts: Iterable<string>, positions: Positions | string | null, knownAt?: string): FactReader {
  const at = knownAt === undefined ? null : instantOf(knownAt)
  const { all, of } = typeof positions === 'string' || positions === null ? { all: positions ?? '', of: null } : positions
  const { factsOf, named } = namesIn([...facts].join('|'))
  const dated = (text: string): string => (at === null ? text : text.replace(named, (_, join: string, fact: string) => `${join} "${fact}_known"('${at}')`))
  const reading = ({ query, queryColumns }: Snapshot): Pick<FactReader, 'ask' | 'columns'> => ({
    ask: async ({ text, values }) => {
      const { columns, rows } = await query(dated(text), values)
      return rows.map((row) => recordOf(columns, row))
    },
    columns: async ({ text, values }) => {
      const { column } = await queryColumns(dated(text), values)
      return new Map(Object.entries(column).map(([name, own]) => [name, own instanceof Float64Array ? own : Float64Array.from(own, Number)]))
    },
  })
  const { ask, columns } = reading({ query: (sql, given) => store.query(ws, sql, given), queryColumns: (sql, given) => store.queryColumns(ws, sql, given) })
  return {
    factsOf,
    positionOf: (read) => {
      const own = 'text' in read ? factsOf(read) : read
      return `${of?.(own.map((name) => (name === 'batch' ? 'quarantine' : name))) ?? all}@${at ?? ''}`
    },
    isPast: at !== null,
    added: (_, question) => ask(question(null)),
    carried: (_, make) => make(null, null, null),
    position: `${all}@${at ?? ''}`,
    snapshot: (work) => store.snapshot(ws, (state) => work({ ...reading(state), position: `${state.position}@${at ?? ''}` })),
    columns,
    vectors: async ({ text, values }) => {
      const { column } = await store.queryColumns(ws, dated(text), values)
      return {
        numbers: (name) => {
          const own = column[name] ?? []
          return own instanceof Float64Array ? own : Float64Array.from(own, Number)
        },
        texts: (name) => Array.from<unknown, string>(column[name] ?? [], String),
      }
    },
    ask,
    mark: async (fact) => markIn((await ask(marksOf([fact])))[0]),
    placed: async (fact, columns, before) => (at === null ? await placedRows(store, ws, fact, columns, before) : null),
    rows: (fact, columns) => ask({ text: `SELECT ${columns.map(word).join(', ')} FROM ${word(fact)}`, values: [] }),
  }
}

const mostTexts = 1000

/** How facts of some names are found in questions. Texts are asked again and again: each is searched once. */
const namesIn = (facts: string): { readonly factsOf: FactReader['factsOf']; readonly named: RegExp } => {
  const known = readings.get(facts)
  if (known) return known
  const [mentions, found] = [new RegExp(`\\b(${facts}|quarantine|batch)\\b`, 'g'), new Map<string, readonly string[]>()]
  const made = {
    factsOf: ({ text }: Query) => {
      const own = found.get(text) ?? [...new Set(text.match(mentions))]
      if (found.size >= mostTexts) found.clear()
      found.set(text, own)
      return own
    },
    named: new RegExp(`\\b(FROM|JOIN) "?(${facts}|quarantine)"?(?=[\\s)]|$)`, 'g'),
  }
  readings.set(facts, made)
  return made
}

const readings = new Map<string, ReturnType<typeof namesIn>>()

/** How far the tables of some facts go, each in a row of its own. */
export const marksOf = (facts: readonly string[]): Query => ({
  text: facts
    .map((fact, place) => `SELECT ${place} AS fact, coalesce(max(rowid), -1) AS last, count(known_to) AS gone FROM store.${word(fact)}`)
    .join(' UNION ALL '),
  values: [],
})

export const markIn = (row: Row | undefined): Mark => ({ last: Number(row?.['last'] ?? -1), gone: Number(row?.['gone'] ?? 0) })

/** A row with the columns’ names, added in one order, so that all rows have one shape. */
function recordOf(columns: readonly string[], row: readonly unknown[]): Row {
  const record: Record<string, unknown> = {}
  for (let place = 0; place < columns.length; place++) record[columns[place] ?? ''] = row[place] ?? null
  return record
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
