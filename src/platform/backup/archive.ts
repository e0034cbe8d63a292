import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Problem } from '#kernel'

/** One named piece of an archive. */
export interface Piece {
  readonly name: string
  readonly bytes: Buffer
}

/** A piece as the archive's own list names it. */
export interface Listed {
  readonly name: string
  readonly size: number
  readonly sha256: string
}

export interface ArchiveWriter {
  add(name: string, bytes: Buffer): Promise<void>
  /** What was added so far. */
  readonly listed: readonly Listed[]
  /** Puts the archive in its place, on disk for good. */
  close(): Promise<void>
  /** Leaves nothing behind. */
  abandon(): Promise<void>
}

const block = 512

/** Writes a gzipped tar (POSIX 1003.1 ustar, readable by any tar): pieces go to `file`.part, which takes its name when it is whole. */
export function writeArchive(file: string): ArchiveWriter {
  const part = `${file}.part`
  const gzip = createGzip({ level: 3 })
  const out = createWriteStream(part, { mode: 0o600 })
  gzip.pipe(out)
  const failure = new Promise<never>((_, reject) => {
    out.on('error', reject)
    gzip.on('error', reject)
  })
  failure.catch(() => undefined)
  const listed: Listed[] = []
  const write = async (bytes: Buffer): Promise<void> => {
    if (!gzip.write(bytes)) await Promise.race([failure, new Promise<void>((resolve) => gzip.once('drain', resolve))])
  }
  return {
    listed,
    async add(name, bytes) {
      listed.push({ name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
      await write(heading(name, bytes.length))
      await write(bytes)
      await write(Buffer.alloc((block - (bytes.length % block)) % block))
    },
    async close() {
      await write(Buffer.alloc(2 * block))
      gzip.end()
      await Promise.race([failure, finished(out)])
      const handle = await open(part, 'r')
      await handle.sync().finally(() => handle.close())
      await rename(part, file)
    },
    async abandon() {
      gzip.destroy()
      out.destroy()
      await rm(part, { force: true })
    },
  }
}

/** The pieces of an archive, one after the other. Throws a Problem when the file is none, or is cut. */
export async function* readArchive(file: string): AsyncGenerator<Piece> {
  const take = taker(createReadStream(file).pipe(createGunzip()))
  try {
    for (;;) {
      const head = await take(block)
      if (head.every((byte) => byte === 0)) return
      const { name, size } = headed(head)
      const bytes = await take(size)
      await take((block - (size % block)) % block)
      yield { name, bytes }
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw damaged(file, error instanceof Error ? error.message : String(error))
  }
}

export const damaged = (file: string, why: string): Problem =>
  new Problem('invalid', `${file} is no whole backup: ${why}.`, 'Take another backup; nothing was changed.', { code: 'backup-damaged' })

function taker(stream: AsyncIterable<Buffer>): (size: number) => Promise<Buffer> {
  const source = stream[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let length = 0
  return async (size) => {
    while (length < size) {
      const { value, done } = await source.next()
      if (done) throw new Error('it is cut off')
      held.push(value)
      length += value.length
    }
    const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
    held = [all.subarray(size)]
    length -= size
    return all.subarray(0, size)
  }
}

/** Name, mode, owner, group, size, time, checksum, kind, magic: POSIX 1003.1, ustar interchange format. */
function heading(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`${name} is longer than an archive's names may be.`)
  const head = Buffer.alloc(block)
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`
  head.write(name, 0)
  head.write(`${octal(0o600, 7)}${octal(0, 7)}${octal(0, 7)}${octal(size, 11)}${octal(0, 11)}`, 100)
  head.write(' '.repeat(8), 148)
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(`${octal(sumOf(head), 6)} `, 148)
  return head
}

function headed(head: Buffer): { name: string; size: number } {
  const text = (from: number, length: number): string =>
    head
      .toString('utf8', from, from + length)
      .split('\0')[0]
      ?.trim() ?? ''
  const sum = Number.parseInt(text(148, 8), 8)
  const plain = Buffer.from(head)
  plain.fill(' ', 148, 156)
  if (sumOf(plain) !== sum) throw new Error('a heading in it does not fit its checksum')
  return { name: text(0, 100), size: Number.parseInt(text(124, 12), 8) }
}

const sumOf = (head: Buffer): number => head.reduce((sum, byte) => sum + byte, 0)
