import type { Row } from './duckdb.ts'
import type { Value } from './values.ts'

export type Asking = (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>

export interface HeldEvent {
  readonly id: string
  readonly class: string
  readonly field: string | null
  readonly index: number
  readonly reason: string
  readonly protocol: string
  /** The item as it came, as JSON text; cut when it was larger than what is kept. */
  readonly raw: string
  readonly sentAt: string | null
  readonly receivedAt: string
  readonly source: string
  readonly state: 'open' | 'replayed' | 'dismissed'
}

/** Held events that wait for the same thing: one reason, one field, one sender. */
export interface HeldKind {
  readonly class: string
  readonly source: string
  readonly field: string | null
}

/** Those of a kind that arrived until an instant: what a reader of the kind has been told of. */
export interface HeldUntil extends HeldKind {
  readonly until: string
}

/** Where a held event stands among those of its kind, from the oldest on. */
export interface HeldPlace {
  readonly receivedAt: string
  readonly index: number
  readonly id: string
}

/** How much of what waits is told at once: kinds, events of each, characters of an event. */
export interface MostWaiting {
  readonly kinds: number
  readonly newest: number
  readonly raw: number
}

export interface Waiting {
  /** Of all kinds, told or not. */
  readonly total: number
  readonly kinds: readonly (HeldKind & { readonly count: number; readonly items: readonly HeldShown[] })[]
  /** How many kinds are not told, and how many events these are. */
  readonly others: { readonly kinds: number; readonly events: number }
}

/** A held event with the beginning of how it came, and how many characters that has as a whole. */
export type HeldShown = HeldEvent & { readonly rawLength: number }

/** What could not be taken from streams of one workspace. */
export interface HeldLog {
  held(filter: { readonly ids: readonly string[] }): Promise<readonly HeldEvent[]>
  /** The largest kinds that wait, how many there are of each, and the newest of them. */
  waiting(most: MostWaiting): Promise<Waiting>
  /** Of those that are named, the ones that wait. */
  waitingAmong(ids: readonly string[]): Promise<readonly string[]>
  /** So many that wait of a kind, oldest first, after a place among them. */
  waitingOf(kind: HeldUntil, after: HeldPlace | null, limit: number): Promise<readonly HeldPlace[]>
  /** How many that wait arrived in a stretch of time (milliseconds), its end not included. */
  waitingBetween(from: number, to: number): Promise<number>
  /** Held events that wait, by class and source. */
  heldCounts(): Promise<readonly { readonly class: string; readonly source: string; readonly count: number }[]>
}

export function heldLog(rows: Asking): HeldLog {
  return {
    held: async ({ ids }) =>
      (
        await rows(
          `select ${heldColumns}, coalesce(s.state, 'open') from store.event_held h left join store.event_settled s using (held_id)
           where list_contains(from_json($1, '["VARCHAR"]'), h.held_id) order by h.received_at, h.place`,
          [JSON.stringify(ids)],
        )
      ).map(toHeld),
    waiting: async ({ kinds: mostKinds, newest, raw }) => {
      const found = await rows(
        `with waiting as (select h.held_id, h.class, h.source_id, h.field, h.received_at, h.place from store.event_held h anti join store.event_settled s using (held_id)),
         kinds as (select class, source_id, field, count(*) as many, sum(count(*)) over () as events, count(*) over () as kinds from waiting group by class, source_id, field),
         largest as (select *, row_number() over (order by many desc, class, source_id, field) as rank from kinds qualify rank <= ${Math.trunc(mostKinds)}),
         newest as (select held_id, rank, many, events, kinds from waiting w join largest l on w.class = l.class and w.source_id = l.source_id and w.field is not distinct from l.field
           qualify row_number() over (partition by rank order by received_at desc, place) <= ${Math.trunc(newest)})
         select ${heldColumns.replace('h.raw', `left(h.raw, ${Math.trunc(raw)})`)}, 'open', length(h.raw), n.many, n.events::bigint, n.kinds, n.rank
         from newest n join store.event_held h using (held_id) order by n.rank, h.received_at desc, h.place`,
      )
      const kinds = [...Map.groupBy(found, (row) => row.at(-1)).values()].map((own) => {
        const items = own.map((row) => ({ ...toHeld(row), rawLength: Number(row.at(-5)) }))
        const { class: name = '', source = '', field = null } = items[0] ?? {}
        return { class: name, source, field, count: Number(own[0]?.at(-4)), items }
      })
      const total = Number(found[0]?.at(-3) ?? 0)
      const told = kinds.reduce((sum, { count }) => sum + count, 0)
      return { total, kinds, others: { kinds: Number(found[0]?.at(-2) ?? 0) - kinds.length, events: total - told } }
    },
    waitingAmong: async (ids) =>
      (
        await rows(
          `select held_id from store.event_held anti join store.event_settled using (held_id) where list_contains(from_json($1, '["VARCHAR"]'), held_id)`,
          [JSON.stringify(ids)],
        )
      ).map(([id]) => String(id)),
    waitingOf: async ({ class: name, source, field, until }, after, limit) =>
      (
        await rows(
          `select received_at, place, held_id from store.event_held h anti join store.event_settled s using (held_id)
           where class = $1 and source_id = $2 and field is not distinct from $3::varchar and received_at <= $4::timestamp
           ${after ? 'and (received_at, place, held_id) > ($5::timestamp, $6::bigint, $7::varchar)' : ''}
           order by received_at, place, held_id limit ${Math.trunc(limit)}`,
          [name, source, field, until, ...(after ? [after.receivedAt, after.index, after.id] : [])],
        )
      ).map(([receivedAt, index, id]) => ({ receivedAt: String(receivedAt), index: Number(index), id: String(id) })),
    waitingBetween: async (from, to) => {
      const [row] = await rows(
        `select count(*) from store.event_held h anti join store.event_settled s using (held_id)
         where received_at >= epoch_ms($1::bigint) and received_at < epoch_ms($2::bigint)`,
        [Math.trunc(from), Math.trunc(to)],
      )
      return Number(row?.[0] ?? 0)
    },
    heldCounts: async () =>
      (
        await rows(
          `select class, source_id, count(*) from store.event_held h anti join store.event_settled s using (held_id) group by all order by 3 desc, 1, 2`,
        )
      ).map(([kind, source, count]) => ({ class: String(kind), source: String(source), count: Number(count) })),
  }
}

const heldColumns = 'h.held_id, h.class, h.field, h.place, h.reason, h.protocol, h.raw, h.sent_at, h.received_at, h.source_id'

export const textOf = (value: Value | undefined): string | null => (value === null || value === undefined ? null : String(value))

function toHeld([id, kind, field, index, reason, protocol, raw, sentAt, receivedAt, source, state]: Row): HeldEvent {
  return {
    id: String(id),
    class: String(kind),
    field: textOf(field),
    index: Number(index),
    reason: String(reason),
    protocol: String(protocol),
    raw: String(raw),
    sentAt: textOf(sentAt),
    receivedAt: String(receivedAt),
    source: String(source),
    state: state === 'replayed' || state === 'dismissed' ? state : 'open',
  }
}
