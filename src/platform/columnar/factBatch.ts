import { isProblem, Problem } from '#kernel'
import type { Row } from './duckdb.ts'
import type { PartReport, Projection } from './projection.ts'
import type { Entry, Held } from './records.ts'
import { checkShape, type TableShape } from './shape.ts'
import { sift, type Piece, type Refused } from './staging.ts'
import type { WorkspaceFacts } from './workspaceFacts.ts'

export interface BatchOptions {
  readonly id: string
  /** Who says it: rows of one source never touch rows of another. */
  readonly source: string
  /** The instant at which we learned it, ISO 8601 in UTC. */
  readonly recordedAt: string
  /** A dry run reports what would become of the rows, and leaves no trace. */
  readonly mode?: 'commit' | 'dryRun'
}

export interface FileRows {
  readonly fact: TableShape
  /** The file that the rows come from; contradictions are looked for within one file. */
  readonly file?: string
  readonly source?: string
  /** Rows in the order of the fact's columns; without numbers they count from 2, below a heading. */
  readonly rows: AsyncIterable<readonly Row[] | Piece> | Iterable<readonly Row[] | Piece>
  /** The source says that these rows are gone; only key columns count. */
  readonly isTombstone?: boolean
}

export interface FileReport extends PartReport {
  /** Rows with a value that is not of its column's type, or without a key: they are in quarantine. At most 1,000 are listed. */
  readonly refused: readonly Refused[]
  readonly refusedCount: number
}

/** Rows of one import. Nothing of it can be seen before `commit` has answered; after a crash it is as if it had never begun. */
export interface FactBatch {
  add(rows: FileRows): Promise<FileReport>
  /** Puts rows aside that never became facts (a date that cannot be read), with the reason. */
  hold(held: readonly Held[]): Promise<void>
  /** Makes everything visible at once; a dry run ends here without a trace. */
  commit(): Promise<readonly PartReport[]>
  abort(): Promise<void>
}

/** So few that a piece has gone before the collector of garbage would keep it for long: four times as many cost 60 MB more for a million rows. */
const chunkRows = 2048

export async function openBatch(facts: WorkspaceFacts, { id, source, recordedAt, mode = 'commit' }: BatchOptions): Promise<FactBatch> {
  const isDry = mode === 'dryRun'
  const batch = isDry ? `dry run ${(dryRuns += 1)} of ${id}` : id
  let parts = 0
  let owner: Projection | null = null

  /** Journals and applies one entry. A dry run is applied only; its tables go with it. */
  const record = async (entry: Entry): Promise<void> => {
    const position = isDry ? nowhere : await facts.append(entry)
    await facts.exclusively(async (projection) => {
      if (owner !== projection) throw interrupted(id)
      await projection.apply(entry, position)
    })
  }

  // in one turn: a commit of another batch must not slip in between a begin on disk and its being known as open
  await facts.exclusively(async (projection) => {
    if (projection.isKnown(batch))
      throw new Problem('conflict', `The batch ${id} exists already.`, 'A batch is taken once; use a new id.', { code: 'batch-exists' })
    const entry: Entry = { kind: 'begin', batch, source, recordedAt }
    await projection.apply(entry, isDry ? nowhere : await facts.append(entry))
    owner = projection
  })

  const addRows = async (fact: TableShape, part: number, pieces: AsyncIterable<Piece>, file: string): Promise<{ refused: Refused[]; refusedCount: number }> => {
    const listed: Refused[] = []
    let refusedCount = 0
    await whileReading(pieces, async (piece) => {
      const { kept, refused } = sift(fact, piece)
      refusedCount += refused.length
      listed.push(...refused.slice(0, 1_000 - listed.length))
      if (refused.length > 0) await record({ kind: 'held', batch, held: refused.map((one) => toHeld(fact, file, one)) })
      if (kept.rows.length > 0) await record({ kind: 'rows', batch, part, ...kept })
    })
    return { refused: listed, refusedCount }
  }

  return {
    add: async ({ fact, file = '', rows, isTombstone = false, source: own = source }) => {
      checkShape(fact)
      const part = (parts += 1)
      await record({ kind: 'part', batch, part, shape: fact, file, source: own, isTombstone })
      const refused = await addRows(fact, part, regroup(rows), file)
      const counts = await facts.exclusively((projection) => {
        if (owner !== projection) throw interrupted(id)
        return projection.preview(batch, part)
      })
      return { ...counts, ...refused }
    },
    hold: (held) => record({ kind: 'held', batch, held }),
    commit: async () => {
      if (isDry) return await facts.exclusively(async (projection) => (await projection.drop(batch), []))
      let isSafe = false
      const sealing = facts.exclusively(async (projection) => {
        if (owner !== projection) throw interrupted(id)
        const entry: Entry = { kind: 'commit', batch, at: await projection.instantFrom(recordedAt) }
        const position = await facts.append(entry)
        isSafe = true
        await projection.apply(entry, position)
        return await projection.reportOf(batch)
      })
      return await sealing.catch(async (error: unknown) => {
        if (!isSafe) throw error
        // the journal has it: opening the store again applies it
        return await facts
          .exclusively((projection) => projection.reportOf(batch))
          .catch((again: unknown) => {
            throw notVisibleYet(id, again)
          })
      })
    },
    abort: () => (isDry ? facts.exclusively((projection) => projection.drop(batch)) : record({ kind: 'abort', batch })),
  }
}

