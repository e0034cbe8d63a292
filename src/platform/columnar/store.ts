import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '#kernel'
import type { Columns, Row, Table, Values } from './duckdb.ts'
import { openBatch, type BatchOptions, type FactBatch, type FileReport, type FileRows } from './factBatch.ts'
import { removeFolder } from './journalFiles.ts'
import type { Entry, SettledState } from './records.ts'
import { word, type TableShape } from './shape.ts'
import { openWorkspaceFacts, type WorkspaceFacts, type WorkspaceOptions } from './workspaceFacts.ts'

export type { Column, Columns, Row, Table, Values } from './duckdb.ts'
export type { BatchOptions, FactBatch, FileReport, FileRows } from './factBatch.ts'
export type { PartReport } from './projection.ts'
export type { Held, SettledState } from './records.ts'
export type { TableShape } from './shape.ts'
export type { Piece, Refused } from './staging.ts'
export type { ColumnType, Value } from './values.ts'

/** A row in quarantine. */
export interface QuarantinedRow {
  readonly id: string
  readonly batch: string
  readonly fact: string | null
  readonly source: string
  readonly file: string
  readonly row: number
  readonly column: string | null
  readonly reason: string
  readonly raw: string | null
  readonly state: 'open' | SettledState
}

export interface Storage {
  readonly bytes: number
  readonly journalBytes: number
  readonly facts: readonly { readonly fact: string; readonly rows: number }[]
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

  query(workspace: string, sql: string, values?: Values): Promise<Table>
  queryColumns(workspace: string, sql: string, values?: Values): Promise<Columns>
  stream(workspace: string, sql: string, values?: Values): AsyncGenerator<readonly Row[]>

  /** Rows that wait for a person, oldest first. */
  quarantine(
    workspace: string,
    filter?: { readonly batch?: string; readonly state?: QuarantinedRow['state']; readonly limit?: number },
  ): Promise<readonly QuarantinedRow[]>
  /** Marks waiting rows as dealt with. */
  settle(workspace: string, ids: readonly string[], state: SettledState, at: string): Promise<void>
  /** Tries the waiting rows of a fact again: `read` gives a row in the order of the columns, or null to leave it waiting. */
  replay(workspace: string, options: BatchOptions & { readonly fact: TableShape; readonly read: (row: QuarantinedRow) => Row | null }): Promise<FileReport>

  /** Changes whenever anything of the facts changes; answers may be kept under it. */
  position(workspace: string): Promise<string>
  storage(workspace: string): Promise<Storage>
  /** Makes the DuckDB file again from the journal. */
  rebuild(workspace: string): Promise<void>
  /** Removes everything of a workspace, for good. */
  dropWorkspace(workspace: string): Promise<void>
  /** Asks a real question of one workspace, and how much of the disk is free (0 to 1). */
  health(workspace: string): Promise<{ readonly isWell: boolean; readonly free: number }>
  close(): Promise<void>
}

export interface StoreOptions extends WorkspaceOptions {
  readonly home: string
  /** Workspaces that are open at the same time; the one that rested longest is closed for another. */
  readonly maxOpen?: number
}

interface Entered {
  readonly facts: Promise<WorkspaceFacts>
  users: number
  usedAt: number
}

