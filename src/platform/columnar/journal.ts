import { basename, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { Problem } from '#kernel'
import { codeOf } from '../codes.ts'
import { diskFiles, type JournalFile, type JournalFiles } from './journalFiles.ts'

export interface JournalRecord {
  /** Where the record begins, in bytes since the first record ever: grows, never repeats. */
  readonly position: number
  readonly payload: Buffer
}

/** An append-only list of byte strings that survives a loss of power once `append` has answered. */
export interface Journal {
  /** Answers the record's position after it is on disk. Calls at the same time share one flush. Throws a Problem when the disk fails. */
  append(payload: Uint8Array): Promise<number>
  /** The records from a position on (of a record, or of the end), as far as they are on disk now. */
  read(from?: number): AsyncGenerator<JournalRecord>
  /**
   * Writes records anew, each in its place and as long as it was; null leaves one as it is. Answers how many were written. A crash leaves each file as it was
   * or as it is meant to be. `only` are the places of the records to look at, where they are known: files without any are not read.
   */
  rewrite(change: Change, only?: ReadonlySet<number>): Promise<number>
  /** Up to where it is on disk now, with its files: they are read as they are at this moment, whatever is written anew in their place later. */
  hold(): Promise<HeldJournal>
  /** Where the next record will begin. */
  readonly end: number
  /** Bytes of its records. On disk it has up to `roomBytes` more while it is open. */
  readonly size: number
  close(): Promise<void>
}

/** What becomes of a record; null leaves it as it is. */
type Change = (payload: Buffer, position: number) => Uint8Array | null

export interface HeldJournal {
  readonly end: number
  readonly segments: readonly { readonly name: string; read(): Promise<Buffer> }[]
  close(): Promise<void>
}

export interface JournalOptions {
  readonly files?: JournalFiles
  /** A file is closed and the next begun when it has this many bytes. */
  readonly segmentBytes?: number
  /** At most so many bytes of room are made for records to come. */
  readonly roomBytes?: number
  /** After a failed flush: the last end that was acknowledged. What stands behind it may be in memory only, and is cut. */
  readonly trustedEnd?: number
}

/**
 * A record on disk, all numbers little-endian: magic (4 bytes), length of the payload (4), CRC-32 of what follows and the length (4),
 * `back` (4), payload. `back` is the distance to the beginning of the group that was flushed together with the record: a record that
 * is whole proves that everything before its group had reached the disk. So a broken record can be told apart: with proof behind it,
 * it is damage, and an alarm; with none, it is the unacknowledged tail of a crash, and is cut.
 */
const header = 16
const magic = Buffer.from('TLj1')
const largest = 64 * 1024 * 1024
const mark = '.journal'

const mostRoom = 1024 * 1024

/** Opens the journal of a folder, and cuts what a crash left half-written. Throws a Problem that names file and place of damage. */
export async function openJournal(folder: string, options: JournalOptions = {}): Promise<Journal> {
  const { files = diskFiles, segmentBytes = largest, roomBytes = mostRoom, trustedEnd = Infinity } = options
  await files.makeFolder(folder)
  const segments = await findSegments(files, folder)
  if (segments.length === 0) segments.push(await newSegment(files, folder, 0))
  let end = await recover(files, folder, segments, trustedEnd)
  let current = await files.open(pathOf(folder, segments.at(-1) ?? 0), 'append')
  const room = roomBehind(roomBytes)
  let [waiting, flushing, failure]: [Waiting[], Promise<void> | null, Problem | null] = [[], null, null]

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        if (failure) throw failure
        await writeGroup(group)
      } catch (error) {
        failure ??= toProblem(error, folder)
        for (const { reject } of group) reject(failure)
      }
    }
    flushing = null
  }

  /** Begins the next file, so that nobody writes to those before it. */
  const begin = async (): Promise<void> => {
    await room.trim(current, segments.at(-1) ?? 0, end)
    await current.close()
    segments.push(await newSegment(files, folder, end))
    current = await files.open(pathOf(folder, end), 'append')
  }

  const rotate = async (): Promise<void> => {
    while (flushing) await flushing
    if (end === (segments.at(-1) ?? 0)) return
    const turn = begin().catch((error: unknown) => {
      failure ??= toProblem(error, folder)
      throw failure
    })
    flushing = turn.then(flush, flush)
    await turn
  }

  const writeGroup = async (group: readonly Waiting[]): Promise<void> => {
    if (end - (segments.at(-1) ?? 0) >= segmentBytes) await begin()
    const { parts, positions, next } = laidOut(group, end)
    await room.write(current, segments.at(-1) ?? 0, { parts, end, next })
    end = next
    for (const [index, { resolve }] of group.entries()) resolve(positions[index] ?? 0)
  }

  return {
    append: (payload) => {
      if (payload.length === 0 || payload.length > largest) return Promise.reject(new RangeError(`A record has 1 to ${largest} bytes, not ${payload.length}.`))
      return new Promise((resolve, reject) => {
        waiting.push({ payload, resolve, reject })
        flushing ??= Promise.resolve().then(flush)
      })
    },
    read: (from = segments[0] ?? 0) => readAll(files, folder, segments, from, () => end),
    rewrite: (change, only) => rotate().then(() => rewriteAll(files, folder, segments, { change, only })),
    hold: () => holdAll(files, folder, segments, end),
    get end() {
      return end
    },
    get size() {
      return end - (segments[0] ?? 0)
    },
    close: async () => {
      while (flushing) await flushing
      const isWell = !failure
      failure ??= new Problem('unavailable', 'The journal is closed.') // before the file is cut: what is written from now on would go with it
      if (isWell) await room.trim(current, segments.at(-1) ?? 0, end).catch(() => undefined) // the next opening cuts it
      await current.close()
    },
  }
}

