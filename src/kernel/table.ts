/** A table as it stands in a file, before anybody knows what it means. Rows count from 1 with the heading, as a spreadsheet shows them. */
export interface SourceTable {
  readonly file: string
  /** The sheet of a workbook, the key path of a YAML file. */
  readonly part?: string
  readonly headings: readonly string[]
  readonly headingRow: number
  /** What was detected, for the report: encoding, delimiter, skipped lines. */
  readonly form: {
    readonly kind: 'csv' | 'ndjson' | 'xlsx' | 'yaml' | 'json'
    readonly encoding?: string
    readonly delimiter?: string
    readonly notes: readonly string[]
  }
  readonly bytes: number
  /** The first rows, for recognition and preview. */
  readonly sample: readonly SourceRow[]
  /** All rows, in bounded memory, as often as asked. A torn or unreadable row is yielded with `fault`. */
  rows(): AsyncIterable<SourceRow>
}

export interface SourceRow {
  readonly row: number
  /** One cell for each heading. CSV cells are text; NDJSON, YAML and XLSX cells may be numbers, booleans, null or nested values. */
  readonly cells: readonly unknown[]
  readonly fault?: string
}

/** A document that is not a table: a YAML or JSON tree, such as a metrics dictionary or a product hierarchy. */
export interface SourceTree {
  readonly file: string
  readonly tree: unknown
}

/** A file that could not be read at all, and what to do about it. */
export interface Unreadable {
  readonly file: string
  readonly reason: string
  readonly hint: string
}

export interface OpenedFiles {
  readonly tables: readonly SourceTable[]
  readonly trees: readonly SourceTree[]
  readonly unreadable: readonly Unreadable[]
}
