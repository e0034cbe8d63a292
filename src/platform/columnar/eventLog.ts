import type { Row } from './duckdb.ts'
import { heldLog, textOf, type Asking, type HeldLog } from './heldLog.ts'
import type { FactStore } from './store.ts'
import { streamBatch } from './streaming.ts'

export interface StoredEvent {
  readonly id: string
  readonly ts: string
  readonly receivedAt: string
  readonly name: string
  readonly account: string | null
  readonly user: string | null
  readonly source: string
  readonly flags: string | null
  readonly props: string | null
}

export interface EventVolume {
  readonly name: string
  readonly count: number
  readonly first: string
  readonly last: string
  readonly flagged: number
}

/** What streams have left in one workspace, read by those who receive and by those who look after what is received. */
export interface EventLog extends HeldLog {
  /** Names of events of streams received since an instant, in pieces, with the day of each (whole days since 1970). */
  namesSince(instant: string): AsyncGenerator<readonly { readonly name: string; readonly day: number }[]>
  /** The same of what is held. */
  heldSince(instant: string): Promise<readonly { readonly name: string; readonly day: number }[]>
  /** Of these names of events, those that stand in the table. */
  storedAmong(names: readonly string[]): Promise<readonly string[]>
  links(): Promise<readonly { readonly kind: string; readonly person: string; readonly other: string; readonly type: string | null; readonly at: number }[]>
  forgotten(): Promise<readonly string[]>
  latest(limit: number): Promise<readonly StoredEvent[]>
  /** By name of the event, since an instant of arrival; a file’s rows count by their own time. */
  volumes(since: string): Promise<readonly EventVolume[]>
  /** By source: how many events, and the newest arrival. */
  sources(since: string): Promise<readonly { readonly source: string; readonly count: number; readonly last: string }[]>
  /** How often each class of violation was flagged, by event and property, since an instant of arrival. */
  flags(since: string): Promise<readonly { readonly name: string; readonly flag: string; readonly count: number }[]>
  /** Which properties an event carried, how often, and of which kind, among its newest thousand. */
  properties(name: string): Promise<readonly { readonly property: string; readonly kind: string; readonly count: number }[]>
  /** Profiles of a person or an account, oldest first. */
  profiles(kind: string, subject: string): Promise<readonly { readonly traits: string; readonly at: string }[]>
}

export function eventLog(store: FactStore, workspace: string): EventLog {
  const rows: Asking = async (sql, values = []) => (await store.query(workspace, sql, values)).rows
  return { ...kept(store, workspace, rows), ...heldLog(rows), ...counted(rows) }
}

function kept(store: FactStore, workspace: string, rows: Asking) {
  return {
    async *namesSince(instant) {
      const sql = `select event_id, (epoch_ms(received_at) // 86400000)::integer from store."event" where batch_id = '${streamBatch}' and received_at >= '${new Date(instant).toISOString()}'::timestamp`
      for await (const piece of store.stream(workspace, sql)) yield piece.map(([name, day]) => ({ name: String(name), day: Number(day) }))
    },
    storedAmong: async (names) => {
      const sql = `select distinct event_id from store."event" semi join (select unnest(from_json($1, '["VARCHAR"]')) as event_id) using (event_id)`
      return names.length === 0 ? [] : (await rows(sql, [JSON.stringify(names)])).map(([name]) => String(name))
    },
    heldSince: async (instant) =>
      (await rows('select held_id, (epoch_ms(received_at) // 86400000)::integer from store.event_held where received_at >= $1::timestamp', [instant])).map(
        ([name, day]) => ({ name: String(name), day: Number(day) }),
      ),
    links: async () =>
      (await rows(`select kind, person, other, group_type, epoch_ms(ts) from store.event_link order by position, rowid`)).map(
        ([kind, person, other, type, at]) => ({
          kind: String(kind),
          person: String(person),
          other: String(other),
          type: textOf(type),
          at: Number(at),
        }),
      ),
    forgotten: async () => (await rows('select person from store.forgotten')).map(([person]) => String(person)),
    latest: async (limit) =>
      (
        await rows(
          `select event_id, ts, coalesce(received_at, recorded_at), name, account_id, user_id, source_id, flags, props from event
           where batch_id = '${streamBatch}' order by recorded_at desc, position desc limit ${Math.trunc(limit)}`,
        )
      ).map(toStored),
    profiles: async (kind, subject) =>
      (await rows('select traits, ts from store.event_profile where kind = $1 and subject = $2 order by ts, position', [kind, subject])).map(
        ([traits, at]) => ({
          traits: String(traits),
          at: String(at),
        }),
      ),
  } satisfies Partial<EventLog>
}

function counted(rows: Asking) {
  return {
    volumes: async (since) =>
      (
        await rows(
          `select name, count(*), min(ts), max(ts), count(flags) from event where coalesce(received_at, ts) >= $1::timestamp and name is not null group by name order by 2 desc, 1`,
          [since],
        )
      ).map(([name, count, first, last, flagged]) => ({
        name: String(name),
        count: Number(count),
        first: String(first),
        last: String(last),
        flagged: Number(flagged),
      })),
    sources: async (since) =>
      (
        await rows(
          `select source_id, count(*), max(received_at) from store."event" where batch_id = '${streamBatch}' and received_at >= $1::timestamp group by source_id order by 2 desc`,
          [since],
        )
      ).map(([source, count, last]) => ({ source: String(source), count: Number(count), last: String(last) })),
    flags: async (since) =>
      (
        await rows(
          `select name, flag, count(*) from (select name, unnest(string_split(flags, ' ')) as flag from event where flags is not null and coalesce(received_at, ts) >= $1::timestamp)
           group by all order by 3 desc, 1, 2 limit 1000`,
          [since],
        )
      ).map(([name, flag, count]) => ({ name: String(name), flag: String(flag), count: Number(count) })),
    properties: async (name) =>
      (
        await rows(
          `with newest as (select props from event where name = $1 and props is not null order by ts desc limit 1000),
           keyed as (select unnest(json_keys(props)) as property, props from newest)
           select property, mode(json_type(json_extract(props, '$."' || replace(property, '"', '\\"') || '"'))), count(*) from keyed group by property order by 3 desc, 1`,
          [name],
        )
      ).map(([property, kind, count]) => ({ property: String(property), kind: String(kind), count: Number(count) })),
  } satisfies Partial<EventLog>
}

const toStored = ([id, ts, receivedAt, name, account, user, source, flags, props]: Row): StoredEvent => ({
  id: String(id),
  ts: String(ts),
  receivedAt: String(receivedAt),
  name: String(name),
  account: textOf(account),
  user: textOf(user),
  source: String(source),
  flags: textOf(flags),
  props: textOf(props),
})
