import { createHash } from 'node:crypto'
import { isProblem } from '#kernel'
import { inflated, mostBytes, TooLarge } from './inflate.ts'
import { isRefusal, Malformed, type Batch, type Outcome, type Protocol, type Received, type Refused, type Incoming } from './neutral.ts'
import { isIngest, protocolOf } from './protocols/protocols.ts'

/** Who sends, as the house knows them by their key. */
export interface IngestSource {
  readonly id: string
  readonly workspace: string
}

/** One request, read: what can be stored and what cannot. */
export interface IngestArrival {
  readonly protocol: string
  readonly received: number
  readonly sentAt: number | null
  readonly bodyHash: string
  readonly items: readonly { readonly index: number; readonly incoming: Incoming }[]
  readonly refused: readonly Refused[]
  /** An item of the request as it came, to be kept when it is not taken. */
  readonly raw: (index: number) => unknown
  /** One bad item refuses the whole: the bad ones are kept aside, the good ones are left to be sent again. */
  readonly isWhole: boolean
}

export interface IngestReport {
  readonly accepted: number
  readonly duplicates: number
  /** Of the accepted: what is not kept, because its person is forgotten or did not consent. */
  readonly unkept?: number
  readonly refused: readonly Refused[]
}

/** What this door is handed. `receive` and `keepAside` answer when everything is on disk, and throw a Problem `unavailable` when it cannot be. */
export interface IngestHouse {
  readonly now: () => number
  sourceOf(key: string): Promise<IngestSource | null>
  /** Seconds to wait before so many events may come; 0 lets them in. */
  admit(source: IngestSource, events: number): number
  receive(source: IngestSource, arrival: IngestArrival): Promise<IngestReport>
  keepAside(
    source: IngestSource,
    unread: { readonly protocol: string; readonly received: number; readonly body: Uint8Array; readonly reason: string },
  ): Promise<void>
  refusedKey(protocol: string): void
  readonly logFailure: (error: unknown) => void
}

export const mostEvents = 2_500
/** Bodies that are being worked on at the same time; more than this is told to come again. */
const mostInFlight = 64 * 1024 * 1024

/** Speaks the protocols of clients that send events. Null when the request is for somebody else. */
export function ingestDoor(house: IngestHouse): (request: Request) => Promise<Response | null> {
  let inFlight = 0
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const isAsked = request.method === 'OPTIONS' && isIngest('POST', pathname, searchParams)
    if (isAsked) return new Response(null, { status: 204, headers: crossOrigin })
    if (!['POST', 'GET', 'PUT'].includes(request.method) || !isIngest(request.method, pathname, searchParams)) return null
    const size = Number(request.headers.get('content-length') ?? 0)
    if (inFlight + size > mostInFlight) return answered(protocolOf(pathname, request.headers, ''), busy, blankRequest(request), null)
    inFlight += size
    try {
      return await handle(house, request, pathname, searchParams)
    } finally {
      inFlight -= size
    }
  }
}

async function handle(house: IngestHouse, request: Request, path: string, query: URLSearchParams): Promise<Response> {
  const received = { ...blankRequest(request), path, query, now: house.now() }
  let body: Uint8Array = new Uint8Array()
  try {
    if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw new TooLarge(`A body has at most ${mostBytes} bytes.`)
    body = new Uint8Array(await request.arrayBuffer())
    const plain = await inflated(body, request.headers.get('content-encoding'))
    const text = (request.headers.get('content-type') ?? '').includes('protobuf') ? '' : decoder.decode(plain)
    const readable: Received = { ...received, body: plain, text }
    const protocol = protocolOf(path, request.headers, text)
    return await read(house, protocol, readable)
  } catch (error) {
    const protocol = protocolOf(path, request.headers, '')
    return answered(protocol, await unreadable(house, protocol, received, body, error), received, null)
  }
}

const decoder = new TextDecoder()

async function read(house: IngestHouse, protocol: Protocol, request: Received): Promise<Response> {
  let batch: Batch | null = null
  try {
    batch = protocol.read(request)
    return answered(protocol, await take(house, protocol, request, batch), request, batch)
  } catch (error) {
    return answered(protocol, await unreadable(house, protocol, request, request.body, error), request, batch)
  }
}

