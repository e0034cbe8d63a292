/**
 * A million rows of ten columns, as they come from a CSV file, into an empty workspace: rows per second, and memory above idle.
 * `npm run bench rows`, or `node bench/rows.ts [rows]`. Memory is the resident memory of the whole process, DuckDB included.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFactStore, type FileReport, type Row, type TableShape } from '#platform/columnar/store.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const shape: TableShape = {
  name: 'event',
  key: ['id'],
  columns: [
    { name: 'id', type: 'VARCHAR' },
    { name: 'account_id', type: 'VARCHAR' },
    { name: 'person_id', type: 'VARCHAR' },
    { name: 'name', type: 'VARCHAR' },
    { name: 'at', type: 'TIMESTAMP' },
    { name: 'day', type: 'DATE' },
    { name: 'count', type: 'BIGINT' },
    { name: 'seconds', type: 'DOUBLE' },
    { name: 'is_trial', type: 'BOOLEAN' },
    { name: 'plan', type: 'VARCHAR' },
  ],
}

let peak = 0
let highest = 0
const home = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
const store = await openFactStore({ home, facts: [shape] })
try {
  await store.query('bench', 'select 1')
  collect()
  const idle = process.memoryUsage.rss()
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
  await measured('first import', () => importing('first', 0))
  await measured('same file again', () => importing('again', 0))
  await measured('every tenth changed', () => importing('changed', 10))
  await measured('dry run', () => store.ingest('bench', { ...batch('dry'), mode: 'dryRun', fact: shape, rows: pieces(7) }))
  await measured('rebuild', () => store.rebuild('bench'))
  clearInterval(watch)
  const { bytes, journalBytes } = await store.storage('bench')
  print('memory', `idle ${mega(idle)} MB, peak ${mega(highest)} MB, above idle ${mega(highest - idle)} MB (budget 300)`)
  print('disk', `store ${mega(bytes)} MB, journal ${mega(journalBytes)} MB`)
} finally {
  await store.close()
  rmSync(home, { recursive: true, force: true })
}

function importing(id: string, changedEvery: number): Promise<FileReport> {
  return store.ingest('bench', { ...batch(id), fact: shape, rows: pieces(changedEvery) })
}

function batch(id: string): { id: string; source: string; recordedAt: string } {
  return { id, source: 'bench', recordedAt: '2026-01-01T00:00:00Z' }
}

/** Rows of 24 months, made as they are asked for. */
async function* pieces(changedEvery: number): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows; from += 1_000) yield Array.from({ length: Math.min(1_000, rows - from) }, (_, index) => row(from + index, changedEvery))
}

function row(index: number, changedEvery: number): Row {
  const at = new Date(Date.UTC(2024, 0, 1) + (index % 730) * 86_400_000 + (index % 86_400) * 1_000).toISOString()
  const count = changedEvery > 0 && index % changedEvery === 0 ? index + 1 : index
  return [
    `evt-${index}`,
    `acc-${index % 400}`,
    `person-${index % 9_000}`,
    `feature.${index % 40}`,
    at,
    at.slice(0, 10),
    count,
    index / 7,
    index % 5 === 0,
    ['free', 'team', 'scale'][index % 3] ?? '',
  ]
}

async function measured(what: string, work: () => Promise<FileReport | void>): Promise<void> {
  peak = 0
  const [since, used] = [performance.now(), process.cpuUsage()]
  const report = await work()
  const seconds = (performance.now() - since) / 1_000
  const { user, system } = process.cpuUsage(used)
  const counts = report ? `, ${report.created} created, ${report.updated} updated, ${report.unchanged} unchanged` : ''
  highest = Math.max(highest, peak)
  print(
    what,
    `${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString('en')} rows/s, processor time ${((user + system) / 1e6).toFixed(1)} s, peak ${mega(peak)} MB${counts}`,
  )
}

function collect(): void {
  globalThis.gc?.()
}

function mega(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}

function print(what: string, says: string): void {
  process.stdout.write(`${what.padEnd(20)} ${says}\n`)
}
