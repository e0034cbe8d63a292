import type { Desk } from '#flows/events/desk.ts'
import { hashOf } from '#flows/events/keys.ts'
import { eventColumns, type LinkRow, type Taken } from '#flows/events/receive.ts'
import type { StreamRows } from '#platform/columnar/store.ts'
import { bearsForgotten } from '#platform/columnar/withoutPersons.ts'
import type { IngestArrival } from '#doors/ingest/ingest.ts'

export const linkColumns = ['link_id', 'kind', 'person', 'other', 'group_type', 'ts']
const profileColumns = ['profile_id', 'kind', 'subject', 'traits', 'ts']
export const heldColumns = ['held_id', 'class', 'field', 'place', 'reason', 'protocol', 'raw', 'sent_at', 'received_at']

export function tablesOf(taken: Taken | null, held: StreamRows['rows']): StreamRows[] {
  const links = taken?.links.map(({ id, kind, person, other, type, at }) => [id, kind, person, other, type, at]) ?? []
  const all: StreamRows[] = [
    { table: 'event', columns: eventColumns, rows: taken?.events ?? [] },
    { table: 'event_link', columns: linkColumns, rows: links },
    { table: 'event_profile', columns: profileColumns, rows: taken?.profiles ?? [] },
    { table: 'event_held', columns: heldColumns, rows: held },
  ]
  return all.filter(({ rows }) => rows.length > 0)
}

const mostRaw = 64 * 1024

/** Items that were not taken, each once however often it is sent again. Of one that is `isUnsaid` what it said is not kept; one that bears the id of a forgotten person is not kept at all. */
export function heldRows(
  arrival: IngestArrival,
  odd: readonly { readonly class: string; readonly field: string | null; readonly message: string; readonly index: number; readonly isUnsaid?: boolean }[],
  desk: Desk,
): StreamRows['rows'] {
  const day = Math.floor(arrival.received / 86_400_000)
  const isForgotten = bearsForgotten(desk.forgotten)
  return odd.flatMap(({ class: kind, field, message, index, isUnsaid }) => {
    const raw = (JSON.stringify(arrival.raw(index)) ?? 'null').slice(0, mostRaw)
    if (isForgotten(raw)) return []
    const id = `h${hashOf(`${arrival.protocol}\n${raw}`).slice(0, 40)}`
    return desk.seen.add(`!${id}`, day) ? [[id, kind, field, index, message, arrival.protocol, isUnsaid ? 'null' : raw, arrival.sentAt, arrival.received]] : []
  })
}

/** Rows of that table as links. */
export const linksIn = ({ columns, rows }: StreamRows): Parameters<Desk['learn']>[0] =>
  rows.map((row) => {
    const of = (column: string): string => String(row[columns.indexOf(column)])
    return { kind: of('kind'), person: of('person'), other: of('other'), type: of('group_type'), at: Number(of('ts')) }
  })

/** Links as rows of their table. */
export const linkRows = (links: readonly (Omit<LinkRow, 'kind'> & { readonly kind: string })[]): StreamRows => ({
  table: 'event_link',
  columns: linkColumns,
  rows: links.map(({ id, kind, person, other, type, at }) => [id, kind, person, other, type, at]),
})
