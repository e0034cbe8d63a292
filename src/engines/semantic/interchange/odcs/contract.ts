/** What somebody promises about tables: their columns, checks, freshness and who answers (Open Data Contract Standard 3.1). */
export interface Contract {
  readonly id: string
  readonly version: string
  readonly status: string
  readonly name?: string
  readonly tables: readonly ContractTable[]
  /** How old the newest row may be, in days, by table or for all. */
  readonly freshness: readonly Freshness[]
  readonly owners: readonly Owner[]
}

export interface ContractTable {
  readonly name: string
  readonly physicalName?: string
  readonly description?: string
  readonly columns: readonly ContractColumn[]
  readonly checks: readonly ContractCheck[]
}

export const logicalTypes = ['string', 'date', 'timestamp', 'time', 'number', 'integer', 'object', 'array', 'boolean'] as const
export type LogicalType = (typeof logicalTypes)[number]

export interface ContractColumn {
  readonly name: string
  readonly type?: LogicalType
  readonly description?: string
  readonly isRequired?: boolean
  readonly isUnique?: boolean
  /** Its place in the key, from 1. */
  readonly keyPlace?: number
  readonly classification?: string
  readonly checks: readonly ContractCheck[]
}

export const libraryMetrics = ['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount'] as const
export type LibraryMetric = (typeof libraryMetrics)[number]
export const operators = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
] as const
export type Operator = (typeof operators)[number]

export interface Limit {
  readonly operator: Operator
  readonly value: string | number | boolean | readonly number[]
}

interface CheckTold {
  readonly name?: string
  readonly description?: string
  readonly severity?: string
}
/** library: we can run it. sql and custom: kept and shown, never run. text: words. */
export type ContractCheck = CheckTold &
  (
    | {
        readonly type: 'library'
        readonly metric: LibraryMetric
        readonly limit: Limit
        readonly unit?: string
        readonly arguments?: Readonly<Record<string, unknown>>
      }
    | { readonly type: 'sql'; readonly query: string; readonly limit?: Limit }
    | { readonly type: 'custom'; readonly engine: string; readonly implementation: unknown }
    | { readonly type: 'text' }
  )

export interface Freshness {
  readonly days: number
  /** table.column, when it is not all. */
  readonly element?: string
}

export interface Owner {
  readonly name: string
  readonly role?: string
}
