import { parseArgs } from 'node:util'
import type { Io } from './tools.ts'

/** Where the server listens; what is absent is left to the environment. */
export interface ServeFlags {
  readonly port?: number
  readonly host?: string
}

const usage = 'serve [--port N] [--host ADDRESS]'
const details = `Start everything and open the web app.

  throughline ${usage}

--port N        the port to listen on; the start is refused when it is taken. Instead of PORT.
--host ADDRESS  the address to listen on, localhost unless told. Instead of HOST.`

/** The flags of “throughline serve”, or the exit code with which it ends at once: 0 after its help, 2 for a flag that it does not know. */
export function serveFlags(args: readonly string[], io: Pick<Io, 'out' | 'err'>): ServeFlags | number {
  try {
    const options = { port: { type: 'string' }, host: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    const { port, host, help } = parseArgs({ args: [...args], options, strict: true }).values
    if (help) return (io.out(details), 0)
    if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) return refused(io, `“${port}” is no port: give a number up to 65535.`)
    if (host === '') return refused(io, '--host needs an address.')
    return { ...(port === undefined ? {} : { port: Number(port) }), ...(host === undefined ? {} : { host }) }
  } catch (error) {
    return refused(io, error instanceof Error ? `${error.message.split('. ')[0] ?? ''}.` : String(error))
  }
}

function refused(io: Pick<Io, 'err'>, message: string): number {
  io.err(`throughline: ${message} Usage: throughline ${usage}`)
  return 2
}
