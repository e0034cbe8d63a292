import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isRecord } from '#kernel'
import type { Reads } from '../keptReads.ts'
import type { FactStore } from '../store.ts'

/** An answer is written down anew once so many rows came since. */
const worth = 20_000

/** Counts that grow with their rows, as a process before this one left them. What stands there is taken only where it still holds (`keptReads`). */
export function filedReads(store: FactStore, ws: string): { readonly reads: Reads; readonly filed: Promise<void> } {
  const reads: Reads = new Map()
  const filed = fill(store, ws, reads)
  filed.catch(() => undefined) // whoever waits for it hears
  return { reads, filed }
}

async function fill(store: FactStore, ws: string, reads: Reads): Promise<void> {
  const text = await readFile(await pathOf(store, ws), 'utf8').catch(() => '[]')
  for (const { key, position, rows, grown } of entriesIn(text)) reads.set(key, { position, rows: Promise.resolve(rows), grown })
  filed.set(reads, sizeOf(reads))
}

/** Writes down the counts that grow, when enough came since the last time. */
export async function fileAnswers(store: FactStore, ws: string, reads: Reads): Promise<void> {
  const [before, now] = [filed.get(reads), sizeOf(reads)]
  if (before && now.count === before.count && now.last - before.last < worth) return
  filed.set(reads, now)
  const entries: Entry[] = []
  for (const [key, { position, rows, grown }] of reads) if (grown) entries.push({ key, position, rows: await rows, grown })
  const path = await pathOf(store, ws)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.draft`, JSON.stringify(entries), { flush: true })
  await rename(`${path}.draft`, path)
}

interface Size {
  readonly count: number
  readonly last: number
}

const filed = new WeakMap<Reads, Size>()

/** How many answers grow, and how far the furthest has come. */
function sizeOf(reads: Reads): Size {
  const grown = [...reads.values()].flatMap((one) => one.grown ?? [])
  return { count: grown.length, last: Math.max(-1, ...grown.map(({ last }) => last)) }
}

interface Entry {
  readonly key: string
  readonly position: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly grown: { readonly others: string; readonly last: number; readonly gone: number }
}

async function pathOf(store: FactStore, ws: string): Promise<string> {
  const [[identity] = []] = (await store.query(ws, 'select identity from store.progress')).rows
  return join(store.beside(ws), String(identity), 'answers.json')
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
  isRecord(one) &&
  typeof one['key'] === 'string' &&
  typeof one['position'] === 'string' &&
  Array.isArray(one['rows']) &&
  isRecord(one['grown']) &&
  typeof one['grown']['others'] === 'string' &&
  typeof one['grown']['last'] === 'number' &&
  typeof one['grown']['gone'] === 'number'
