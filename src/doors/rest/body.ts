import { isRecord, Problem } from '#kernel'
import type { RestCall, Visitor } from './door.ts'

const limit = 2 * 1024 * 1024

/** The JSON body of a call; nothing is an empty object. Refuses other media, more than 2 MB, and names that poison prototypes. */
export async function jsonBody(c: RestCall): Promise<Record<string, unknown>> {
  const length = Number(c.req.header('content-length') ?? 0)
  if (length > limit) throw new Problem('invalid', 'The body is larger than 2 MB.', 'Send files to the import instead.', { code: 'too-large' })
  const text = await c.req.text()
  if (text.trim() === '') return {}
  if (!(c.req.header('content-type') ?? '').includes('json'))
    throw new Problem('invalid', 'The body must be JSON.', 'Send Content-Type: application/json.', { code: 'wrong-media' })
  const parsed = parse(text)
  if (!isRecord(parsed)) throw new Problem('invalid', 'The body must be a JSON object.', 'Send {"name": "value"}.')
  return parsed
}

function parse(text: string): unknown {
  if (text.length > limit) throw new Problem('invalid', 'The body is larger than 2 MB.', '', { code: 'too-large' })
  if (depth(text) > 60) throw new Problem('invalid', 'The JSON is nested deeper than 60 levels.')
  try {
    return JSON.parse(text, (name, value: unknown) => (name === '__proto__' ? undefined : value))
  } catch {
    throw new Problem('invalid', 'The body is not JSON.', 'Check quotes and commas.')
  }
}

/** How deep brackets nest; counts those inside strings too, which only makes it stricter. */
function depth(text: string): number {
  let [now, most] = [0, 0]
  for (const letter of text) {
    if (letter === '{' || letter === '[') most = Math.max(most, (now += 1))
    if (letter === '}' || letter === ']') now -= 1
  }
  return most
}

/** If-Match: "7" or 7. Undefined when it was not sent. */
export function ifMatch(c: RestCall): number | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || header === '*') return undefined
  const version = Number(header.replaceAll('"', '').replace(/^W\//, ''))
  if (!Number.isSafeInteger(version)) throw new Problem('invalid', `If-Match must be a version, such as "7".`)
  return version
}

export function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value.trim() === '') throw new Problem('invalid', `“${name}” is required.`, '', { code: 'required', at: { field: name } })
  return value
}

export const optionalText = (body: Readonly<Record<string, unknown>>, name: string): string | undefined =>
  typeof body[name] === 'string' && body[name] !== '' ? body[name] : undefined

export function visitorOf(c: RestCall): Visitor {
  const agent = c.req.header('user-agent')
  return { network: networkOf(c.env), ...(agent ? { userAgent: agent.slice(0, 200) } : {}) }
}

/** The address of the socket, as the Node server hands it in. */
function networkOf(env: unknown): string {
  const incoming = isRecord(env) ? env['incoming'] : null
  const socket = typeof incoming === 'object' && incoming !== null && 'socket' in incoming ? incoming.socket : null
  return typeof socket === 'object' && socket !== null && 'remoteAddress' in socket ? String(socket.remoteAddress) : 'local'
}
