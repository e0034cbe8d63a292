import { columnBudget } from '#engines/analytics/columns/budget.ts'
import type { Events } from '#engines/analytics/columns/events.ts'
import { propertyNames } from '#engines/analytics/dialect/events.ts'
import type { FactReader, FactSnapshot } from '#platform/columnar/factReader.ts'
import { filedColumns, type Filing } from './filedColumns.ts'
import { knownOf, lengthOf, type Growing, type StoredColumns } from './knownEvents.ts'
import { residentColumns } from './residentColumns.ts'

/** Names of the properties that the events themselves bear. */
export const ownProperties = async (reader: FactReader): Promise<string[]> => (await reader.ask(propertyNames)).map((row) => String(row['name']))

/** Bytes that columns of events may take in memory; `THROUGHLINE_COLUMNS_MB` says otherwise. */
export const columnBytes = (): number => Math.max(1, Number(process.env['THROUGHLINE_COLUMNS_MB'] ?? 256) || 256) * 1_048_576

/** Bytes of a resident event, without its properties. */
const bytesOfEvent = 36

/** Whose events are asked about, as they stand now, with the properties that the question names. */
export interface Asked {
  readonly workspace: string
  readonly reader: FactReader
  readonly properties: readonly string[]
  /** Where files of columns may stand. */
  readonly folder: string
}

/** The columns of one reading. */
interface Generation {
  /** Where the store stood for whoever asked first, and then when it was read. */
  readonly asked: string
  made: string | null
  readonly columns: Promise<StoredColumns>
  /** Properties that are read along; more may come until it has begun. */
  readonly properties: Set<string>
  hasBegun: boolean
  /** Properties that were asked for since are read one after the other. */
  turn: Promise<unknown>
  readers: number
}

interface Limits {
  /** Bytes for columns of all workspaces. */
  readonly bytes?: number
  /** Workspaces whose columns are kept. */
  readonly most?: number
  /** Rows that are asked of the store at once. */
  readonly mostAtOnce?: number
}

/**
 * Events of each workspace as columns, kept while its facts do not change; properties are read when a query first names them. Those of a workspace that takes
 * its share of the budget at most stay in memory; of a larger one they lie in files, and what questions read of them stays while the budget lasts. All of a
 * reading is of one state of the store. One reading of a workspace is made at a time: who asks meanwhile waits for the next one, all of them for the same.
 * Where only events came since, and devices turned out to be somebody, what was read stays, and what came is held beside it.
 */
export function eventShelf({ bytes = columnBytes(), most = 4, mostAtOnce = 2_000_000 }: Limits = {}) {
  const kept = new Map<string, Generation>()
  const budget = columnBudget(bytes)
  const resident = bytes / most

  const discard = (own: Generation): void => {
    if (own.readers === 0 && ![...kept.values()].includes(own)) own.columns.then((columns) => columns.close()).catch(() => undefined)
  }

  const begin = ({ workspace, reader, folder }: Asked): Generation => {
    const before = kept.get(workspace)
    const over = before?.columns.then(
      (columns) => columns.grow(),
      () => null,
    )
    const properties = new Set<string>()
    const reading = async (): Promise<StoredColumns> => {
      const growing = await over
      own.hasBegun = true
      try {
        const columns = await reader.snapshot((state) => read(state, properties, growing ?? null, { resident, folder, budget, mostAtOnce }))
        own.made = columns.position
        return columns
      } finally {
        growing?.leave()
      }
    }
    const columns = Promise.resolve().then(reading)
    const own: Generation = { asked: reader.position, made: null, columns, properties, hasBegun: false, turn: columns, readers: 0 }
    columns.catch(() => forget(workspace, own))
    forget(workspace, before)
    kept.set(workspace, own)
    for (const [oldest, generation] of kept) if (kept.size > most) forget(oldest, generation)
    return own
  }

  const forget = (workspace: string, own: Generation | undefined): void => {
    if (!own || kept.get(workspace) !== own) return
    kept.delete(workspace)
    discard(own)
  }

  /** Columns as new as the question, and not those that are stale. Those that are not being read yet will be newer than it; otherwise it is the position that tells. */
  const current = (asked: Asked, stale: Generation | null = null): Generation => {
    const known = kept.get(asked.workspace)
    const isNew = known && (!known.hasBegun || (known !== stale && [known.asked, known.made].includes(asked.reader.position)))
    if (!known || !isNew) return begin(asked)
    kept.delete(asked.workspace)
    kept.set(asked.workspace, known)
    return known
  }

  const leave = (own: Generation): void => {
    own.readers -= 1
    discard(own)
  }

  return {
    /** Hands the events to `work`, which may read them until it has answered. */
    async within<T>(asked: Asked, work: (events: Events) => Promise<T>): Promise<T> {
      for (let own = current(asked); ; own = current(asked, own)) {
        if (!own.hasBegun) for (const name of asked.properties) own.properties.add(name)
        own.readers += 1
        try {
          if (await isWhole(own, asked)) return await work((await own.columns).events())
        } finally {
          leave(own)
        }
      }
    },
  }
}

interface Reading extends Filing {
  /** Bytes of events that are kept in memory. */
  readonly resident: number
}

async function read(state: FactSnapshot, properties: Iterable<string>, growing: Growing | null, reading: Reading): Promise<StoredColumns> {
  const grown = await growing?.over(state)
  if (!grown) growing?.leave() // a new layout needs the room of the old one
  const columns = grown ?? (await readAll(state, reading))
  try {
    for (const name of properties) if (!columns.has(name)) await columns.add(name, state)
    return columns
  } catch (error) {
    columns.close()
    throw error
  }
}

async function readAll(state: FactSnapshot, { resident, ...filing }: Reading): Promise<StoredColumns> {
  const known = await knownOf(state)
  return lengthOf(known) * bytesOfEvent <= resident ? await residentColumns(state, known, filing.budget) : await filedColumns(state, known, filing)
}

/** Reads the properties that are missing. False when the store has gone on since, so that they would not belong to the rows. */
async function isWhole(own: Generation, { reader, properties }: Asked): Promise<boolean> {
  const columns = await own.columns
  if (properties.every(columns.has)) return true
  const adding = async (state: FactSnapshot): Promise<boolean> => {
    if (state.position !== columns.position) return false
    for (const name of properties) if (!columns.has(name)) await columns.add(name, state)
    return true
  }
  const turn = own.turn.then(() => reader.snapshot(adding))
  own.turn = turn.catch(() => undefined)
  return await turn
}
