import type { Contribution, Finding, MeasureRequest, Measurement } from './measurement.ts'
import type { Role, Row } from './object.ts'

/** A list read: filters are equality or a small operator object ({in, not, gte, lte, like, is: null}); sort is a field, with “-” for descending. */
export interface Query {
  readonly filter?: Readonly<Record<string, unknown>>
  readonly search?: string
  readonly sort?: string
  readonly limit?: number
  readonly cursor?: string
  readonly asOf?: string
  readonly archived?: boolean
}

export interface Page {
  readonly items: readonly AnyRow[]
  readonly next: string | null
  readonly total: number
}

/** A row of any noun: its stamps, and its fields by name. */
export type AnyRow = Row<Record<never, never>> & Readonly<Record<string, unknown>>

export interface PerformTarget {
  readonly id?: string
  /** The version that the actor saw (If-Match); without it the verb acts on the current row. */
  readonly version?: number
}

/** One object to create or bring up to date, matched by (connection, externalId). */
export interface Upsert {
  readonly noun: string
  readonly source: { readonly connection: string; readonly externalId: string }
  readonly values: Readonly<Record<string, unknown>>
  /** The version of the row that the values were made from; one that has changed since is a conflict. */
  readonly version?: number
}

export interface UpsertCounts {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
}

/** Rows of one fact from one file. Values are in the columns' own terms; `row` is the line that a person sees in the file. */
export interface FactRows {
  readonly fact: string
  readonly file: string
  readonly source: string
  readonly rows: AsyncIterable<readonly FactRow[]>
}
export interface FactRow {
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
}
export interface Held {
  readonly row: number
  readonly column: string | null
  readonly reason: string
  readonly raw?: string
  readonly fact?: string
  /** Which rule held it, where a finding counts by it: `duplicate-id`, `type`. */
  readonly check?: string
  /** By what a row of a later import is known to be this one, mended; and its cells, so that it can be handed back. */
  readonly answeredBy?: string | null
  readonly cells?: readonly unknown[]
}
export interface IngestCounts extends UpsertCounts {
  /** Same key with another payload inside one file: the first is kept, these wait for a person. */
  readonly held: readonly Held[]
}

/** One file of an import as a door reports it. */
export interface ImportedFile {
  readonly file: string
  readonly recognisedAs: string | null
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: readonly Held[]
  readonly [more: string]: unknown
}

export interface Workspace {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly currency: string
  readonly timeZone: string
}

/** Who asks: a member of the workspace, by which door. */
export interface Actor {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly door: string
}

/** All that a flow may reach. The runtime makes one for each request; nothing in it can leave the workspace. */
export interface Context {
  readonly workspace: Workspace
  readonly me: Actor
  now(): string
  newId(): string
  read(noun: string, query?: Query): Promise<Page>
  find(noun: string, id: string, asOf?: string): Promise<AnyRow>
  perform(noun: string, verb: string, target: PerformTarget, input: unknown, why?: string): Promise<AnyRow>
  /** Many objects in one transaction; `request` names the changes, so that they can be undone together. */
  upsert(request: string, items: readonly Upsert[], options?: { readonly dryRun?: boolean }): Promise<UpsertCounts>
  ingest(batch: string, rows: FactRows, options?: { readonly dryRun?: boolean }): Promise<IngestCounts>
  /** Makes the rows of a batch visible, all at once. */
  seal(batch: string): Promise<void>
  /** Takes a batch's facts and objects back to the state before. */
  undoBatch(batch: string): Promise<void>
  hold(batch: string, file: string, held: readonly Held[]): Promise<void>
  measure(request: MeasureRequest): Promise<Measurement>
  /** The accounts behind one period of a metric, or behind one movement of it. */
  behind(request: MeasureRequest & { readonly period: string; readonly movement?: string }): Promise<readonly Contribution[]>
  quality(options?: { readonly batch?: string }): Promise<readonly Finding[]>
}

/**
 * Every row that a query finds, page by page: a list read gives 500 at the most. The pages follow the id, which no change moves, so that no
 * row slips past them and the database finds each page where it ended the last; without a sort the newest change then comes first, as in a list.
 */
export async function everyRow(on: Pick<Context, 'read'>, noun: string, query: Omit<Query, 'limit' | 'cursor'> = {}): Promise<readonly AnyRow[]> {
  const found: AnyRow[] = []
  let cursor: string | null = null
  do {
    const page: Page = await on.read(noun, { sort: 'id', ...query, limit: 500, ...(cursor ? { cursor } : {}) })
    found.push(...page.items)
    cursor = page.next
  } while (cursor)
  return query.sort === undefined ? found.toSorted((a, b) => falling(a.updatedAt, b.updatedAt) || falling(a.id, b.id)) : found
}

const falling = (a: string, b: string): number => Number(a < b) - Number(a > b)
