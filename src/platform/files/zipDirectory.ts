import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { Problem } from '#kernel'
import { harmless, type FileLimits } from './limits.ts'

export interface ZipEntry {
  readonly name: string
  readonly packed: number
  readonly unpacked: number
  readonly method: number
  readonly offset: number
  readonly encrypted: boolean
}

/** Lists a zip archive by its central directory (PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16), without unpacking anything. */
export async function zipDirectory(path: string, bytes: number): Promise<ZipEntry[]> {
  const handle = await open(path)
  try {
    const tail = await readAt(handle, Math.max(0, bytes - 65_557), Math.min(bytes, 65_557))
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
    if (end < 0) throw damaged()
    const count = tail.readUInt16LE(end + 10)
    const size = tail.readUInt32LE(end + 12)
    const start = tail.readUInt32LE(end + 16)
    if (start + size > bytes || size > 16 * 1024 * 1024) throw damaged()
    return entriesOf(await readAt(handle, start, size), count)
  } finally {
    await handle.close()
  }
}

/** Refuses an archive whose parts would unpack to more than we hold: first by what it declares, then by unpacking every part to nowhere, since a directory may lie. */
export async function refuseBomb(path: string, bytes: number, entries: readonly ZipEntry[], limits: FileLimits): Promise<void> {
  const declared = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (isTooMuch(declared, bytes, limits)) throw bomb(declared, bytes)
  if (new Set(entries.map((entry) => entry.offset)).size < entries.length) throw bomb(declared, bytes)
  let total = 0
  for (const entry of entries) {
    total += await trueSize(path, entry, limits.unpacked - total)
    if (isTooMuch(total, bytes, limits)) throw bomb(total, bytes)
  }
}

function entriesOf(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count && at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const [name, extra, comment] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)]
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + name),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      method: directory.readUInt16LE(at + 10),
      offset: directory.readUInt32LE(at + 42),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    })
    at += 46 + name + extra + comment
  }
  if (entries.length < count) throw damaged()
  return entries
}

async function trueSize(path: string, entry: ZipEntry, most: number): Promise<number> {
  if (entry.method !== 8 || entry.packed === 0) return entry.unpacked
  let size = 0
  for await (const chunk of entryBytes(path, entry)) {
    size += chunk.length
    if (size > most) break
  }
  return size
}

/** A part of an archive, unpacked as it is read. Throws a Problem when it is damaged, or packed in a way that we do not read. */
export async function* entryBytes(path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return
  const handle = await open(path)
  const header = await readAt(handle, entry.offset, 30).finally(() => handle.close())
  if (header.readUInt32LE(0) !== 0x04034b50 || (entry.method !== 8 && entry.method !== 0)) throw damaged()
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const source = createReadStream(path, { start, end: start + entry.packed - 1 })
  const inflate = createInflateRaw()
  source.on('error', (error) => inflate.destroy(error))
  try {
    for await (const chunk of entry.method === 8 ? source.pipe(inflate) : source) if (Buffer.isBuffer(chunk)) yield chunk
  } catch {
    throw damaged()
  } finally {
    source.destroy()
  }
}

const isTooMuch = (unpacked: number, packed: number, limits: FileLimits): boolean =>
  unpacked > limits.unpacked || (unpacked > harmless && unpacked / packed > limits.ratio)

const bomb = (unpacked: number, packed: number): Problem =>
  new Problem(
    'refused',
    `It would unpack from ${inWords(packed)} to ${inWords(unpacked)} or more, as a zip bomb does.`,
    'If it is a real workbook, export the sheet as CSV.',
    { code: 'too-large' },
  )

const inWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`

const damaged = (): Problem => new Problem('invalid', 'The workbook is damaged or was cut off.', 'Export it again.')

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw damaged()
  return buffer
}
