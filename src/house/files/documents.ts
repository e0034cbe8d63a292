import { readFile } from 'node:fs/promises'
import { parse as parseYaml } from 'yaml'
import { Problem } from '#kernel'

/** A JSON or YAML file; YAML reads both. */
export async function readDocument(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Problem('invalid', `${path} cannot be read.`, 'Check the path.')
  })
  try {
    return parseYaml(text, { maxAliasCount: 100 })
  } catch {
    throw new Problem('invalid', `${path} is neither JSON nor YAML.`)
  }
}
