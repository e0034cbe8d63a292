import { mkdir, open, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isProblem } from '#kernel'
import { fileLimits, type FileLimits } from './limits.ts'
import { safeName } from './safeName.ts'
import { entryBytes, metered, noBudget, zipDirectory, type Budget, type ZipEntry } from './zipDirectory.ts'

export interface Unpacking {
  readonly limits?: FileLimits
  /** What may be unpacked in all; it is lowered by what was written. */
  readonly budget?: Budget
  /** Is asked again and again while files are written; what it throws ends the work. */
  readonly watch?: () => Promise<void>
}

/**
 * Unpacks zip archives of files (a workbook is none) into folders below `into`, and answers the paths with those folders in their place. An archive that is
 * damaged, closed by a password, or a trap (by its ratio, its total, or parts that share bytes) stays as it is: whoever opens it then says why.
 */
export async function unpackArchives(paths: readonly string[], into: string, unpacking: Unpacking = {}): Promise<string[]> {
  const given = { limits: fileLimits, budget: noBudget(), watch: async () => undefined, ...unpacking }
  const answer: string[] = []
  for (const [index, path] of paths.entries()) {
    const folder = join(into, `${index}-${safeName(basename(path), 'archive')}`)
    answer.push((await unpacked(path, folder, given)) ? folder : path)
  }
  return answer
}

async function unpacked(path: string, folder: string, { limits, budget, watch }: Required<Unpacking>): Promise<boolean> {
  try {
    const { size } = await stat(path)
    const entries = (await isZip(path)) ? (await zipDirectory(path, size)).filter(isContent) : []
    const isOther = entries.length === 0 || entries.some(({ name, encrypted }) => encrypted || name === '[Content_Types].xml')
    if (isOther || entries.length > Math.min(limits.files, budget.files)) return false
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const names = namesOf(entries)
    await metered({ bytes: size, entries, limits, budget }, async (count) => {
      for (const [index, entry] of entries.entries()) await write(path, entry, join(folder, names[index] ?? ''), async (bytes) => (count(bytes), await watch()))
    })
    budget.files -= entries.length
    return true
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (isProblem(error) ? error.kind !== 'unavailable' : isOfSystem(error)) return false
    throw error
  }
}

const isOfSystem = (error: unknown): boolean => error instanceof Error && 'code' in error

/** Folders, and what systems leave in archives for themselves, are no content. */
const isContent = ({ name }: ZipEntry): boolean => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.(?!\.?\/))/.test(name)

/** One name each without folders, so that nothing can be written outside. What stood in a folder, and the second of one name, get numbers. */
function namesOf(entries: readonly ZipEntry[]): string[] {
  const taken = new Set<string>()
  return entries.map(({ name }, index) => {
    const own = safeName(name, `file-${index}`)
    const isTaken = name.includes('/') || taken.has(own.toLowerCase())
    taken.add(own.toLowerCase())
    return isTaken ? `${index}-${own}` : own
  })
}

async function write(path: string, entry: ZipEntry, to: string, count: (bytes: number) => Promise<void>): Promise<void> {
  const out = await open(to, 'wx', 0o600)
  try {
    for await (const chunk of entryBytes(path, entry)) {
      await count(chunk.length)
      await out.appendFile(chunk)
    }
  } finally {
    await out.close()
  }
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path)
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close())
  return buffer.equals(Buffer.from([0x50, 0x4b, 3, 4]))
}
