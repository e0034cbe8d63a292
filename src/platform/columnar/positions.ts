import type { Row } from './duckdb.ts'

/** Where the facts of a workspace stand: a text changes when, and only when, rows of what it names change. */
export interface Positions {
  /** Of everything. */
  readonly all: string
  /** Of some facts, and of none: an answer that read no others may be kept under it. Another one whenever the store was made again, with rows at other places. */
  of(facts: Iterable<string>): string
}

export const positionsSql = `select '' as fact, changed || '.' || coalesce(streamed, 0) from store.progress union all select '@', identity from store.progress union all select fact, position::varchar from store.moved`

export function positionsIn(rows: readonly Row[]): Positions {
  const positions = new Map(rows.map(([fact, position]) => [String(fact), String(position)]))
  return {
    all: positions.get('') ?? '0',
    of: (facts) => ['@', ...facts].map((fact) => positions.get(fact) ?? '0').join(' '),
  }
}
