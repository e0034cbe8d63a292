import { readFile } from 'node:fs/promises'
import { parseAllDocuments } from 'yaml'
import { isRecord, Problem, type SourceTable, type SourceTree } from '#kernel'
import type { FileLimits } from './limits.ts'
import { cellsOf } from './ndjsonTable.ts'
import type { Sniffed } from './sniffEncoding.ts'
import type { FoundFile } from './walkFiles.ts'

/** A YAML or JSON document: as a table where it is a list of flat objects of one shape, as a tree otherwise. Aliases are followed only so far, and nothing in it is executed. */
export async function treeFile(
  found: FoundFile,
  sniffed: Sniffed,
  kind: 'yaml' | 'json',
  limits: FileLimits,
): Promise<{ table: SourceTable } | { tree: SourceTree }> {
  if (found.bytes > limits.tree)
    throw new Problem(
      'refused',
      `It is ${Math.round(found.bytes / 1e6)} MB; a ${kind === 'yaml' ? 'YAML' : 'JSON'} document may have ${Math.round(limits.tree / 1e6)} MB.`,
      'Export it as CSV or as one JSON object a line.',
    )
  const text = new TextDecoder(sniffed.encoding).decode((await readFile(found.path)).subarray(sniffed.mark))
  const tree = kind === 'yaml' ? parseYaml(text) : parseJson(text)
  const list = flatList(tree)
  return list ? { table: toTable(found, list, kind, sniffed) } : { tree: { file: found.file, tree } }
}

function parseYaml(text: string): unknown {
  const documents = parseAllDocuments(text, { prettyErrors: true })
  const list = Array.isArray(documents) ? documents : []
  const error = list.flatMap((document) => document.errors)[0]
  if (error) throw new Problem('invalid', `It is not valid YAML: ${error.message.split('\n')[0] ?? ''}`, 'Correct that line and try again.')
  try {
    const trees = list.map((document): unknown => document.toJS({ maxAliasCount: 100 }))
    return trees.length === 1 ? trees[0] : trees
  } catch {
    throw new Problem('refused', 'It repeats parts of itself (aliases) more often than a real document would.', 'Write the repeated parts out.')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem('invalid', `It is not valid JSON: ${error instanceof Error ? error.message : ''}`, 'The file may have been cut off; export it again.')
  }
}

interface FlatList {
  readonly part?: string
  readonly records: readonly Readonly<Record<string, unknown>>[]
}

/** A list of objects without nested values, by itself or as the only list of an envelope such as {"data": [...]}. */
function flatList(tree: unknown): FlatList | null {
  if (isRecord(tree)) {
    const lists = Object.entries(tree).filter((entry) => Array.isArray(entry[1]))
    const [only] = lists
    const found = lists.length === 1 && only ? flatList(only[1]) : null
    return found && only ? { part: only[0], records: found.records } : null
  }
  if (!Array.isArray(tree) || tree.length === 0) return null
  const records = tree.filter(isRecord)
  return records.length === tree.length && records.every(isFlat) ? { records } : null
}

const isFlat = (record: Readonly<Record<string, unknown>>): boolean => Object.values(record).every((value) => typeof value !== 'object' || value === null)

function toTable(found: FoundFile, { part, records }: FlatList, kind: 'yaml' | 'json', sniffed: Sniffed): SourceTable {
  const headings = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const all = records.map((record, index) => ({ row: index + 1, cells: cellsOf(record, headings) }))
  return {
    file: found.file,
    ...(part === undefined ? {} : { part }),
    headings,
    headingRow: 0,
    form: { kind, encoding: sniffed.encoding, notes: ['Rows are numbered by their place in the list.'] },
    bytes: found.bytes,
    sample: all.slice(0, 200),
    async *rows() {
      yield* all
    },
  }
}
