import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { Problem } from '#kernel'
import type { Row } from './duckdb.ts'
import type { TableShape } from './shape.ts'

/** A file, or a piece of one, within a batch: rows of one fact from one source. */
export interface Part {
  readonly part: number
  readonly shape: TableShape
  readonly file: string
  readonly source: string
  /** The source says that these rows are gone; only their key columns count. */
  readonly isTombstone: boolean
}

/** A row that could not be taken, or that contradicts another, and waits for a person. Rows count from 1, the heading included. */
export interface Held {
  readonly fact: string | null
  readonly file: string
  readonly row: number
  readonly column: string | null
  readonly reason: string
  readonly raw: string | null
  /** By what a row of a later import is known to be this one, mended. Missing in journals of before. */
  readonly answeredBy?: string | null
  /** Its cells as JSON, in the order of the file's headings, so that it can be handed back. */
  readonly cells?: string | null
}

/** Everything that ever happens to the facts of a workspace, in the order in which it happened. The store is what follows from it. */
export type Entry =
  | { readonly kind: 'begin'; readonly batch: string; readonly source: string; readonly recordedAt: string }
  | ({ readonly kind: 'part'; readonly batch: string } & Part)
  | { readonly kind: 'rows'; readonly batch: string; readonly part: number; readonly numbers: readonly number[]; readonly rows: readonly Row[] }
  | { readonly kind: 'held'; readonly batch: string; readonly held: readonly Held[] }
  | { readonly kind: 'commit'; readonly batch: string; readonly at: string }
  | { readonly kind: 'abort'; readonly batch: string }
  | { readonly kind: 'undo'; readonly batch: string; readonly at: string }
  | { readonly kind: 'settle'; readonly ids: readonly string[]; readonly state: SettledState; readonly at: string }
  | StreamEntry
  | { readonly kind: 'forget'; readonly persons: readonly string[]; readonly at: string }
  /** Names that are not to be taken again, as what they come to under a one-way function. */
  | { readonly kind: 'sealed'; readonly names: readonly string[]; readonly at: string }
  | { readonly kind: 'expire'; readonly before: string; readonly at: string }

/** Rows that stand for themselves, as they arrived in one request: all of it is taken, or nothing. */
export interface StreamEntry {
  readonly kind: 'stream'
  /** The instant of arrival, ISO 8601 in UTC. */
  readonly at: string
  readonly source: string
  readonly tables: readonly StreamRows[]
}

/** Rows for one table; a TIMESTAMP is in milliseconds since 1970, JSON is text. */
export interface StreamRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** `imported:` with the batch that brought the row after all: should that be taken back, the row waits again. */
export type SettledState = 'replayed' | 'dismissed' | `imported:${string}`

/** JSON, compressed with Zstandard: the journal is kept for good. */
export const encode = (entry: Entry): Buffer => zstdCompressSync(JSON.stringify(entry), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })

/** The same entry with less in it, in exactly as many bytes: what is left over is a frame that readers of Zstandard skip (RFC 8878, 3.1.2). */
export function encodeWithin(entry: Entry, length: number): Buffer {
  const text = JSON.stringify(entry)
  // with less in it, it nearly always fits as it was packed; the highest level takes a second for twenty thousand rows, and nobody else is served meanwhile
  const payload = fitting(text, length, 1) ?? fitting(text, length, 3) ?? fitting(text, length, 19)
  if (payload) return payload
  throw new Problem('unavailable', `A record of ${length} bytes cannot be written anew in its place.`, 'Rebuild the workspace from an export.')
}

function fitting(text: string, length: number, level: number): Buffer | null {
  for (let spaces = 0; spaces < 400; spaces++) {
    const payload = zstdCompressSync(text + blanks(spaces), { params: { [constants.ZSTD_c_compressionLevel]: level } })
    const rest = length - payload.length
    if (rest === 0) return payload
    if (rest >= skipped) return Buffer.concat([payload, frame(rest)])
    if (rest < 0) break
  }
  return null
}

const skipped = 8
function frame(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUInt32LE(0x184d2a50, 0)
  bytes.writeUInt32LE(length - skipped, 4)
  return bytes
}

/** White space that no two neighbours share, so that it does not vanish when it is compressed. */
const blanks = (count: number): string => Array.from({ length: count }, (_, at) => ' \n\t\r'[(at * at * 7 + at * 3) % 4]).join('')

export function decode(payload: Buffer): Entry {
  const parsed: unknown = JSON.parse(zstdDecompressSync(payload).toString())
  if (isEntry(parsed)) return parsed
  throw new Problem('unavailable', 'The journal holds a record that this version does not know.', 'Start the newer version that wrote it.')
}

const kinds = new Set(['begin', 'part', 'rows', 'held', 'commit', 'abort', 'undo', 'settle', 'stream', 'forget', 'sealed', 'expire'])

/** The checksum has vouched for the bytes; the kind tells whether we know their meaning. */
const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && kinds.has(value.kind)
