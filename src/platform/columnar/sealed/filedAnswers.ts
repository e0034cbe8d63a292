import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord } from '#kernel'
import type { Grown, Reads } from '../keptReads.ts'
import type { FactStore } from '../store.ts'
import { sealedOf } from './sealedOf.ts'
import { writeSealed } from './writeSealed.ts'

/** An answer is written down anew once so many rows came since. */
const worth = 20_000
const file = 'answers.json'

/** Counts that grow with their rows, as a process before this one left them. What stands there is taken only where it still holds (`keptReads`); what cannot be read is counted anew. */
export function filedReads(store: FactStore, ws: string): { readonly reads: Reads; readonly filed: Promise<void> } {
  const reads: Reads = new Map()
  return { reads, filed: fill(store, ws, reads).catch(() => undefined) }
}

async function fill(store: FactStore, ws: string, reads: Reads): Promise<void> {
  const text = await readFile(join((await sealedOf(store, ws)).folder, file), 'utf8').catch(() => '[]')
  for (const { key, position, rows, grown } of entriesIn(text)) reads.set(key, { position, rows: Promise.resolve(rows), grown })
  filed.set(reads, sizeOf(reads))
}

/** Writes down the counts that grow, when enough came since the last time. Nothing depends on it: it fails in silence, and the log tells. */
export async function fileAnswers(store: FactStore, ws: string, reads: Reads): Promise<void> {
  const [before, now] = [filed.get(reads), sizeOf(reads)]
  if (before && now.count === before.count && now.last - before.last < worth) return
  filed.set(reads, now)
  try {
    const sealed = await sealedOf(store, ws)
    const entries: Entry[] = []
    for (const [key, { position, rows, grown, carried }] of reads) if (grown && !carried) entries.push({ key, position, rows: await rows, grown })
    if (await writeSealed(sealed, file, [Buffer.from(JSON.stringify(entries))])) return
  } catch {
    // an answer that could not be read is told to whoever asked for it
  }
  filed.delete(reads)
}

interface Size {
  readonly count: number
  readonly last: number
}

const filed = new WeakMap<Reads, Size>()

/** How many answers grow, and how far the furthest has come. */
function sizeOf(reads: Reads): Size {
  const grown = [...reads.values()].flatMap((one) => (one.carried ? [] : (one.grown ?? [])))
  return { count: grown.length, last: Math.max(-1, ...grown.map(({ last }) => last)) }
}

interface Entry {
  readonly key: string
  readonly position: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly grown: Grown
}

function entriesIn(text: string): Entry[] {
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) ? found.filter(isEntry) : []
  } catch {
    return []
  }
}

const isEntry = (one: unknown): one is Entry =>
  isRecord(one) && typeof one['key'] === 'string' && typeof one['position'] === 'string' && Array.isArray(one['rows']) && isMarked(one['grown'])

const isMarked = (one: unknown): boolean =>
  isRecord(one) && typeof one['others'] === 'string' && typeof one['last'] === 'number' && typeof one['gone'] === 'number'
