import type { Contribution, FactRows, Finding, Held, IngestCounts, MeasureRequest, Measurement } from '#kernel'

/** The analytical side of one workspace: facts in, measurements out. */
export interface FactDesk {
  ingest(batch: string, rows: FactRows, options?: { readonly dryRun?: boolean }): Promise<IngestCounts>
  seal(batch: string): Promise<void>
  undoBatch(batch: string, at: string): Promise<void>
  hold(batch: string, file: string, held: readonly Held[]): Promise<void>
  /** The rows that wait for a person. */
  held(batch: string): Promise<readonly (Held & { readonly file: string })[]>
  /** A column of a fact by another, as stored now: the account of every subscription. */
  lookup(fact: string, key: string, column: string): Promise<ReadonlyMap<string, string>>
  /** Copies what is known now of these facts into another desk, those of at most `limit` rows, so that it can be tried with more. */
  copyTo(other: FactDesk, batch: string, names: readonly string[], limit: number): Promise<void>
  measure(request: MeasureRequest): Promise<Measurement>
  behind(request: MeasureRequest & { readonly period: string; readonly movement?: string }): Promise<readonly Contribution[]>
  quality(): Promise<readonly Finding[]>
  /** What is stored: rows, newest business time, bytes. */
  storage(): Promise<{ readonly bytes: number; readonly journalBytes: number; readonly facts: readonly { readonly fact: string; readonly rows: number; readonly newest: string | null }[] }>
}
