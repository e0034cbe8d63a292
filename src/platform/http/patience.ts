import type { IncomingMessage, Server } from 'node:http'

/** Milliseconds within which a request must have arrived. */
export interface Patience {
  readonly usual: number
  readonly long: number
  /** May a request to this path take long? */
  isLong(path: string): boolean
}

/**
 * Cuts requests off that do not arrive in time, with 408: a body of a few kilobytes is here at once or is held back on purpose, while files over a slow line
 * may take an hour. Headings have Node's own minute.
 */
export function bePatient(server: Server, { usual, long, isLong }: Patience): void {
  server.requestTimeout = long
  server.on('request', (request: IncomingMessage) => {
    const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
    if (!hasBody || isLong((request.url ?? '').split('?')[0] ?? '')) return
    const timer = setTimeout(() => cutOff(request), usual).unref()
    request.once('close', () => clearTimeout(timer))
  })
}

function cutOff(request: IncomingMessage): void {
  if (request.complete) return
  request.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => request.socket.destroy())
}
