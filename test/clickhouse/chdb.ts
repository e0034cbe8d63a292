import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChdb, type PeerSession } from '../../bench/support/installPeer.ts'

/** ClickHouse in this process, or why it is not here: it exists for Linux and macOS, and is installed on demand. */
export type Chdb = { readonly session: PeerSession; readonly why: null; close(): void } | { readonly session: null; readonly why: string }

export function chdb(): Chdb {
  const home = mkdtempSync(join(tmpdir(), 'throughline-chdb-'))
  try {
    const session = openChdb(join(home, 'store'))
    return {
      session,
      why: null,
      close() {
        session.cleanup()
        rmSync(home, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    return { session: null, why: `chdb cannot be installed or opened here: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}` }
  }
}