/**
 * A file that grows with each record has its new length flushed with it, by a commit of the file system, which waits for what others wrote to other files. So room
 * is made for many at once, as much as there is so far and at most this: zeros, which are no record, and are cut when the file is opened, closed, or ended.
 */
function roomBehind(mostBytes: number) {
  let until = 0
  const extend = async (file: JournalFile, start: number, next: number): Promise<void> => {
    const length = Math.min(next - start, mostBytes)
    if (length < mostBytes / 16) return
    until = next
    await file.write([Buffer.alloc(length)], next - start).then(
      () => (until = next + length),
      () => undefined,
    )
  }
  return {
    /** Writes records, and flushes them. Without room they are written all the same. */
    async write(
      file: JournalFile,
      start: number,
      { parts, end, next }: { readonly parts: readonly Uint8Array[]; readonly end: number; readonly next: number },
    ) {
      await file.write(parts, end - start)
      if (next > until) await extend(file, start, next)
      await file.sync()
    },
    async trim(file: JournalFile, start: number, end: number): Promise<void> {
      if (until <= end) return
      await file.truncate(end - start)
      await file.sync()
      until = end
    },
  }
}

interface Waiting {
  readonly payload: Uint8Array
  resolve(position: number): void
  reject(reason: Problem): void
}

const pathOf = (folder: string, start: number): string => join(folder, `${String(start).padStart(16, '0')}${mark}`)

/** A file is named after the position of its first record. */
async function findSegments(files: JournalFiles, folder: string): Promise<number[]> {
  const names = await files.list(folder)
  return names
    .filter((name) => name.endsWith(mark))
    .map((name) => Number(name.slice(0, -mark.length)))
    .toSorted((a, b) => a - b)
}

async function newSegment(files: JournalFiles, folder: string, start: number): Promise<number> {
  const file = await files.open(pathOf(folder, start), 'create')
  await file.sync()
  await file.close()
  await files.syncFolder(folder)
  return start
}

