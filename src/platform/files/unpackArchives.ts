import { mkdir, open, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isProblem } from '#kernel'
import { fileLimits, type FileLimits } from './limits.ts'
import { entryBytes, refuseBomb, zipDirectory, type ZipEntry } from './zipDirectory.ts'

/**
 * Unpacks zip archives of files (a workbook is none) into folders below `into`, and answers the paths with those folders in their place. An archive that is
 * damaged, closed by a password, or a trap (by its ratio or its total) stays as it is: whoever opens it then says why.
 */
export async function unpackArchives(paths: readonly string[], into: string, limits: FileLimits = fileLimits): Promise<string[]> {
  const answer: string[] = []
  for (const [index, path] of paths.entries()) {
    const folder = join(into, `${index}-${basename(path).replace(/[^\w.-]+/g, '_')}`)
    answer.push((await unpacked(path, folder, limits)) ? folder : path)
  }
  return answer
}

async function unpacked(path: string, folder: string, limits: FileLimits): Promise<boolean> {
  try {
    const { size } = await stat(path)
    const entries = (await isZip(path)) ? (await zipDirectory(path, size)).filter(isContent) : []
    if (entries.length === 0 || entries.length > limits.files || entries.some(({ name, encrypted }) => encrypted || name === '[Content_Types].xml'))
      return false
    await refuseBomb(path, size, entries, limits)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const [index, entry] of entries.entries()) await write(path, entry, join(folder, safeName(entry.name, index)))
    return true
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (isProblem(error) || (error instanceof Error && 'code' in error)) return false
    throw error
  }
}

/** Folders, and what systems leave in archives for themselves, are no content. */
const isContent = ({ name }: ZipEntry): boolean => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.(?!\.?\/))/.test(name)

/** One name without folders, so that nothing can be written outside; two files of one name get numbers. */
function safeName(name: string, index: number): string {
  const own = basename(name.replaceAll('\\', '/'))
    .replace(/[^\w.\- ]+/g, '_')
    .replace(/^\.+/, '')
    .slice(-120)
  return own === '' ? `file-${index}` : name.includes('/') ? `${index}-${own}` : own
}

async function write(path: string, entry: ZipEntry, to: string): Promise<void> {
  const out = await open(to, 'wx', 0o600)
  try {
    for await (const chunk of entryBytes(path, entry)) await out.appendFile(chunk)
  } finally {
    await out.close()
  }
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path)
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close())
  return buffer.equals(Buffer.from([0x50, 0x4b, 3, 4]))
}
