import { once } from '../../numbers/once.ts'
import { cellOf } from '../series/pairs.ts'
import type { Read, Row } from './way.ts'

/** What splits and leaves out accounts. */
export const accountRead: Read = {
  fact: 'account',
  columns: [
    'id',
    'parent_id',
    'name',
    'segment',
    'plan',
    'region',
    'industry',
    'channel',
    'use_case',
    'created_at',
    'contract_at',
    'kickoff_at',
    'closed_at',
    'is_internal',
    'merged_into',
    'valid_from',
  ],
}

/** What is known of each account last: the version with the latest valid_from. */
export interface Accounts {
  readonly all: readonly Row[]
  get(id: string): Row | undefined
  /** The value of a dimension as text, “(none)” when it is empty or the account unknown; of two, 'segment,region', the name of their cell. */
  attribute(id: string, column: string): string
  isInternal(id: string): boolean
}

const textIn = (row: Row | undefined, column: string): string => {
  const value = row?.[column]
  return typeof value === 'string' ? value : value === null || value === undefined ? '(none)' : String(value)
}

/** Rows that were read once are made sense of once. */
export const accountsOf = once(accountsIn)

function accountsIn(rows: readonly Row[]): Accounts {
  const byId = new Map(rows.toSorted((a, b) => (String(a['valid_from'] ?? '') < String(b['valid_from'] ?? '') ? -1 : 1)).map((row) => [String(row['id']), row]))
  const internal = new Set([...byId].flatMap(([id, row]) => (row['is_internal'] === true ? [id] : [])))
  return {
    all: [...byId.values()],
    get: (id) => byId.get(id),
    attribute: (id, column) => {
      const row = byId.get(id)
      return column.includes(',') ? cellOf(column, (one) => textIn(row, one)) : textIn(row, column)
    },
    isInternal: (id) => internal.has(id),
  }
}
