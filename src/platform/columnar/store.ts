import { join } from 'node:path'
import { Problem } from '#kernel'
import { freeShare, refuseWhenFull, watchSpace } from '../freeSpace.ts'
import { silentLog, words, type Log } from '../log.ts'
import type { Columns, ReadAccess, Row, Snapshot, Table, Values } from './duckdb.ts'
import { openBatch, type BatchOptions, type FactBatch, type FileReport, type FileRows } from './factBatch.ts'
import type { HeldJournal } from './journal.ts'
import type { Positions } from './positions.ts'
import { quarantined, type QuarantinedRow, type QuarantineFilter } from './quarantine.ts'
import { entryAt } from './replay.ts'
import type { Entry, SettledState, StreamRows } from './records.ts'
import { removeSegments } from './sealed/segmentFiles.ts'
import { word, type TableShape } from './shape.ts'
import { openShelf, type Shelf } from './shelf.ts'
import type { WorkspaceFacts, WorkspaceOptions } from './workspaceFacts.ts'

export type { Column, Columns, Row, Table, Values } from './duckdb.ts'
export type { BatchOptions, FactBatch, FileReport, FileRows } from './factBatch.ts'
export type { Positions } from './positions.ts'
export type { HeldJournal } from './journal.ts'
export type { QuarantinedRow } from './quarantine.ts'
export type { PartReport } from './projection.ts'
export type { Held, SettledState, StreamRows } from './records.ts'
export type { PersonIndex } from './personLinks.ts'
export type { TableShape } from './shape.ts'
export type { Piece, Refused } from './staging.ts'
export type { ColumnType, Value } from './values.ts'

/** Rows of one request: when it came, from which source, and for which tables. */
export interface Arrived {
  readonly at: string
  readonly source: string
  readonly tables: readonly StreamRows[]
}

export interface Storage {
  readonly bytes: number
  readonly journalBytes: number
  readonly facts: readonly { readonly fact: string; readonly rows: number }[]
  /** Why it lacks rows that its journal holds; null when it has them all. */
  readonly behind: string | null
}

/**
 * The facts of all workspaces, each in a folder of its own: a journal, which is the truth, and a DuckDB file that follows from it.
 * In queries, `<fact>` is what is known now and `<fact>_known('2024-12-31')` what was known then; `quarantine` and `batch` are views too.
 */
export interface FactStore {
  /** Takes rows into a batch; nothing is visible before its commit. Every file of an import goes into one batch. */
  openBatch(workspace: string, options: BatchOptions): Promise<FactBatch>
  /** One fact, one file, one batch. */
  ingest(workspace: string, options: BatchOptions & FileRows): Promise<FileReport>
  /** Takes a batch back: what it replaced is known again. Throws `missing` for an unknown one, `conflict` for one that was taken back. */
  undoBatch(workspace: string, batch: string, at: string): Promise<void>

  /** Takes rows that stand for themselves, all or none. Answers when they are on disk; they can be read within a fraction of a second. */
  receive(workspace: string, rows: Arrived): Promise<void>
  /** Rows that were received and cannot be read yet. */
  waiting(workspace: string): Promise<number>
  /** Answers when what is being received at this moment can be read, though that may mean to wait for an import. */
  arrived(workspace: string): Promise<void>
  /** Blanks every row of these persons (as `person_link.raw` names them) for good: they are in no answer from now on. */
  forget(workspace: string, persons: readonly string[], at: string): Promise<void>

  /** Takes whom it was told to forget out of its files too: journal and DuckDB file are written anew. While an import is open it is for another time. */
  purge(workspace: string, at: string): Promise<'done' | 'nobody' | 'busy'>
  /** Takes away the events that are held since before an instant; answers how many. */
  expireHeld(workspace: string, before: string, at: string): Promise<number>

  query(workspace: string, sql: string, values?: Values): Promise<Table>
  queryColumns(workspace: string, sql: string, values?: Values): Promise<Columns>
  /** Several questions of one state, one after the other, with its `position`. Should the file be made again meanwhile, `work` begins anew. */
  snapshot<T>(workspace: string, work: (state: Snapshot & { readonly position: string }) => Promise<T>): Promise<T>
  stream(workspace: string, sql: string, values?: Values): AsyncGenerator<readonly Row[]>

  /** Rows that wait for a person, oldest first. */
  quarantine(workspace: string, filter?: QuarantineFilter): Promise<readonly QuarantinedRow[]>
  /** Marks waiting rows as dealt with. */
  settle(workspace: string, ids: readonly string[], state: SettledState, at: string): Promise<void>
  /** Tries the waiting rows of a fact again: `read` gives a row in the order of the columns, or null to leave it waiting. */
  replay(workspace: string, options: BatchOptions & { readonly fact: TableShape; readonly read: (row: QuarantinedRow) => Row | null }): Promise<FileReport>

