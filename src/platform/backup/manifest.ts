import { createHash } from 'node:crypto'
import { isId, isRecord, Problem } from '#kernel'
import { damaged, readArchive, type Listed } from './archive.ts'
import type { RecordTable } from './recordRows.ts'

/** A workspace in a backup, and what must be there again after it was restored. */
export interface BackedUpWorkspace {
  readonly id: string
  readonly slug: string
  /** Rows by table of the record. */
  readonly counts: Readonly<Record<string, number>>
  readonly chain: { readonly seq: number; readonly hash: string }
  /** Bytes of the journal of facts. */
  readonly journalEnd: number
}

/** The last piece of a backup: what it holds, and how to tell that it is whole. */
export interface Manifest {
  readonly format: 1
  readonly version: string
  readonly at: string
  readonly migrations: { readonly app: readonly string[]; readonly identity: readonly string[] }
  readonly tables: readonly RecordTable[]
  readonly workspaces: readonly BackedUpWorkspace[]
  readonly pieces: readonly Listed[]
}

export const manifestName = 'manifest.json'

/** Reads a backup through, and answers its manifest once every piece fits its digest. Throws a Problem: invalid, `backup-damaged`. */
export async function checkedManifest(file: string): Promise<Manifest> {
  const seen = new Map<string, string>()
  let manifest: Manifest | null = null
  for await (const { name, bytes } of readArchive(file)) {
    if (name === manifestName) manifest = parsed(file, bytes)
    else seen.set(name, createHash('sha256').update(bytes).digest('hex'))
  }
  if (!manifest) throw damaged(file, 'its manifest is missing')
  for (const { name, sha256 } of manifest.pieces) if (seen.get(name) !== sha256) throw damaged(file, `${name} is missing or was changed`)
  const stray = [...seen.keys()].find((name) => !manifest.pieces.some((piece) => piece.name === name))
  if (stray !== undefined) throw damaged(file, `${stray} is not in its manifest`)
  return manifest
}

function parsed(file: string, bytes: Buffer): Manifest {
  const read: unknown = JSON.parse(bytes.toString())
  if (isRecord(read) && typeof read['format'] === 'number' && read['format'] > 1)
    throw new Problem('invalid', `${file} was made by a newer version (${String(read['version'])}).`, 'Restore it with that version.')
  if (isManifest(read)) return read
  throw damaged(file, 'its manifest cannot be read')
}

const isManifest = (read: unknown): read is Manifest =>
  isRecord(read) &&
  read['format'] === 1 &&
  [read['tables'], read['workspaces'], read['pieces']].every((list) => Array.isArray(list) && list.every(isRecord)) &&
  Array.isArray(read['workspaces']) &&
  read['workspaces'].every(({ id }) => isId(id)) &&
  isRecord(read['migrations'])