function headerOf(payload: Uint8Array, back: number): Buffer {
  const head = Buffer.allocUnsafe(header)
  magic.copy(head)
  head.writeUInt32LE(payload.length, 4)
  head.writeUInt32LE(back, 12)
  head.writeUInt32LE(checksum(head, payload), 8)
  return head
}

const checksum = (head: Buffer, payload: Uint8Array): number => crc32(payload, crc32(head.subarray(12, 16), crc32(head.subarray(4, 8))))

/** Checks that the files follow one another, and cuts the tail of the last one. Answers where the journal ends; up to there it is on disk. */
async function recover(files: JournalFiles, folder: string, segments: readonly number[], trustedEnd: number): Promise<number> {
  for (const [index, start] of segments.slice(0, -1).entries()) {
    const length = (segments[index + 1] ?? 0) - start
    const surplus = await withFile(files, pathOf(folder, start), 'read', async (file) => {
      const size = await file.size()
      if (size < length) throw damaged(folder, start, size)
      return await file.read(length, size - length)
    })
    if (surplus.some((byte) => byte !== 0)) throw damaged(folder, start, length)
  }
  const last = segments.at(-1) ?? 0
  return await withFile(files, pathOf(folder, last), 'append', async (file) => {
    const size = await file.size()
    const good = Math.min(await wholeRecords(file, size, last, folder), trustedEnd - last)
    if (good < size) await file.truncate(good)
    await file.sync()
    await files.syncFolder(folder)
    return last + good
  })
}

async function withFile<T>(files: JournalFiles, path: string, mode: 'read' | 'append' | 'create', work: (file: JournalFile) => Promise<T>): Promise<T> {
  const file = await files.open(path, mode)
  return await work(file).finally(() => file.close())
}

async function wholeRecords(file: JournalFile, size: number, start: number, folder: string): Promise<number> {
  let at = 0
  for (let found = await recordAt(file, at, size); found !== null; found = await recordAt(file, at, size)) at += header + found.payload.length
  if (at < size && (await hasProofBehind(file, at, size))) throw damaged(folder, start, at)
  return at
}

/** The whole record at a place of a file, or null. */
async function recordAt(file: JournalFile, at: number, size: number): Promise<{ payload: Buffer; back: number } | null> {
  if (at + header > size) return null
  const head = await file.read(at, header)
  if (head.length < header || head.compare(magic, 0, 4, 0, 4) !== 0) return null
  const length = head.readUInt32LE(4)
  if (length === 0 || length > largest || at + header + length > size) return null
  const payload = await file.read(at + header, length)
  return payload.length === length && checksum(head, payload) === head.readUInt32LE(8) ? { payload, back: head.readUInt32LE(12) } : null
}

/** Is there a whole record behind a broken one whose group began later? Then the broken one had been acknowledged. */
async function hasProofBehind(file: JournalFile, broken: number, size: number): Promise<boolean> {
  const rest = await file.read(broken, size - broken)
  for (let found = rest.indexOf(magic, 1); found !== -1; found = rest.indexOf(magic, found + 1)) {
    const record = await recordAt(file, broken + found, size)
    if (record && found - record.back > 0) return true
  }
  return false
}

async function* readAll(files: JournalFiles, folder: string, segments: readonly number[], from: number, end: () => number): AsyncGenerator<JournalRecord> {
  const until = end()
  for (const [index, start] of segments.entries()) {
    const next = Math.min(segments[index + 1] ?? until, until)
    if (next > from && start < until) yield* readSegment(files, folder, start, Math.max(from, start), next)
  }
}

async function* readSegment(files: JournalFiles, folder: string, start: number, from: number, next: number): AsyncGenerator<JournalRecord> {
  const file = await files.open(pathOf(folder, start), 'read')
  try {
    for (let at = from - start; start + at < next;) {
      const record = await recordAt(file, at, next - start)
      if (record === null) throw damaged(folder, start, at)
      yield { position: start + at, payload: record.payload }
      at += header + record.payload.length
    }
  } finally {
    await file.close()
  }
}

