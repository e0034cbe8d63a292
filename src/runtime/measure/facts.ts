import type { SqlText } from '#engines/metrics/dialect/sql.ts'

/** The facts of one workspace as a metric may see them: as known at an instant, or now. */
export interface Facts {
  ask(query: SqlText): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** All rows of a fact, as plain records with the columns' names. */
  rows(fact: string, columns: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** A number that changes whenever anything of the facts changes; answers may be kept under it. */
  readonly position: string
}
