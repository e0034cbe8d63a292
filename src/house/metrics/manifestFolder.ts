import { readFile } from 'node:fs/promises'
import type { ReadManifest } from '#engines/semantic/interchange/metricflow.ts'
import { parseTexts } from '#flows/definitions/documents.ts'
import { manifestIn } from '#flows/definitions/formats.ts'
import { faultProblem } from '#flows/definitions/importDefinitions.ts'
import { isRecord, Problem } from '#kernel'
import type { PlainTable } from '#platform/columnar/tableStore.ts'
import { textsAt } from './definitionTexts.ts'

/** Reads a folder of MetricFlow files (or one file), below it as well, in the order of their names. */
export async function readManifestFolder(folder: string): Promise<ReadManifest> {
  const { files, faults } = parseTexts(await textsAt(folder))
  if (faults[0]) throw faultProblem(faults[0])
  return manifestIn(files, 'metricflow')
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