/** The bytes of a group of records, where each begins, and where the next one will. */
function laidOut(group: readonly Waiting[], end: number): { readonly parts: Uint8Array[]; readonly positions: number[]; readonly next: number } {
  const positions: number[] = []
  let next = end
  const parts = group.flatMap(({ payload }) => {
    positions.push(next)
    const head = headerOf(payload, next - end)
    next += header + payload.length
    return [head, payload]
  })
  return { parts, positions, next }
}

async function holdAll(files: JournalFiles, folder: string, segments: readonly number[], end: number): Promise<HeldJournal> {
  const starts = segments.filter((start) => start < end)
  const opened: JournalFile[] = []
  const close = async (): Promise<void> => void (await Promise.all(opened.map((file) => file.close())))
  try {
    for (const start of starts) opened.push(await files.open(pathOf(folder, start), 'read'))
  } catch (error) {
    await close()
    throw error
  }
  const lengthOf = (index: number): number => (starts[index + 1] ?? end) - (starts[index] ?? 0)
  return {
    end,
    segments: opened.map((file, index) => ({ name: basename(pathOf(folder, starts[index] ?? 0)), read: () => file.read(0, lengthOf(index)) })),
    close,
  }
}

/** All files but the last, which is appended to. */
async function rewriteAll(
  files: JournalFiles,
  folder: string,
  segments: readonly number[],
  { change, only }: { readonly change: Change; readonly only: ReadonlySet<number> | undefined },
): Promise<number> {
  const meant: Change = only ? (payload, position) => (only.has(position) ? change(payload, position) : null) : change
  let count = 0
  for (const [index, next] of segments.slice(1).entries()) {
    const start = segments[index] ?? 0
    if (!only || only.values().some((position) => position >= start && position < next)) count += await rewriteSegment(files, folder, start, next, meant)
  }
  return count
}

/** A copy beside the file takes its place once it is on disk. */
async function rewriteSegment(files: JournalFiles, folder: string, start: number, next: number, change: Change): Promise<number> {
  const parts: Uint8Array[] = []
  let count = 0
  const file = await files.open(pathOf(folder, start), 'read')
  try {
    for (let at = 0; start + at < next;) {
      const record = await recordAt(file, at, next - start)
      if (record === null) throw damaged(folder, start, at)
      const changed = change(record.payload, start + at)
      if (changed && changed.length !== record.payload.length) throw new RangeError('A record is written anew in its own length.')
      if (changed) count += 1
      const payload = changed ?? record.payload
      parts.push(headerOf(payload, record.back), payload)
      at += header + payload.length
    }
  } finally {
    await file.close()
  }
  if (count === 0) return 0
  const path = `${pathOf(folder, start)}.new`
  await files.remove(path)
  await withFile(files, path, 'create', async (copy) => {
    await copy.write(parts, 0)
    await copy.sync()
  })
  await files.replace(path, pathOf(folder, start))
  await files.syncFolder(folder)
  return count
}

const damaged = (folder: string, start: number, at: number): Problem =>
  new Problem(
    'unavailable',
    `The journal is damaged: ${pathOf(folder, start)}, byte ${at}.`,
    'Restore the data folder from a backup. Nothing was changed; what stands before that byte is whole.',
    { code: 'journal-damaged', more: { file: pathOf(folder, start), offset: at } },
  )

/** After a failed write or flush nobody knows what is on the disk: the journal takes nothing more until it is opened again. */
function toProblem(error: unknown, folder: string): Problem {
  if (error instanceof Problem) return error
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Problem('unavailable', `The disk of ${folder} is full.`, 'Free some space; reading still works, and writing goes on by itself afterwards.', {
      code: 'no-space',
    })
  return new Problem(
    'unavailable',
    `The journal in ${folder} could not be written (${code || String(error)}).`,
    'Nothing that was acknowledged is lost. Check the disk; writing is tried again.',
    {
      code: 'journal-failed',
    },
  )
}
