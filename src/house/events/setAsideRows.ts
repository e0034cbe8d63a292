import type { Desk } from '#flows/events/desk.ts'
import { isRecord } from '#kernel'
import type { HeldEvent } from '#platform/columnar/heldLog.ts'
import type { FactStore, StreamRows } from '#platform/columnar/store.ts'
import { bearsForgotten } from '#platform/columnar/withoutPersons.ts'

/** What became of a row of the journal that no table could take, when it was tried again. */
export type Mended = { readonly is: 'taken'; readonly rows: StreamRows; readonly name: string | null } | { readonly is: 'known' | 'unkept' | 'waiting' }

type Cell = StreamRows['rows'][number][number]

/** The row as its table can take it, with its name noted as seen: without the value that does not fit, which is flagged; without a time it happened when it arrived, as everywhere. */
export async function mendedRow(store: FactStore, workspace: string, desk: Desk, held: HeldEvent, day: number): Promise<Mended> {
  const found = await rowIn(store, workspace, held)
  if (!found || held.field === null) return { is: 'waiting' }
  const { columns, table } = found.rows
  if (bearsForgotten(desk.forgotten)(JSON.stringify(found.cells))) return { is: 'unkept' }
  const cells = columns.map((column, place): Cell => {
    const cell = found.cells[place] ?? null
    if (column === held.field) return times.has(column) ? found.at : cell === null ? held.id : null
    return table === 'event' && column === 'flags' ? [cell, `malformed:${held.field}`].filter(Boolean).join(' ') : cell
  })
  const name = table === 'event' ? String(cells[columns.indexOf('event_id')]) : null
  if (name !== null && !desk.seen.add(name, day)) return { is: 'known' }
  return { is: 'taken', rows: { table, columns, rows: [cells] }, name }
}

const times: ReadonlySet<string> = new Set(['ts', 'received_at'])

interface Found {
  /** When its request arrived, milliseconds. */
  readonly at: number
  readonly rows: StreamRows
  readonly cells: readonly Cell[]
}

/** What is held says where the row stands: its record of the journal, its table, its place. */
async function rowIn(store: FactStore, workspace: string, { raw }: HeldEvent): Promise<Found | null> {
  const place: unknown = JSON.parse(raw)
  if (!isRecord(place) || typeof place['record'] !== 'number') return null
  const entry = await store.record(workspace, place['record'])
  if (entry?.kind !== 'stream') return null
  const rows = entry.tables.find(({ table }) => table === place['table'])
  const cells = rows?.rows[Number(place['row'])]
  return rows && Array.isArray(cells) ? { at: Date.parse(entry.at), rows, cells } : null
}
