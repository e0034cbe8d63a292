import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { batchRows, expected, shape, workspace } from './fixtures/crashRows.ts'
import { faultyFiles } from './fixtures/faultyFiles.ts'
import { openFactStore, type FactStore } from './store.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'throughline-crash-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

const kills = Number(process.env['THROUGHLINE_KILLS'] ?? 10)
const known = async (store: FactStore): Promise<Map<number, number>> =>
  new Map((await store.query(workspace, 'select id, amount from line')).rows.map(([id, amount]) => [Number(id), Number(amount)]))
const importing = (store: FactStore, n: number) =>
  store.ingest(workspace, { id: `b${n}`, source: 's', recordedAt: '2024-01-01T00:00:00Z', fact: shape, rows: batchRows(n) })
const journalFile = (): string => {
  const folder = join(home, 'facts', workspace, 'journal')
  return join(folder, readdirSync(folder).toSorted().at(-1) ?? '')
}

/** Runs the importing app until it is killed, `millis` after it is ready. Answers the lines that it told. */
async function runAndKill(first: number, millis: number): Promise<string[]> {
  const app = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'importAndTell.ts'), home, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  app.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (told === '') setTimeout(() => app.kill('SIGKILL'), millis)
    told += text
  })
  await new Promise((resolve) => app.on('close', resolve))
  return told.trim().split('\n')
}

test(
  `after each of ${kills} kills at random moments, everything acknowledged is there once, and nothing is there by half`,
  { timeout: 180_000 + kills * 10_000 },
  async () => {
    const seed = Number(process.env['THROUGHLINE_SEED'] ?? Date.now() % 1_000_000)
    let state = seed
    const chance = (): number => (state = (state * 48_271 + 11) % 2_147_483_647) / 2_147_483_647
    let live: number[] = []
    let next = 0
    for (let kill = 0; kill < kills; kill++) {
      const told = await runAndKill(next, 20 + Math.floor(chance() * 900))
      const certain = replayTold(live, told)
      const store = await openFactStore({ home, facts: [shape] })
      const now = await known(store)
      const possible = certain.open === null ? [certain.batches] : [certain.batches, certain.open]
      const match = possible.find((batches) => equal(expected(batches), now))
      expect(match, `seed ${seed}, kill ${kill}, told ${told.at(-1)}`).toBeDefined()
      expect((await store.query(workspace, 'select count(*) from (select id from line group by id having count(*) > 1)')).rows).toEqual([[0]])
      expect((await store.query(workspace, `select count(*) from information_schema.tables where table_schema = 'staging'`)).rows).toEqual([[0]])
      live = match ?? []
      next = certain.next + (live.length > certain.batches.length ? 1 : 0)
      if ((await store.query(workspace, `select count(*) from batch where id = 'b${next}'`)).rows[0]?.[0] === 1) next += 1
      if (kill === kills - 1) {
        await store.rebuild(workspace)
        expect(equal(await known(store), now)).toBe(true)
      }
      await store.close()
    }
  },
)

/** What must hold after these lines, and what may hold as well when the last step was under way. */
function replayTold(before: readonly number[], told: readonly string[]): { batches: number[]; open: number[] | null; next: number } {
  let batches = [...before]
  let [open, next]: [number[] | null, number] = [null, Math.max(-1, ...before) + 1]
  for (const line of told) {
    const [what = '', ...rest] = line.split(' ')
    const n = Number(rest.at(-1))
    const after = rest[0] === 'undo' ? batches.filter((one) => one !== n) : [...batches, n]
    if (what === 'try') [open, next] = [after, rest[0] === 'undo' ? n + 1 : n]
    if (what === 'done') [batches, open, next] = [after, null, n + 1]
  }
  return { batches, open, next }
}

const equal = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)