  /** Changes whenever anything of the facts changes; answers may be kept under it. */
  position(workspace: string): Promise<string>
  /** Up to where the journal is on disk, in bytes since its beginning. */
  journalEnd(workspace: string): Promise<number>
  /** The entry of its journal that begins at a place. */
  record(workspace: string, place: number): Promise<Entry | null>
  /** The journal as it stands now, for a copy; whoever holds it closes it. */
  holdJournal(workspace: string): Promise<HeldJournal>
  /** The same for each fact by itself; `quarantine` stands for what waits and for the batches. */
  positions(workspace: string): Promise<Positions>
  storage(workspace: string): Promise<Storage>
  /** Makes the DuckDB file again from the journal. */
  rebuild(workspace: string): Promise<void>
  /** A folder of the workspace for files that follow from the store and may be lost; what stands there holds for one identity of `store.progress`. */
  beside(workspace: string): string
  /** Hears what went wrong where nobody waited for an answer. */
  readonly log: Log
  /** Does work for files beside the store, one after the other. Nobody waits for it: what fails is logged, and closing the store ends it. */
  aside(work: () => Promise<unknown>): void
  /** Answers when the work that was put aside so far is done. */
  rested(): Promise<void>
  /** Removes everything of a workspace, for good. */
  dropWorkspace(workspace: string): Promise<void>
  /** Asks a real question of one workspace, whether it is in step with its journal, and how much of the disk is free (0 to 1). */
  health(workspace: string): Promise<{ readonly isWell: boolean; readonly free: number }>
  close(): Promise<void>
}

export interface StoreOptions extends WorkspaceOptions {
  readonly home: string
  /** Workspaces that are open at the same time; the one that rested longest is closed for another. */
  readonly maxOpen?: number
  /** It lives no longer than one question, so that no work is put aside for later ones. */
  readonly isPassing?: boolean
}

export async function openFactStore({ home, maxOpen = 8, isPassing = false, ...options }: StoreOptions): Promise<FactStore> {
  const shelf = openShelf(join(home, 'facts'), maxOpen, options)
  const reading = <T>(workspace: string, work: (read: ReadAccess) => Promise<T>): Promise<T> => shelf.within(workspace, (facts) => facts.reading(work))
  const query: FactStore['query'] = (workspace, sql, values) => reading(workspace, (read) => read.query(sql, values))
  const batch: FactStore['openBatch'] = async (workspace, given) => {
    await refuseWhenFull(home)
    return await heldBatch(shelf, workspace, given)
  }
  const watch = watchSpace(home)
  const coming = comings()
  const log = options.log ?? silentLog
  const aside = asideOf(log)
  const store: FactStore = {
    openBatch: batch,
    ingest: (workspace, given) => ingest(batch, workspace, given),
    receive: (workspace, rows) =>
      coming.while(workspace, async () => {
        await watch()
        await shelf.within(workspace, (facts) => facts.receive({ kind: 'stream', ...rows }))
      }),
    arrived: async (workspace) => {
      await coming.ended(workspace)
      await shelf.within(workspace, (facts) => facts.flush())
    },
    waiting: (workspace) => shelf.within(workspace, async (facts) => facts.waiting),
    forget: async (workspace, persons, at) => {
      await shelf.within(workspace, (facts) => facts.forget({ kind: 'forget', persons, at }))
      await removeSegments(shelf.beside(workspace)) // their names stand there
    },
    purge: (workspace, at) => purge(shelf, query, workspace, at),
    expireHeld: (workspace, before, at) => shelf.within(workspace, (facts) => facts.expireHeld(before, at)),
    undoBatch: (workspace, id, at) => undo(shelf, query, workspace, id, at),
    query,
    queryColumns: (workspace, sql, values) => reading(workspace, (read) => read.queryColumns(sql, values)),
    snapshot: (workspace, work) =>
      reading(workspace, (read) => read.snapshot(async (state) => await work({ ...state, position: positionIn(await state.query(positionSql)) }))),
    stream: (workspace, sql, values) => shelf.streaming(workspace, sql, values),
    quarantine: (workspace, filter) => quarantined(query, workspace, filter),
    settle: (workspace, ids, state, at) => record(shelf, workspace, { kind: 'settle', ids, state, at }),
    replay: (workspace, given) => replayRows(store, workspace, given),
    position: async (workspace) => positionIn(await query(workspace, positionSql)),
    journalEnd: (workspace) => shelf.within(workspace, async (facts) => facts.written.end),
    record: (workspace, place) => shelf.within(workspace, (facts) => entryAt(facts.written, place)),
    holdJournal: (workspace) => shelf.within(workspace, (facts) => facts.holdJournal()),
    positions: (workspace) => shelf.within(workspace, (facts) => facts.positions()),
    storage: (workspace) => shelf.within(workspace, storageOf),
    rebuild: (workspace) => shelf.within(workspace, (facts) => facts.rebuild()),
    beside: (workspace) => shelf.beside(workspace),
    log,
    aside: (work) => isPassing || aside.put(work),
    rested: () => aside.end(),
    dropWorkspace: (workspace) => shelf.drop(workspace),
    health: async (workspace) => {
      const answer = await query(workspace, 'select count(*) from batch').catch(() => null)
      const isInStep = await shelf.within(workspace, async (facts) => facts.behind === null)
      return { isWell: answer !== null && isInStep, free: await freeShare(home) }
    },
    close: async () => {
      aside.stop()
      await shelf.close()
      await aside.end()
    },
  }
  return store
}