async function take(house: IngestHouse, protocol: Protocol, request: Received, batch: Batch): Promise<Outcome> {
  const source = batch.key === null ? null : await house.sourceOf(batch.key)
  if (!source) {
    house.refusedKey(protocol.name)
    return { is: 'unauthorized', reason: batch.key === null ? 'The request brings no key.' : 'The key is not known, or it was revoked.' }
  }
  if (batch.items.length > mostEvents) return { is: 'tooLarge', reason: `A request has at most ${mostEvents} events.` }
  const wait = house.admit(source, batch.items.length)
  if (wait > 0) return { is: 'limited', reason: 'This source sends more than it may.', retryAfter: wait }
  const items: { index: number; incoming: Incoming }[] = []
  const refused: Refused[] = []
  for (const [index, raw] of batch.items.entries()) {
    const item = protocol.item(raw, batch)
    if (item === null) continue
    if (isRefusal(item)) refused.push({ ...item, index })
    else items.push({ index, incoming: item })
  }
  const report = await house.receive(source, {
    protocol: protocol.name,
    received: request.now,
    sentAt: batch.sentAt,
    bodyHash: createHash('md5').update(request.body).digest('base64url'),
    items,
    refused,
    raw: (index) => withoutKey({ item: batch.items[index], options: batch.options }, batch.key),
    isWhole: protocol.isWhole === true,
  })
  return { is: 'taken', ...report }
}

/** What is held for people to look at does not bear the key, which some protocols carry within each event; it is tried again without one. */
function withoutKey(raw: unknown, key: string | null): unknown {
  const text = JSON.stringify(raw)
  return key === null || !text.includes(key) ? raw : JSON.parse(text.replaceAll(key, 'key'))
}

/** What an error means to the client; a body that cannot be read is kept aside when its key, said outside of the body, is good. */
async function unreadable(house: IngestHouse, protocol: Protocol, request: Received, body: Uint8Array, error: unknown): Promise<Outcome> {
  if (error instanceof TooLarge) return { is: 'tooLarge', reason: error.message }
  if (isProblem(error) && error.kind === 'unavailable')
    return { is: 'unavailable', reason: error.message, retryAfter: 5, isFull: error.details.code === 'no-space' }
  if (!(error instanceof Malformed)) {
    house.logFailure(error)
    return { is: 'unavailable', reason: 'It could not be stored. Send it again.', retryAfter: 5 }
  }
  const key = keyOutside(request)
  const source = key === null ? null : await house.sourceOf(key).catch(() => null)
  if (key !== null && !source) return { is: 'unauthorized', reason: 'The key is not known, or it was revoked.' }
  if (source) await house.keepAside(source, { protocol: protocol.name, received: request.now, body, reason: error.message }).catch(house.logFailure)
  return { is: 'malformed', reason: error.message }
}

/** Keys that stand in headers or in the address. */
function keyOutside({ headers, query }: Received): string | null {
  const [, scheme, value] = /^(Basic|Bearer)\s+(\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  const basic =
    scheme?.toLowerCase() === 'basic'
      ? Buffer.from(value ?? '', 'base64')
          .toString()
          .split(':')
          .find((part) => part !== '')
      : null
  const bearer = scheme?.toLowerCase() === 'bearer' ? value : null
  return basic ?? bearer ?? headers.get('x-write-key') ?? headers.get('openpanel-client-secret') ?? query.get('key')
}

const busy: Outcome = { is: 'unavailable', reason: 'Too much is arriving at this moment. Send it again.', retryAfter: 1 }

const blankRequest = (request: Request): Received => ({
  path: '',
  query: new URLSearchParams(),
  headers: request.headers,
  body: new Uint8Array(),
  text: '',
  now: 0,
})

function answered(protocol: Protocol, outcome: Outcome, request: Received, batch: Batch | null): Response {
  const { status, body, type = 'application/json' } = protocol.answer(outcome, request, batch)
  const headers = new Headers({ ...crossOrigin, 'content-type': type, 'cache-control': 'no-store' })
  if (outcome.is === 'limited' || outcome.is === 'unavailable') headers.set('retry-after', String(outcome.retryAfter))
  return new Response(typeof body === 'string' ? body : Buffer.from(body), { status, headers })
}

/** Browsers send events from the pages of the company’s own product; a key can only send, and no cookie counts here. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers':
    'content-type, content-encoding, authorization, x-write-key, openpanel-client-id, openpanel-client-secret, openpanel-sdk-name, openpanel-sdk-version',
  'access-control-max-age': '86400',
}