test('an import whose end was torn off the journal is gone as a whole; those before it stay', async () => {
  let store = await openFactStore({ home, facts: [shape] })
  await importing(store, 1)
  const whole = readFileSync(journalFile()).length
  await importing(store, 2)
  await store.close()
  truncateSync(journalFile(), whole + 40)
  for (const file of readdirSync(join(home, 'facts', workspace))) if (file.startsWith('facts.duckdb')) rmSync(join(home, 'facts', workspace, file))
  store = await openFactStore({ home, facts: [shape] })
  expect(equal(await known(store), expected([1]))).toBe(true)
  await importing(store, 2)
  expect(equal(await known(store), expected([1, 2]))).toBe(true)
  await store.close()
})

test('a journal that was cut behind the store’s back is an alarm, not a silent loss', async () => {
  let store = await openFactStore({ home, facts: [shape] })
  await importing(store, 1)
  const whole = readFileSync(journalFile()).length
  await importing(store, 2)
  await store.close()
  truncateSync(journalFile(), whole)
  store = await openFactStore({ home, facts: [shape] })
  await expect(importing(store, 3)).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'journal-damaged' } })
  await store.close()
})

test('a flipped byte in the journal is an alarm that names file and place', async () => {
  let store = await openFactStore({ home, facts: [shape] })
  await importing(store, 1)
  await importing(store, 2)
  await store.close()
  const bytes = readFileSync(journalFile())
  bytes[200] = (bytes[200] ?? 0) ^ 1
  writeFileSync(journalFile(), bytes)
  store = await openFactStore({ home })
  await expect(store.query(workspace, 'select 1')).rejects.toMatchObject({ details: { code: 'journal-damaged', more: { file: journalFile() } } })
  await store.close()
})

test('a full disk in the middle of an import is told in words, reading goes on, and writing goes on by itself afterwards', async () => {
  const faults = faultyFiles()
  const store = await openFactStore({ home, facts: [shape], journal: { files: faults.files } })
  await importing(store, 1)
  const batch = await store.openBatch(workspace, { id: 'b2', source: 's', recordedAt: '2024-01-01T00:00:00Z' })
  await batch.add({ fact: shape, rows: batchRows(2) })
  faults.failNext('write', 'ENOSPC')
  await expect(batch.add({ fact: shape, rows: batchRows(3) })).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'no-space' } })
  expect(equal(await known(store), expected([1]))).toBe(true)
  await expect(batch.commit()).rejects.toMatchObject({ kind: 'unavailable' })
  expect(equal(await known(store), expected([1]))).toBe(true)
  await importing(store, 2)
  expect(equal(await known(store), expected([1, 2]))).toBe(true)
  await store.rebuild(workspace)
  expect(equal(await known(store), expected([1, 2]))).toBe(true)
  await store.close()
})

test('a flush that fails on the commit itself leaves the import undone, not half done', async () => {
  const faults = faultyFiles()
  const store = await openFactStore({ home, facts: [shape], journal: { files: faults.files } })
  await importing(store, 1)
  const batch = await store.openBatch(workspace, { id: 'b2', source: 's', recordedAt: '2024-01-01T00:00:00Z' })
  await batch.add({ fact: shape, rows: batchRows(2) })
  faults.failNext('sync', 'EIO')
  await expect(batch.commit()).rejects.toMatchObject({ kind: 'unavailable', details: { code: 'journal-failed' } })
  expect(equal(await known(store), expected([1]))).toBe(true)
  await importing(store, 2)
  expect(equal(await known(store), expected([1, 2]))).toBe(true)
  await store.close()
})

test('a DuckDB file from before the last imports catches up from the journal', async () => {
  const file = join(home, 'facts', workspace, 'facts.duckdb')
  let store = await openFactStore({ home, facts: [shape] })
  await importing(store, 1)
  await store.close()
  copyFileSync(file, `${file}.old`)
  store = await openFactStore({ home, facts: [shape] })
  await importing(store, 2)
  await store.undoBatch(workspace, 'b1', '2024-02-01T00:00:00Z')
  await store.close()
  copyFileSync(`${file}.old`, file)
  store = await openFactStore({ home, facts: [shape] })
  expect(equal(await known(store), expected([2]))).toBe(true)
  await store.close()
})
