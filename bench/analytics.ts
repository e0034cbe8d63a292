import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Told } from './support/analyticsRun.ts'
import { repeated } from './support/repeatedQuestion.ts'

/**
 * Questions about generated events that lie in files, as those of a large workspace do, under the budget that ships. For each number of events: processor time
 * of five questions, resident memory of the process that answers (what the system keeps of files is not in it), and one question of every kind as people save
 * them, asked five times: at most a second of wall time each (95 %). Then the same five against ClickHouse in a process of its own (chdb, two threads, its best
 * layout for each) on the same rows: processor time of all threads, three rounds of five warm runs taken in turn, the median of the medians. Numbers must be
 * equal before a time is told. Then how processor time grew from one size to the next, tenfold one; last, a question of the server that was asked before.
 *
 * `EVENTS=1000000,10000000` names the sizes; `HUNDRED=1` adds 100,000,000, of which each question of every kind is asked once for its memory, and no peer (6 GB of disk);
 * `ALONE=1` leaves ClickHouse out; `STORE=folder` keeps the events there for the next run; `GATE=1` fails when a bar was missed.
 */
const sizes = (process.env['EVENTS'] ?? '1000000,10000000').split(',').map(Number)
if (process.env['HUNDRED'] === '1') sizes.push(100_000_000)
const isAlone = process.env['ALONE'] === '1'
const store = process.env['STORE']
const found = new Map<number, Told>()
const folders = new Map<number, string>()
let missed = 0
try {
  for (const n of sizes) {
    const folder = store === undefined ? mkdtempSync(join(tmpdir(), 'throughline-events-')) : join(store, `events-${n}`)
    folders.set(n, folder)
    mkdirSync(folder, { recursive: true })
    if (!existsSync(join(folder, 'head.json'))) await part('write', folder, n)
    const told = await part('answer', folder, n)
    found.set(n, told)
    missed += told.missed
    if (!isAlone && n <= 10_000_000) missed += (await part('compare', folder, n)).missed
  }
  for (const n of sizes) await growth(n)
} finally {
  if (store === undefined) for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true })
}
if (!(await repeated())) missed++
process.exit(missed > 0 && process.env['GATE'] === '1' ? 1 : 0)

async function part(what: string, folder: string, n: number, smaller = ''): Promise<Told> {
  const child = fork(join(import.meta.dirname, 'support/analyticsRun.ts'), [what, folder, String(n), smaller])
  return await new Promise((resolve, reject) => {
    let told: Told | null = null
    child.on('message', (message: Told) => (told = message))
    child.on('error', reject)
    child.on('exit', (code) => (told && code === 0 ? resolve(told) : reject(new Error(`The part “${what}” ended with ${code}.`))))
  })
}

/**
 * Growth where both sizes are read from files, under budgets of the same share and taken in turn in one process, is what a bar is set for. Under the budget that
 * ships a smaller number of events is kept in memory, put in order once and not read again, so that the second figure also tells what that spares. The last
 * lines are what nothing can do without: to read whom the rows name and look up one cell of each, and to read and add up the columns of all events.
 */
async function growth(n: number): Promise<void> {
  const [folder, smaller] = [folders.get(n), folders.get(n / 10)]
  if (folder === undefined || smaller === undefined) return
  const { cpu: grown } = await part('grow', folder, n, smaller)
  console.info(`\nprocessor time of ${n.toLocaleString('en-US')} events, as a multiple of that of ${(n / 10).toLocaleString('en-US')}`)
  console.info(`${''.padEnd(56)} ${'files'.padStart(6)}   ${'memory'.padStart(6)}`)
  for (const [what, times] of Object.entries(grown)) {
    const kept = (found.get(n)?.cpu[what] ?? Number.NaN) / (found.get(n / 10)?.cpu[what] ?? Number.NaN)
    const bar = n > 10_000_000 && !what.startsWith('least') ? 11 : null
    if (bar !== null && times > bar) missed++
    const told = bar === null ? '' : `   <= ${bar}   ${times <= bar ? 'met' : 'MISSED'}`
    console.info(`${what.padEnd(56)} ${times.toFixed(1).padStart(6)}   ${Number.isNaN(kept) ? ''.padStart(6) : kept.toFixed(1).padStart(6)}${told}`)
  }
}
