import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { SourceText } from '#flows/definitions/documents.ts'
import { Problem } from '#kernel'

const endings = new Set(['.yaml', '.yml', '.json'])

/** A file of definitions; or those of a folder and below it, in the order of their names, each told with its folder. */
export async function textsAt(path: string): Promise<readonly SourceText[]> {
  const found = await stat(path).catch(() => null)
  if (!found?.isDirectory()) return [{ file: basename(path), text: await followed(path) }]
  const files = (await readdir(path, { recursive: true })).filter((file) => endings.has(extname(file))).toSorted()
  if (files.length === 0) throw new Problem('invalid', `${path} holds no YAML or JSON file.`, 'Name a folder of definitions, or a file.')
  return await Promise.all(files.map(async (file) => ({ file: join(basename(path), file), text: await followed(join(path, file)) })))
}

export const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch(() => {
    throw new Problem('invalid', `${path} cannot be read.`, 'Check the path.')
  })

/** A file that holds nothing but a path is a link that lost its kind on the way: it is followed once. */
async function followed(file: string): Promise<string> {
  const text = await textOf(file)
  if (!/^[^\s:{}[\]]+\.ya?ml$/.test(text.trim())) return text
  const target = resolve(dirname(file), text.trim())
  return (await stat(target).catch(() => null))?.isFile() ? await textOf(target) : text
}
