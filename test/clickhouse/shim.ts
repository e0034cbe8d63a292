import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { PeerSession } from '../../bench/support/installPeer.ts'

/** A ClickHouse server for one test: its HTTP interface in front of a session in this process, with the faults that a network has. */
export interface Shim {
  readonly url: string
  readonly inserts: () => number
  /** Runs before each insert is answered: `lose` drops its last row, `deaf` takes the rows and answers nothing. */
  fault: 'none' | 'lose' | 'deaf'
  close(): Promise<void>
}

export async function serveShim(session: PeerSession): Promise<Shim> {
  let inserts = 0
  const own: { fault: Shim['fault'] } = { fault: 'none' }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { searchParams } = new URL(request.url ?? '/', 'http://shim')
    const body = await bodyOf(request)
    const statement = searchParams.get('query') ?? ''
    const isInsert = /^\s*INSERT/i.test(statement)
    if (isInsert) inserts++
    try {
      const rows = own.fault === 'lose' ? withoutLast(body) : body
      const isLost = isInsert && rows.trim() === '' // the only row of a batch
      const said = isLost ? '' : session.query(isInsert ? insertOf(statement, rows, searchParams) : `${statement}${body}`)
      if (isInsert && own.fault === 'deaf') {
        own.fault = 'none'
        response.destroy()
        return
      }
      response.writeHead(200, { 'x-clickhouse-summary': '{}' }).end(said)
    } catch (error) {
      const message = error instanceof Error ? error.message.replace(/^Query failed: /, '') : String(error)
      response.writeHead(500, { 'x-clickhouse-exception-code': /Code: (\d+)/.exec(message)?.[1] ?? '1' }).end(message)
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return Object.assign(own, {
    url: `http://default:secret@127.0.0.1:${port}/default`,
    inserts: () => inserts,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  const whole = Buffer.concat(parts)
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole).toString('utf8')
}

/** The settings of the address belong into the statement, before its format. */
function insertOf(statement: string, body: string, settings: URLSearchParams): string {
  const token = settings.get('insert_deduplication_token')
  return `${statement.replace(/\s+FORMAT\s+/, token === null ? ' FORMAT ' : ` SETTINGS insert_deduplication_token = '${token}' FORMAT `)}\n${body}`
}

const withoutLast = (body: string): string => body.trimEnd().split('\n').slice(0, -1).join('\n')
