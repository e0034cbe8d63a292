import { isRecord } from '#kernel'
import { eventLog } from '#platform/columnar/eventLog.ts'
import type { HeldEvent } from '#platform/columnar/heldLog.ts'
import { firstUnfit, rowNames } from '#platform/columnar/settingAside.ts'
import { sideTables } from '#platform/columnar/sideTables.ts'
import type { FactStore, StreamRows, TableShape } from '#platform/columnar/store.ts'
import { namesForgotten } from '#platform/columnar/withoutPersons.ts'
import { factShapes } from '#runtime/factDesks.ts'
import type { App } from '../app.ts'
import { ingestingOf } from './ingesting.ts'

type Cells = StreamRows['rows'][number]

/** What became of rows of the journal that no table could take. Those that were `taken` are settled with their row; who asks settles the others. */
interface Tried {
  readonly taken: number
  /** Their event is stored already. */
  readonly known: readonly string[]
  readonly unkept: readonly string[]
  readonly waiting: number
}

/** Tries them again, in a turn of their workspace. */
export async function takeAgain(app: App, workspace: string, held: readonly HeldEvent[]): Promise<Tried> {
  const [known, unkept]: [string[], string[]] = [[], []]
  if (held.length === 0) return { taken: 0, known, unkept, waiting: 0 }
  const ingest = ingestingOf(app)
  const desk = await ingest.desk(workspace)
  const shapes = new Map<string, TableShape>([...factShapes(app.registry), ...sideTables].map((shape) => [shape.name, shape]))
  const personal = [...shapes.values()].filter(({ columns }) => columns.some(({ name }) => name === 'anonymous_id')).map(({ name }) => name)
  const isForgotten = namesForgotten(desk.forgotten, new Set(personal))
  const mended = await mendedRows(app.store, workspace, shapes, held)
  const names = mended.flatMap(({ name }) => name ?? [])
  const day = Math.floor(app.clock.millis() / 86_400_000)
  const locked = new Set(names.filter((name) => desk.seen.add(name, day)))
  let taken = 0
  try {
    await app.store.arrived(workspace) // a name that was seen may be on its way to the disk, or in no table at all
    for (const name of names) if (desk.seen.add(name, day)) locked.add(name) // whoever sent it could not store it
    const stored = new Set(await eventLog(app.store, workspace).storedAmong(names))
    for (const { id, source, rows, name } of mended) {
      const fate = rows.rows.some((row) => isForgotten(rows, row)) ? unkept : name !== null && stored.has(name) ? known : null
      fate?.push(id)
      if (fate !== null) continue
      await ingest.take(workspace, source, id, rows)
      taken += 1
      if (name !== null) stored.add(name)
      locked.delete(name ?? '')
    }
  } finally {
    for (const name of locked) desk.seen.remove(name)
  }
  return { taken, known, unkept, waiting: held.length - mended.length }
}

interface MendedRow {
  readonly id: string
  readonly source: string
  readonly rows: StreamRows
  /** Of an event. */
  readonly name: string | null
}

/** Those that their tables can take now; the others go on waiting. */
async function mendedRows(store: FactStore, workspace: string, shapes: ReadonlyMap<string, TableShape>, held: readonly HeldEvent[]): Promise<MendedRow[]> {
  const find = finder(store, workspace)
  const mended: MendedRow[] = []
  for (const { id, source, raw } of held) {
    const found = await find(raw)
    const shape = found && shapes.get(found.table)
    const rows = shape ? mendedRow(shape, found, id) : null
    if (rows) mended.push({ id, source, rows, name: rows.table === 'event' ? String(rows.rows[0]?.[rows.columns.indexOf('event_id')]) : null })
  }
  return mended
}

/** The row without any value that does not fit: each is flagged; without a time it happened when it arrived, as everywhere. Null when that does not make it fit. */
function mendedRow(shape: TableShape, { at, columns: given, cells: said }: Found, id: string): StreamRows | null {
  const columns = [...new Set([...given, ...shape.columns.map(({ name }) => name)])]
  const cells = columns.map((_, place) => said[place] ?? null)
  const mended = new Set<string>()
  for (let wrong = firstUnfit(shape, columns, cells); wrong; wrong = firstUnfit(shape, columns, cells)) {
    if (mended.has(wrong.column)) return null
    mended.add(wrong.column)
    cells[columns.indexOf(wrong.column)] = times.has(wrong.column) ? at : shape.key.includes(wrong.column) ? id : null
    const flags = shape.name === 'event' ? columns.indexOf('flags') : -1
    if (flags >= 0) cells[flags] = [cells[flags], `malformed:${wrong.column}`].filter(Boolean).join(' ')
  }
  // one that fits as it stands comes by itself when the store is made again
  return mended.size > 0 ? { table: shape.name, columns, rows: [cells] } : null
}

const times: ReadonlySet<string> = new Set(['ts', 'received_at'])

interface Found {
  readonly table: string
  /** When its request arrived, milliseconds. */
  readonly at: number
  readonly columns: readonly string[]
  readonly cells: Cells
}

/** Finds a row by what is held of it: its record of the journal, its table, its name there. Rows of one record come one after the other, and it is read once. */
function finder(store: FactStore, workspace: string): (raw: string) => Promise<Found | null> {
  let last: { readonly record: number; readonly rows: ReadonlyMap<string, Found> } | null = null
  return async (raw) => {
    const { table, record, row }: Readonly<Record<string, unknown>> = placeIn(raw)
    if (typeof record !== 'number' || typeof row !== 'string') return null
    if (last?.record !== record) last = { record, rows: await rowsOf(store, workspace, record) }
    return last.rows.get(`${String(table)}/${row}`) ?? null
  }
}

function placeIn(raw: string): Readonly<Record<string, unknown>> {
  const place: unknown = JSON.parse(raw)
  return isRecord(place) ? place : {}
}

async function rowsOf(store: FactStore, workspace: string, record: number): Promise<ReadonlyMap<string, Found>> {
  const entry = await store.record(workspace, record)
  const found = new Map<string, Found>()
  if (entry?.kind !== 'stream') return found
  for (const { table, columns, rows } of entry.tables) {
    const named = rowNames(columns)
    for (const cells of rows) {
      const name = `${table}/${named(cells)}`
      if (Array.isArray(cells)) found.set(name, { table, at: Date.parse(entry.at), columns, cells })
    }
  }
  return found
}
