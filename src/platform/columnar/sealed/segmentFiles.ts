import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeSegment, encodeSegment, joinedSegments, type Places, type Segment } from './segment.ts'
import { removeAll, writeSealed, type Sealed } from './writeSealed.ts'

/** Where segments of one state of the store are filed, and how many rows between places have been replaced so far. */
export interface Shelved extends Sealed {
  goneIn(places: readonly Places[]): Promise<readonly number[]>
  /** So many rows are worth a file. */
  readonly fewest: number
  /** Reads rows from the store itself. */
  read(places: Places): Promise<Omit<Segment, 'after' | 'upTo' | 'gone'>>
}

/** How many rows are read at a time, so that memory stays small. */
const step = 1_000_000
/** So many small files are made one. */
const mostFiles = 12

/**
 * The events between two places, oldest first: from files where those hold, else from the store, and then filed. A file holds as long as no row between its
 * places was replaced since it was made. Files follow from the store: they may be lost at any time.
 */
export async function segmentsBetween(shelved: Shelved, { after, upTo }: Places): Promise<Segment[]> {
  const isFew = upTo - after < shelved.fewest
  const files = chosen(
    (await filesIn(shelved.folder)).filter((file) => file.upTo <= upTo),
    after,
  )
  const gone = files.length > 0 ? await shelved.goneIn(files) : []
  const found: Segment[] = []
  let at = after
  for (const [place, file] of files.entries()) {
    if (file.after > at) found.push(...(await made(shelved, { after: at, upTo: file.after }, isFew)))
    found.push(...((await opened(file, gone[place])) ?? (await madeAnew(shelved, file))))
    at = file.upTo
  }
  if (at < upTo) found.push(...(await made(shelved, { after: at, upTo }, isFew)))
  return found
}

/** Files what came since, where it is worth a file; true when it was. Many small files become one, since each brings its own lists of texts. */
export async function fileUpTo(shelved: Shelved, upTo: number): Promise<boolean> {
  const { folder, fewest } = shelved
  const files = chosen(await filesIn(folder), -1)
  let at = -1
  for (const file of files) if (file.after === at) at = file.upTo
  if (upTo - at < fewest) return false
  const isMany = files.filter((one) => one.upTo - one.after < step * 2).length >= mostFiles
  const segments = await segmentsBetween(shelved, { after: isMany ? -1 : at, upTo })
  if (!isMany) return true
  const isJoined = await filed(shelved, joinedSegments(segments))
  for (const { path, ...places } of isJoined ? await filesIn(folder) : []) if (places.upTo <= upTo && places.upTo - places.after <= upTo) await removed(path)
  return true
}

/** Removes the files of all states: names of persons stand in them. */
export const removeSegments = (beside: string): Promise<void> => removeAll(beside)

interface File extends Places {
  readonly path: string
}

async function filesIn(folder: string): Promise<File[]> {
  const names = await readdir(folder).catch(() => [])
  return names.flatMap((name) => {
    const [, after, upTo] = /^(-?\d+)_(\d+)\.segment$/.exec(name) ?? []
    return after === undefined || upTo === undefined ? [] : [{ after: Number(after), upTo: Number(upTo), path: join(folder, name) }]
  })
}

/** Files that follow one another; of several that begin at one place the longest, and none that begins within another. */
function chosen(files: readonly File[], from: number): File[] {
  const inOrder = files.toSorted((a, b) => a.after - b.after || b.upTo - a.upTo)
  let at = from
  return inOrder.filter((file) => {
    const isNext = file.after >= at
    if (isNext) at = file.upTo
    return isNext
  })
}

async function opened(file: File, gone: number | undefined): Promise<Segment[] | null> {
  const segment = decodeSegment(await readFile(file.path).catch(() => Buffer.alloc(0)))
  return segment && segment.after === file.after && segment.upTo === file.upTo && segment.gone === gone ? [segment] : null
}

/** A file that does not hold any more goes first: as the longest of its place it would be chosen again each time. */
async function madeAnew(shelved: Shelved, { path, ...places }: File): Promise<Segment[]> {
  await removed(path)
  return await made(shelved, places)
}

const removed = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined)

/** Of few rows no file is made, and nobody asks how many were replaced. */
async function made(shelved: Shelved, { after, upTo }: Places, isFew = false): Promise<Segment[]> {
  const found: Segment[] = []
  for (let from = after; from < upTo; from += step) {
    const places = { after: from, upTo: Math.min(from + step, upTo) }
    const [gone = 0] = isFew ? [] : await shelved.goneIn([places]) // before the rows: what is replaced meanwhile makes the file stale, never wrong
    const segment = { ...places, gone, ...(await shelved.read(places)) }
    if (places.upTo - places.after >= shelved.fewest) await filed(shelved, segment)
    found.push(segment)
  }
  return found
}

const filed = (shelved: Shelved, segment: Segment): Promise<boolean> => writeSealed(shelved, `${segment.after}_${segment.upTo}.segment`, encodeSegment(segment))
