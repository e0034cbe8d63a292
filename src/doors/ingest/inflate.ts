import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate as inflateZlib, inflateRaw, zstdDecompress } from 'node:zlib'
import { Malformed } from './neutral.ts'

/** A body that is larger than allowed once it is inflated, or that inflates too much for what it is. */
export class TooLarge extends Error {}

export const mostBytes = 20 * 1024 * 1024
/** Honest text of events shrinks 5 to 20 times; a bomb shrinks a thousand times. */
export const mostRatio = 100
/** Below this the ratio says nothing. */
const smallBytes = 64 * 1024

const open = {
  gzip: promisify(gunzip),
  deflate: promisify(inflateZlib),
  raw: promisify(inflateRaw),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/**
 * The body as it was before compression. What the bytes are counts before what the header says: clients send gzip without saying so and JSON
 * labelled as gzip. Throws TooLarge and Malformed.
 */
export async function inflated(body: Uint8Array, encoding: string | null): Promise<Uint8Array> {
  if (body.length > mostBytes) throw new TooLarge(`A body has at most ${mostBytes} bytes.`)
  const kind = kindOf(body, encoding?.trim().toLowerCase() ?? '')
  if (kind === null) return body
  const limit = Math.min(mostBytes, Math.max(body.length * mostRatio, smallBytes))
  try {
    return await open[kind](body, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'))
      throw new TooLarge(`The body inflates to more than ${limit} bytes.`)
    throw new Malformed('The body cannot be inflated: its compression is broken or not what it says.')
  }
}

function kindOf(body: Uint8Array, encoding: string): keyof typeof open | null {
  const [first = 0, second = 0] = body
  if (first === 0x1f && second === 0x8b) return 'gzip'
  if (first === 0x28 && second === 0xb5 && body[2] === 0x2f && body[3] === 0xfd) return 'zstd'
  if (isText(body)) return null
  if (encoding === 'br') return 'br'
  if (encoding === 'deflate') return first === 0x78 ? 'deflate' : 'raw'
  if (encoding === 'gzip' || encoding === 'zstd') throw new Malformed(`The body is not ${encoding}.`)
  return null
}

/** JSON, a form, or CSV begins with one of these, after white space or a byte order mark. */
function isText(body: Uint8Array): boolean {
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0
  while (at < body.length && (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09)) at += 1
  const first = body[at] ?? 0
  return first === 0x5b || first === 0x7b || first === 0x22 || (first >= 0x61 && first <= 0x7a && body.subarray(at, at + 8).includes(0x3d))
}
