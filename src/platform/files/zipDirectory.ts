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
  /** Where its content begins. */
  readonly start: number
  readonly encrypted: boolean
}

/** What may still be unpacked, by all files that came together. */
export interface Budget {
  bytes: number
  files: number
}

export const noBudget = (): Budget => ({ bytes: Infinity, files: Infinity })

/**
 * Lists a zip archive by its central directory (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), without unpacking anything. Throws a Problem
 * when it is damaged, or when what stands before each part says something else: a reader that goes from part to part would find what no directory lists.
 */
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
    return await placed(handle, listed(await readAt(handle, start, size), count), start)
  } finally {
    await handle.close()
  }
}

/** Refuses a workbook that would unpack to more than we hold: first by what it declares, then by unpacking every part to nowhere, since a directory may lie. */
export async function refuseBomb(path: string, bytes: number, entries: readonly ZipEntry[], limits: FileLimits, budget: Budget): Promise<void> {
  await metered({ bytes, entries, limits, budget }, async (count) => {
    for (const entry of entries) for await (const chunk of entryBytes(path, entry)) count(chunk.length)
  })
}

interface Metered {
  /** Of the archive as it came. */
  readonly bytes: number
  readonly entries: readonly ZipEntry[]
  readonly limits: FileLimits
  readonly budget: Budget
}

/**
 * Does work that unpacks, and counts what truly comes out: `count` throws as soon as that is more than an archive may hold, or than all that came
 * together may. An archive that fails takes nothing of the budget.
 */
export async function metered({ bytes, entries, limits, budget }: Metered, work: (count: (bytes: number) => void) => Promise<void>): Promise<void> {
  let total = 0
  const assertLittle = (size: number): void => {
    if (size > limits.unpacked || (size > harmless && size / bytes > limits.ratio)) throw bomb(size, bytes)
    if (size > budget.bytes) throw tooMuchTogether()
  }
  assertLittle(entries.reduce((sum, entry) => sum + Math.max(entry.unpacked, entry.method === 0 ? entry.packed : 0), 0))
  await work((more) => assertLittle((total += more)))
  budget.bytes -= total
}

interface Listed extends Omit<ZipEntry, 'start'> {
  /** Where its own heading stands. */
  readonly offset: number
}

function listed(directory: Buffer, count: number): Listed[] {
  const entries: Listed[] = []
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

/** A part may be followed by its sizes (section 4.3.9), which take up to 24 bytes with their mark. */
const mostBetween = 24

/** Reads what stands before each part. No two parts may share bytes, and nothing else may hide between them. */
async function placed(handle: FileHandle, entries: readonly Listed[], end: number): Promise<ZipEntry[]> {
  const starts = new Map<Listed, number>()
  let at = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < at)
      throw new Problem('refused', 'Parts of it share the same bytes, as in a zip bomb.', 'Pack it again, or export the sheet as CSV.', { code: 'too-large' })
    const header = await readAt(handle, entry.offset, 30)
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    const sized = header.readUInt32LE(18)
    const isSizedLater = (header.readUInt16LE(6) & 8) !== 0 && sized === 0
    const isAsListed = header.readUInt16LE(8) === entry.method && (isSizedLater || sized === entry.packed)
    if (header.readUInt32LE(0) !== 0x04034b50 || !isAsListed || entry.offset - at > mostBetween) throw damaged()
    starts.set(entry, start)
    at = start + entry.packed
  }
  if (at > end || end - at > mostBetween) throw damaged()
  return entries.map((entry) => ({ ...entry, start: starts.get(entry) ?? 0 }))
}

/** A part of an archive, unpacked as it is read. Throws a Problem when it is damaged, or packed in a way that we do not read. */
export async function* entryBytes(path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return
  if (entry.method !== 8 && entry.method !== 0) throw damaged()
  const source = createReadStream(path, { start: entry.start, end: entry.start + entry.packed - 1 })
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

const bomb = (unpacked: number, packed: number): Problem =>
  new Problem(
    'refused',
    `It would unpack from ${inWords(packed)} to ${inWords(unpacked)} or more, as a zip bomb does.`,
    'If it is a real workbook, export the sheet as CSV.',
    { code: 'too-large' },
  )

const tooMuchTogether = (): Problem =>
  new Problem('refused', 'It would unpack to more than may come at once, with what came before it.', 'Send it by itself, or import it on the server.', {
    code: 'too-large',
  })

const inWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`

const damaged = (): Problem => new Problem('invalid', 'The workbook is damaged or was cut off.', 'Export it again.')

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw damaged()
  return buffer
}
