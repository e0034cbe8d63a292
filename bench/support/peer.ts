import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Events } from '#engines/analytics/columns/events.ts'
import { openChdb } from './installPeer.ts'

/** ClickHouse in this process (chdb), with the events in three layouts: by person, by account and by event, each then by time. */
export interface Peer {
  /** Rows of an answer, as numbers. */
  ask(sql: string): number[][]
  close(): void
}

export const layouts = { by_person: '(person, t)', by_account: '(account, t)', by_event: '(e, t)' } as const

export function openPeer(events: Events): Peer {
  const home = mkdtempSync(join(tmpdir(), 'throughline-peer-'))
  const session = openChdb(join(home, 'store'))
  const rows = join(home, 'rows.bin')
  writeFileSync(rows, packed(events))
  session.query('SET max_threads = 2')
  for (const [table, order] of Object.entries(layouts)) {
    session.query(`CREATE TABLE ${table} (person UInt32, account UInt32, t UInt64, e UInt16) ENGINE = MergeTree ORDER BY ${order}`)
    session.query(`INSERT INTO ${table} SELECT * FROM file('${rows}', 'RowBinary', 'person UInt32, account UInt32, t UInt64, e UInt16')`)
    session.query(`OPTIMIZE TABLE ${table} FINAL`)
  }
  return {
    ask: (sql) =>
      session
        .query(sql, 'CSV')
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(',').map((cell) => Number(cell.replaceAll('"', '')))),
    close() {
      session.cleanup()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function packed({ length, person, account, ts, name }: Events): Uint8Array {
  const bytes = new Uint8Array(length * 18)
  const view = new DataView(bytes.buffer)
  for (let row = 0; row < length; row++) {
    view.setUint32(row * 18, person[row] ?? 0, true)
    view.setUint32(row * 18 + 4, account[row] ?? 0, true)
    view.setBigUint64(row * 18 + 8, BigInt(ts[row] ?? 0), true)
    view.setUint16(row * 18 + 16, name[row] ?? 0, true)
  }
  return bytes
}
