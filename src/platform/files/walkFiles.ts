import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { Problem, type Unreadable } from '#kernel'

export interface FoundFile {
  readonly path: string
  /** The name to show: the file's own name, or its path below the folder that was given. */
  readonly file: string
  readonly bytes: number
}

/** Lists files in a stable order; folders are unfolded, hidden files skipped. A link inside a folder is reported, never followed, so that a folder cannot reach out of itself. */
export async function walkFiles(paths: readonly string[], most: number): Promise<{ found: FoundFile[]; unreadable: Unreadable[] }> {
  const found: FoundFile[] = []
  const unreadable: Unreadable[] = []
  for (const given of paths) await visit(resolve(given), null, { found, unreadable, most })
  return { found, unreadable }
}

interface Walk {
  readonly found: FoundFile[]
  readonly unreadable: Unreadable[]
  readonly most: number
}

async function visit(path: string, root: string | null, walk: Walk): Promise<void> {
  const file = root === null ? basename(path) : relative(root, path).replaceAll('\\', '/')
  try {
    const seen = await (root === null ? stat(path) : lstat(path))
    if (seen.isSymbolicLink())
      walk.unreadable.push({
        file,
        reason: 'It is a link, and links inside a folder are not followed.',
        hint: 'Name the file itself, or copy it into the folder.',
      })
    else if (seen.isDirectory()) await visitFolder(path, root ?? path, walk)
    else if (seen.isFile()) add({ path, file, bytes: seen.size }, walk)
    else walk.unreadable.push({ file, reason: 'It is not a regular file.', hint: 'Name a file that can be read to its end.' })
  } catch (error) {
    if (error instanceof Problem) throw error
    walk.unreadable.push({ file, ...sayWhy(error) })
  }
}

async function visitFolder(path: string, root: string, walk: Walk): Promise<void> {
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).toSorted()
  for (const name of names) await visit(join(path, name), root, walk)
}

function add(found: FoundFile, walk: Walk): void {
  if (walk.found.length >= walk.most) throw new Problem('refused', `There are more than ${walk.most} files.`, 'Import a smaller folder.', { code: 'too-large' })
  walk.found.push(found)
}

/** What the operating system's refusal means for a person. */
export function sayWhy(error: unknown): { reason: string; hint: string } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  if (code === 'ENOENT') return { reason: 'There is no such file or folder.', hint: 'Check the spelling of the path.' }
  if (code === 'EACCES' || code === 'EPERM')
    return { reason: 'Reading it is not permitted.', hint: 'Give the account that runs Throughline the right to read it.' }
  if (code === 'ELOOP') return { reason: 'It is a link that leads back to itself.', hint: 'Name the file itself.' }
  return { reason: `It could not be read: ${error instanceof Error ? error.message : String(error)}`, hint: 'Export it again and try once more.' }
}