/** Writes each piece while the next one is read. All are written when it answers. */
async function whileReading<T>(pieces: AsyncIterable<T>, write: (piece: T) => Promise<void>): Promise<void> {
  let written = Promise.resolve()
  try {
    for await (const piece of pieces) {
      await written
      written = write(piece)
      written.catch(() => undefined) // told by whoever waits for it
    }
  } finally {
    await written
  }
}

let dryRuns = 0
/** The position of entries that are in no journal: behind every other. */
const nowhere = Number.MAX_SAFE_INTEGER

const notVisibleYet = (id: string, error: unknown): Problem =>
  new Problem(
    'unavailable',
    `The batch ${id} is safe on disk, but cannot be shown yet.`,
    'Free some space on the disk; it appears by itself. Do not send it again.',
    {
      code: isProblem(error) ? (error.details.code ?? 'not-visible-yet') : 'not-visible-yet',
    },
  )

const interrupted = (id: string): Problem =>
  new Problem('unavailable', `The batch ${id} was interrupted: the analytical store had to be opened again.`, 'Nothing of it was kept. Send it again.', {
    code: 'batch-interrupted',
  })

const toHeld = (fact: TableShape, file: string, { row, column, reason, values }: Refused): Held => ({
  fact: fact.name,
  file,
  row,
  column,
  reason,
  raw: JSON.stringify(Object.fromEntries(fact.columns.map(({ name }, at) => [name, values[at] ?? null]))),
})

/** Pieces of any size become pieces of about 2,000 rows: one record, one flush each. */
async function* regroup(pieces: FileRows['rows']): AsyncGenerator<Piece> {
  let [rows, numbers]: [Row[], number[]] = [[], []]
  let next = 2
  for await (const given of pieces) {
    const piece = 'numbers' in given ? given : { rows: given, numbers: given.map((_, index) => next + index) }
    next += piece.rows.length
    for (let from = 0; from < piece.rows.length; from += chunkRows) {
      for (const row of piece.rows.slice(from, from + chunkRows)) rows.push(row)
      for (const number of piece.numbers.slice(from, from + chunkRows)) numbers.push(number)
      if (rows.length < chunkRows) continue
      yield { rows, numbers }
      ;[rows, numbers] = [[], []]
    }
  }
  if (rows.length > 0) yield { rows, numbers }
}
