import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface Sniffed {
  readonly encoding: Encoding
  /** Bytes of the byte order mark. */
  readonly mark: number
  readonly note?: string
}

/** The first bytes of a file, and as much of the rest as settles its encoding. */
const searched = 64 * 1024 * 1024
const step = 1024 * 1024

/** Finds the encoding by byte order mark, else by content: NUL bytes in every second place are UTF-16, valid UTF-8 is UTF-8, the rest is Windows-1252, which holds Latin-1. */
export async function sniffEncoding(path: string, head: Buffer): Promise<Sniffed> {
  const marked = byMark(head) ?? byNuls(head)
  if (marked) return marked
  return (await isUtf8File(path))
    ? { encoding: 'utf-8', mark: 0 }
    : { encoding: 'windows-1252', mark: 0, note: 'Read as Windows-1252 (Latin-1), because it is not UTF-8; check letters with accents.' }
}

function byMark(head: Buffer): Sniffed | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', mark: 3, note: 'UTF-8 with a byte order mark.' }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  return null
}

function byNuls(head: Buffer): Sniffed | null {
  const nuls = [0, 0]
  for (const [index, byte] of head.entries()) if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = nuls
  const half = head.length / 2
  if (odd > half * 0.4 && even < half * 0.1) return { encoding: 'utf-16le', mark: 0, note: 'UTF-16 without a byte order mark.' }
  if (even > half * 0.4 && odd < half * 0.1) return { encoding: 'utf-16be', mark: 0, note: 'UTF-16 without a byte order mark.' }
  return null
}

async function isUtf8File(path: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const buffer = Buffer.alloc(step + 4)
    let kept = 0
    for (let at = 0; at < searched;) {
      const { bytesRead } = await handle.read(buffer, kept, step, at)
      if (bytesRead === 0) return kept === 0
      at += bytesRead
      const whole = wholeCharacters(buffer, kept + bytesRead)
      if (!isUtf8(buffer.subarray(0, whole))) return false
      const rest = kept + bytesRead - whole
      buffer.copyWithin(0, whole, whole + rest)
      kept = rest
    }
    return true
  } finally {
    await handle.close()
  }
}

/** Bytes up to the last character that is complete: a multi-byte character may be torn by the end of the buffer. */
function wholeCharacters(buffer: Buffer, length: number): number {
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = buffer[length - back] ?? 0
    if (byte < 0x80) return length
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? length - back : length
  }
  return length
}

/** Is this text at all? Pictures, archives and programs hold control characters that no export writes. */
export function isBinary(head: Buffer, encoding: Encoding): boolean {
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length - (head.length % 2)))
  let strange = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 9 || (code > 13 && code < 32) || code === 0xfffd) strange++
  }
  return strange > Math.max(2, text.length * 0.02)
}