const positionSql = `select changed || '.' || coalesce(streamed, 0) from store.progress`
const positionIn = ({ rows }: Table): string => String(rows[0]?.[0])

/** Work that is under way in each workspace. */
function comings() {
  const under = new Map<string, Set<Promise<void>>>()
  return {
    while: async (workspace: string, work: () => Promise<void>): Promise<void> => {
      const own = under.get(workspace) ?? new Set()
      under.set(workspace, own)
      const one = work()
      own.add(one)
      await one.finally(() => own.delete(one))
    },
    ended: async (workspace: string) => void (await Promise.allSettled(under.get(workspace) ?? [])),
  }
}

/** Work that nobody waits for, one after the other; what has not begun when it is stopped is left out. */
function asideOf(log: Log) {
  let [turn, isStopped]: [Promise<unknown>, boolean] = [Promise.resolve(), false]
  return {
    put: (work: () => Promise<unknown>): void => {
      turn = turn
        .then(() => (isStopped ? null : work()))
        .catch((error: unknown) => isStopped || log.warn('Work beside the store was not done', { reason: words(error) }))
    },
    stop: () => void (isStopped = true),
    end: async () => void (await turn),
  }
}

/** A batch keeps its workspace open until it ends. */
async function heldBatch(shelf: Shelf, workspace: string, given: BatchOptions): Promise<FactBatch> {
  const { facts, leave } = await shelf.enter(workspace)
  const over = <T>(answer: Promise<T>): Promise<T> => answer.finally(leave)
  const opened = await openBatch(facts, given).catch((error: unknown) => {
    leave()
    throw error
  })
  return { add: opened.add, hold: opened.hold, commit: () => over(opened.commit()), abort: () => over(opened.abort()) }
}

async function ingest(open: FactStore['openBatch'], workspace: string, given: BatchOptions & FileRows): Promise<FileReport> {
  const batch = await open(workspace, given)
  try {
    const report = await batch.add(given)
    const [committed] = await batch.commit()
    return { ...report, ...committed }
  } catch (error) {
    await batch.abort().catch(() => undefined)
    throw error
  }
}

const record = (shelf: Shelf, workspace: string, entry: Entry): Promise<void> =>
  shelf.within(workspace, (facts) => facts.exclusively(async (projection) => await projection.apply(entry, await facts.append(entry))))

async function purge(shelf: Shelf, query: FactStore['query'], workspace: string, at: string): ReturnType<FactStore['purge']> {
  const { rows } = await query(workspace, 'select 1 from store.forgotten where sealed_at is null limit 1')
  if (rows.length === 0) return 'nobody'
  if (!(await shelf.within(workspace, (facts) => facts.purge(at)))) return 'busy'
  await removeSegments(shelf.beside(workspace))
  return 'done'
}

async function undo(shelf: Shelf, query: FactStore['query'], workspace: string, batch: string, at: string): Promise<void> {
  const latest = '(select greatest(max(committed_at), max(undone_at)) from batch)'
  const { rows } = await query(workspace, `select undone_at is not null, greatest($2::timestamp, ${latest}) from batch where id = $1`, [batch, at])
  const [isUndone, instant] = rows[0] ?? []
  if (rows.length === 0) throw new Problem('missing', `There is no import ${batch}.`)
  if (isUndone === true) throw new Problem('conflict', `The import ${batch} was taken back already.`)
  await record(shelf, workspace, { kind: 'undo', batch, at: String(instant) })
}

async function replayRows(store: FactStore, workspace: string, { fact, read, ...given }: Parameters<FactStore['replay']>[1]): Promise<FileReport> {
  const open = await store.quarantine(workspace, { state: 'open', limit: 100_000 })
  const tried = open
    .filter((row) => row.fact === fact.name)
    .map((row) => ({ id: row.id, values: read(row) }))
    .flatMap(({ id, values }) => (values ? [{ id, values }] : []))
  const report = await store.ingest(workspace, { ...given, fact, file: 'quarantine', rows: [tried.map(({ values }) => values)] })
  const again = new Set([...report.refused, ...report.contradicted].map(({ row }) => row))
  const settled = tried.filter((_, index) => !again.has(index + 2)).map(({ id }) => id)
  if (given.mode !== 'dryRun' && settled.length > 0) await store.settle(workspace, settled, 'replayed', given.recordedAt)
  return report
}

async function storageOf(facts: WorkspaceFacts): Promise<Storage> {
  const views = `select view_name from duckdb_views() where schema_name = 'main' and not internal and view_name not in ('quarantine', 'batch') order by 1`
  return await facts.reading(async (read) => {
    const names = (await read.query(views)).rows.map(([name]) => String(name))
    const counts = names.map((name) => `select '${name}', (select count(*) from ${word(name)})`)
    const { rows } = counts.length > 0 ? await read.query(counts.join(' union all ')) : { rows: [] }
    return { ...(await facts.sizes()), behind: facts.behind, facts: rows.map(([fact, count]) => ({ fact: String(fact), rows: Number(count) })) }
  })
}