export async function openFactStore({ home, maxOpen = 8, ...options }: StoreOptions): Promise<FactStore> {
  const open = new Map<string, Entered>()
  const closing = new Map<string, Promise<void>>()
  let uses = 0
  const folderOf = (workspace: string): string => {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(workspace)) throw new Problem('missing', 'There is no such workspace.')
    return join(home, 'facts', workspace)
  }

  const enter = async (workspace: string): Promise<Entered> => {
    const folder = folderOf(workspace)
    await closing.get(workspace)
    const there = open.get(workspace)
    const entered = there ?? { facts: openWorkspaceFacts(folder, options), users: 0, usedAt: 0 }
    open.set(workspace, entered)
    entered.facts.catch(() => open.delete(workspace))
    entered.users += 1
    entered.usedAt = uses += 1
    return entered
  }

  const closeIdle = (): void => {
    const idle = [...open].filter(([, entered]) => entered.users === 0).toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [workspace, entered] of idle.slice(0, Math.max(open.size - maxOpen, 0))) {
      open.delete(workspace)
      const done = entered.facts.then((facts) => facts.close()).finally(() => closing.delete(workspace))
      closing.set(workspace, done)
    }
  }

  const leave = (entered: Entered): void => {
    entered.users -= 1
    closeIdle()
  }

  const within = async <T>(workspace: string, work: (facts: WorkspaceFacts) => Promise<T>): Promise<T> => {
    const entered = await enter(workspace)
    try {
      return await work(await entered.facts)
    } finally {
      leave(entered)
    }
  }

  const record = (workspace: string, entry: Entry): Promise<void> =>
    within(workspace, (facts) => facts.exclusively(async (projection) => await projection.apply(entry, await facts.append(entry))))

  /** A batch keeps its workspace open until it ends. */
  const batch = async (workspace: string, given: BatchOptions): Promise<FactBatch> => {
    await refuseWhenFull(home)
    const entered = await enter(workspace)
    let isOver = false
    const over = <T>(answer: Promise<T>): Promise<T> =>
      answer.finally(() => {
        if (!isOver) leave(entered)
        isOver = true
      })
    const opened = await entered.facts
      .then((facts) => openBatch(facts, given))
      .catch((error: unknown) => {
        leave(entered)
        throw error
      })
    return { add: opened.add, hold: opened.hold, commit: () => over(opened.commit()), abort: () => over(opened.abort()) }
  }

  const query = (workspace: string, sql: string, values?: Values): Promise<Table> =>
    within(workspace, (facts) => facts.reading((read) => read.query(sql, values)))

  const ingest: FactStore['ingest'] = async (workspace, given) => {
    const one = await batch(workspace, given)
    try {
      const report = await one.add(given)
      const [committed] = await one.commit()
      return { ...report, ...committed }
    } catch (error) {
      await one.abort().catch(() => undefined)
      throw error
    }
  }

  const waiting: FactStore['quarantine'] = async (workspace, { batch: of, state, limit = 1_000 } = {}) => {
    const { rows } = await query(
      workspace,
      `select id, batch_id, fact, source_id, file, row_no, "column", reason, raw, state from quarantine
       where ($1 is null or batch_id = $1) and ($2 is null or state = $2) order by held_at, batch_id, row_no, id limit ${Math.trunc(limit)}`,
      [of ?? null, state ?? null],
    )
    return rows.map(toQuarantined)
  }

  return {
    openBatch: batch,
    ingest,
    undoBatch: async (workspace, id, at) => {
      const { rows } = await query(
        workspace,
        'select undone_at is not null, greatest($2::timestamp, (select greatest(max(committed_at), max(undone_at)) from batch)) from batch where id = $1',
        [id, at],
      )
      if (rows.length === 0) throw new Problem('missing', `There is no import ${id}.`)
      if (rows[0]?.[0] === true) throw new Problem('conflict', `The import ${id} was taken back already.`)
      await record(workspace, { kind: 'undo', batch: id, at: String(rows[0]?.[1]) })
    },
    query,
    queryColumns: (workspace, sql, values) => within(workspace, (facts) => facts.reading((read) => read.queryColumns(sql, values))),
    async *stream(workspace, sql, values) {
      const entered = await enter(workspace)
      try {
        yield* (await (await entered.facts).readAccess()).stream(sql, values)
      } finally {
        leave(entered)
      }
    },
    quarantine: waiting,
    settle: (workspace, ids, state, at) => record(workspace, { kind: 'settle', ids, state, at }),
    replay: async (workspace, { fact, read, ...given }) => {
      const tried = (await waiting(workspace, { state: 'open', limit: 100_000 }))
        .filter((row) => row.fact === fact.name)
        .flatMap((row) => {
          const values = read(row)
          return values ? [{ id: row.id, row: row.row, values }] : []
        })
        .toSorted((a, b) => a.row - b.row)
      const report = await ingest(workspace, { ...given, fact, file: 'quarantine', rows: [tried.map(({ values }) => values)] })
      const again = new Set(report.refused.map(({ row }) => row))
      const settled = tried.filter((_, index) => !again.has(index + 2)).map(({ id }) => id)
      if (given.mode !== 'dryRun' && settled.length > 0) await record(workspace, { kind: 'settle', ids: settled, state: 'replayed', at: given.recordedAt })
      return report
    },
    position: async (workspace) => String((await query(workspace, 'select changed from store.progress')).rows[0]?.[0]),
    storage: (workspace) =>
      within(workspace, async (facts) => {
        const names = (
          await facts.reading((read) =>
            read.query(
              `select view_name from duckdb_views() where schema_name = 'main' and not internal and view_name not in ('quarantine', 'batch') order by 1`,
            ),
          )
        ).rows
        const counts = names.map(([name]) => `select '${String(name)}', (select count(*) from ${word(String(name))})`)
        const { rows } = counts.length > 0 ? await facts.reading((read) => read.query(counts.join(' union all '))) : { rows: [] }
        return { ...(await facts.sizes()), facts: rows.map(([fact, count]) => ({ fact: String(fact), rows: Number(count) })) }
      }),
    rebuild: (workspace) => within(workspace, (facts) => facts.rebuild()),
    dropWorkspace: async (workspace) => {
      const folder = folderOf(workspace)
      const entered = open.get(workspace)
      open.delete(workspace)
      await entered?.facts.then((facts) => facts.close())
      await removeFolder(folder)
    },
    health: async (workspace) => {
      const answer = await query(workspace, 'select count(*) from batch').catch(() => null)
      return { isWell: answer !== null, free: await freeShare(home) }
    },
    close: async () => {
      const all = [...open.values()]
      open.clear()
      await Promise.all([...all.map(async ({ facts }) => await (await facts).close()), ...closing.values()])
    },
  }
}

async function freeShare(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder).catch(() => ({ bavail: 1, blocks: 1 }))
  return blocks > 0 ? bavail / blocks : 1
}

/** At 5 % of free space no new batch begins, so that what runs can end and reading goes on. */
async function refuseWhenFull(home: string): Promise<void> {
  const free = await freeShare(home)
  if (free >= 0.05) return
  throw new Problem('unavailable', `Only ${Math.floor(free * 100)} % of the disk of ${home} is free.`, 'Free some space; reading still works.', {
    code: 'no-space',
  })
}

function toQuarantined([id, batch, fact, source, file, row, column, reason, raw, state]: Row): QuarantinedRow {
  const text = (value: Row[number] | undefined): string | null => (value === null || value === undefined ? null : String(value))
  return {
    id: String(id),
    batch: String(batch),
    fact: text(fact),
    source: String(source),
    file: String(file),
    row: Number(row),
    column: text(column),
    reason: String(reason),
    raw: text(raw),
    state: state === 'replayed' || state === 'dismissed' ? state : 'open',
  }
}
