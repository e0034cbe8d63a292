import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { readMetricFlow, type ReadManifest, type SourceDocument } from '#engines/semantic/interchange/metricflow.ts'
import { isRecord, Problem } from '#kernel'
import type { PlainTable } from '#platform/columnar/tableStore.ts'

const endings = new Set(['.yaml', '.yml', '.json'])

/** Reads a folder of MetricFlow files (or one file), below it as well, in the order of their names. */
export async function readManifestFolder(folder: string): Promise<ReadManifest> {
  const found = await stat(folder).catch(() => {
    throw new Problem('invalid', `There is no folder ${folder}.`, 'Name a folder of MetricFlow YAML files.')
  })
  const files = found.isDirectory()
    ? (await readdir(folder, { recursive: true })).map((file) => join(folder, file)).filter((file) => endings.has(extname(file)))
    : [folder]
  if (files.length === 0) throw new Problem('invalid', `${folder} holds no YAML or JSON file.`, 'Name a folder of MetricFlow YAML files.')
  const documents = await Promise.all(files.toSorted().map((file) => documentsOf(file, folder, true)))
  return readMetricFlow(documents.flat())
}

/** The documents of a file. A file that holds nothing but a path is a link that lost its kind on the way: it is followed once. */
async function documentsOf(file: string, folder: string, mayFollow: boolean): Promise<SourceDocument[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Problem('invalid', `${file} cannot be read.`, 'Check the path.')
  })
  const name = relative(folder, file) || file
  if (mayFollow && /^[^\s:{}[\]]+\.ya?ml$/.test(text.trim())) {
    const target = resolve(dirname(file), text.trim())
    if ((await stat(target).catch(() => null))?.isFile()) return await documentsOf(target, folder, false)
  }
  return parseAllDocuments(text, { logLevel: 'error' }).map((document) => {
    const [fault] = document.errors
    if (fault) throw new Problem('invalid', `${name} is not YAML: ${fault.message.split('\n')[0] ?? ''}`, 'Correct the file.', { at: { file: name } })
    return { file: name, content: document.toJS({ maxAliasCount: 100 }) }
  })
}

const types: Readonly<Record<string, PlainTable['columns'][number]['type']>> = {
  STRING: 'STRING',
  INT: 'INT',
  FLOAT: 'FLOAT',
  BOOLEAN: 'BOOLEAN',
  TIME: 'TIME',
}

/** Reads a file of tables: {name: {columns: [{name, type}], rows: [[…]]}}, types STRING, INT, FLOAT, BOOLEAN and TIME. */
export async function readTables(path: string): Promise<PlainTable[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Problem('invalid', `${path} cannot be read.`, 'Check the path.')
  })
  const parsed = parseJson(text, path)
  if (!isRecord(parsed)) throw new Problem('invalid', `${path} holds no tables.`, 'It is an object of tables by name.')
  return Object.entries(parsed).map(([name, table]) => plainTable(name, table))
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('invalid', `${path} is not JSON.`, 'Check quotes and commas.')
  }
}

function plainTable(name: string, table: unknown): PlainTable {
  if (!isRecord(table) || !Array.isArray(table['columns']) || !Array.isArray(table['rows']))
    throw new Problem('invalid', `The table ${name} needs columns and rows.`)
  const columns = table['columns'].map((column: unknown) => {
    const type = isRecord(column) ? types[String(column['type']).toUpperCase()] : undefined
    if (!isRecord(column) || typeof column['name'] !== 'string' || !type)
      throw new Problem('invalid', `A column of ${name} is not {name, type}.`, `Types are ${Object.keys(types).join(', ')}.`)
    return { name: column['name'], type }
  })
  const rows = table['rows'].map((row: unknown, place) => {
    if (!Array.isArray(row) || row.length !== columns.length)
      throw new Problem('invalid', `Row ${place + 1} of ${name} does not have ${columns.length} cells.`, '', { at: { file: name, row: place + 1 } })
    return row.map((cell: unknown) => (cell === null || cell === undefined ? null : String(cell)))
  })
  return { name, columns, rows }
}
