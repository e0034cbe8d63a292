import { createClient, type ClickHouseClient } from '@clickhouse/client'
import { Problem } from '#kernel'
import { turns, type Turns } from '../turns.ts'

type Cells = readonly unknown[]

/** A ClickHouse server over HTTP. Every failure is a Problem: `unavailable` when it is away or too slow, `refused` when it does not take what it is sent. */
export interface ClickHouse {
  /** Its address without user and password. */
  readonly address: string
  /** Rows of a statement, column by column. */
  rows(statement: string): Promise<readonly Cells[]>
  run(statement: string): Promise<void>
  /** Adds one batch of rows. The same token is taken once, so that a batch whose answer was lost may be sent again; it is, twice. */
  insert(batch: Batch): Promise<void>
  /** Takes rows of a table away; answers when no statement finds them any more. */
  remove(rows: { readonly table: string; readonly condition: string }): Promise<void>
  close(): Promise<void>
}

export interface Batch {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Cells[]
  readonly token: string
}

export interface ClickHouseOptions {
  /** Longest time for an answer, in milliseconds. */
  readonly timeout?: number
}

const tries = 3

/** The servers that this process speaks to. */
export interface ClickHouses {
  /** The one client for an address. Throws `invalid` when the address is none. */
  at(url: string): ClickHouse
  /** Whoever changes the rows of a workspace goes alone; who asks goes together with others. */
  readonly turns: Turns
  /** Workspaces whose rows there are being changed, or were when that broke off: until they are whole again nobody may ask. */
  readonly torn: Set<string>
  close(): Promise<void>
}

export function clickHouses(): ClickHouses {
  const clients = new Map<string, ClickHouse>()
  return {
    at(url) {
      const client = clients.get(url) ?? connectClickHouse(url)
      clients.set(url, client)
      return client
    },
    turns: turns(),
    torn: new Set(),
    close: async () => void (await Promise.all([...clients.values()].map((client) => client.close()))),
  }
}

/** Opens no connection before the first statement. Throws `invalid` when the address is none. */
export function connectClickHouse(url: string, { timeout = 120_000 }: ClickHouseOptions = {}): ClickHouse {
  const address = addressOf(url)
  const client: ClickHouseClient = createClient({ url, request_timeout: timeout, application: 'throughline', log: { level: 127 } })
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw problemOf(error, address, timeout)
    }
  }
  const insert = ({ table, columns: [first, ...others], rows, token }: Batch) =>
    client.insert({
      table,
      ...(first === undefined ? {} : { columns: [first, ...others] }),
      values: [...rows],
      format: 'JSONCompactEachRow',
      clickhouse_settings: { insert_deduplicate: 1, insert_deduplication_token: token, distributed_foreground_insert: 1 },
    })
  return {
    address,
    rows: (query) => told(async () => await (await client.query({ query, format: 'JSONCompactEachRow' })).json<Cells>()),
    run: (query) => told(async () => void (await client.command({ query }))),
    remove: ({ table, condition }) => told(async () => void (await client.command({ query: `DELETE FROM ${table} WHERE ${condition}` }))),
    async insert(batch) {
      for (let left = tries; ; left--)
        try {
          await told(() => insert(batch))
          return
        } catch (error) {
          if (left === 1 || !(error instanceof Problem) || error.kind !== 'unavailable') throw error
        }
    },
    close: () => client.close(),
  }
}

function addressOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Problem('invalid', 'The address of ClickHouse is no URL.', 'Write THROUGHLINE_CLICKHOUSE=http://user:password@host:8123/database.')
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

/** Errors that the server itself names bear a number; whatever else went wrong, it was not reached or did not answer in time. */
function problemOf(error: unknown, address: string, timeout: number): Problem {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 300) : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^\d+$/.test(code))
    return new Problem('refused', `ClickHouse at ${address} refused: ${message}`, 'Its log says more; the embedded store still holds every event.', {
      code: 'clickhouse-refused',
    })
  const why = /timeout/i.test(message) ? `did not answer within ${Math.round(timeout / 1000)} s` : 'does not answer'
  return new Problem(
    'unavailable',
    `ClickHouse at ${address} ${why}${/timeout/i.test(message) ? '' : ` (${code || message})`}.`,
    'Start it, or take the workspace back: throughline events move --to embedded.',
    { code: 'clickhouse-away' },
  )
}
