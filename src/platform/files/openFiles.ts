import { open } from 'node:fs/promises'
import { isProblem, Problem, type OpenedFiles, type SourceTable, type SourceTree, type Unreadable } from '#kernel'
import { csvTable } from './csvTable.ts'
import { fileLimits, type FileLimits } from './limits.ts'
import { ndjsonTable } from './ndjsonTable.ts'
import { isBinary, sniffEncoding } from './sniffEncoding.ts'
import { treeFile } from './treeFile.ts'
import { sayWhy, walkFiles, type FoundFile } from './walkFiles.ts'
import { workbookTables } from './workbookTables.ts'
import { noBudget, type Budget } from './zipDirectory.ts'

/**
 * Opens files and folders for an import: CSV in any usual form, NDJSON, JSON, YAML and XLSX. A file that cannot be read is named with the reason; it never
 * stops the others. `budget` is what all workbooks together may unpack to.
 */
export async function openFiles(paths: readonly string[], limits: Partial<FileLimits> = {}, budget = noBudget()): Promise<OpenedFiles> {
  const bounds = { ...fileLimits, ...limits, budget }
  const { found, unreadable } = await walkFiles(paths, bounds.files)
  const opened: Opened = { tables: [], trees: [], unreadable }
  for (const file of found) await openOne(file, opened, bounds)
  return opened
}

interface Bounds extends FileLimits {
  readonly budget: Budget
}

interface Opened {
  readonly tables: SourceTable[]
  readonly trees: SourceTree[]
  readonly unreadable: Unreadable[]
}

async function openOne(found: FoundFile, opened: Opened, limits: Bounds): Promise<void> {
  try {
    const head = await readHead(found)
    const foreign = foreignKind(head)
    if (foreign === 'workbook') opened.tables.push(...(await workbookTables(found, limits, limits.budget)))
    else if (foreign) throw foreign
    else await openText(found, head, opened, limits)
  } catch (error) {
    opened.unreadable.push({ file: found.file, ...(isProblem(error) ? { reason: error.message, hint: error.hint } : sayWhy(error)) })
  }
}

async function openText(found: FoundFile, head: Buffer, opened: Opened, limits: FileLimits): Promise<void> {
  const sniffed = await sniffEncoding(found.path, head)
  if (isBinary(head, sniffed.encoding)) throw new Problem('invalid', 'It is not text and not a workbook.', 'Export the rows as CSV, XLSX, JSON or YAML.')
  const kind = textKind(found.file, new TextDecoder(sniffed.encoding).decode(head.subarray(sniffed.mark), { stream: true }))
  if (kind === 'csv') opened.tables.push(await csvTable(found, head, sniffed, limits))
  else if (kind === 'ndjson') opened.tables.push(await ndjsonTable(found, sniffed, limits))
  else {
    const one = await treeFile(found, sniffed, kind, limits)
    if ('table' in one) opened.tables.push(one.table)
    else opened.trees.push(one.tree)
  }
}

function textKind(file: string, text: string): 'csv' | 'ndjson' | 'json' | 'yaml' {
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''
  const start = text.trimStart()
  if (start === '') throw new Problem('invalid', 'It is empty.', 'Export it again.')
  if (start.startsWith('<')) throw new Problem('invalid', 'It is a web page or XML, not a table.', 'Export the rows as CSV.')
  if (extension === 'yml' || extension === 'yaml') return 'yaml'
  if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson'
  if (start.startsWith('{')) return isObject(start.split(/\r?\n/, 1)[0] ?? '') && start.trimEnd().includes('\n') ? 'ndjson' : 'json'
  return start.startsWith('[') && (extension === 'json' || /^\[\s*[{[\]]/.test(start)) ? 'json' : 'csv'
}

/** Formats that bytes give away: workbooks, and what we do not read, with what to do instead. */
function foreignKind(head: Buffer): 'workbook' | Problem | null {
  if (head.length === 0) return new Problem('invalid', 'It is empty.', 'Export it again.')
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return 'workbook'
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return oldOrLocked(head)
  if (head[0] === 0x1f && head[1] === 0x8b) return new Problem('invalid', 'It is compressed with gzip.', 'Unpack it and import the file in it.')
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return new Problem('invalid', 'It is a Parquet file, which is not read yet.', 'Export it as CSV.')
  return head.subarray(0, 5).toString('latin1') === '%PDF-' ? new Problem('invalid', 'It is a PDF, not a table.', 'Export the rows as CSV.') : null
}

/** A password turns an XLSX into an OLE container with a stream called EncryptedPackage ([MS-OFFCRYPTO] 2.3.4); the old XLS is such a container too. */
function oldOrLocked(head: Buffer): Problem {
  const locked = head.includes(Buffer.from('EncryptedPackage', 'utf16le')) || head.includes(Buffer.from('EncryptionInfo', 'utf16le'))
  if (locked) return new Problem('refused', 'The workbook is protected by a password.', 'Save it without a password and import it again.')
  return new Problem(
    'invalid',
    'It is a workbook of the old XLS format, or one protected by a password.',
    'Save it as XLSX without a password, or export it as CSV.',
  )
}

async function readHead({ path, bytes }: FoundFile): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(bytes, 256 * 1024)), 0, Math.min(bytes, 256 * 1024), 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
