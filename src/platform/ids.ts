import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Makes UUIDv7 ids (RFC 9562): ordered by time, and within a millisecond by a counter, so that ids made by one process never go backwards. */
export function idMaker(clock: Clock): () => string {
  let last = 0
  let counter = 0
  return () => {
    const now = clock.millis()
    counter = now <= last ? counter + 1 : randomBytes(2).readUInt16BE() & 0x3ff
    if (counter > 0xfff) [last, counter] = [last + 1, 0]
    else last = Math.max(now, last)
    const bytes = randomBytes(16)
    bytes.writeUIntBE(last, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const hex = bytes.toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}
