/**
 * Every metric that can be told of 24 months, 10,000 accounts, 40,000 subscription lines, 40,000 people and 5,000,000 events: as a whole and by three
 * dimensions of the account. Cold: the first time in a new process on a store that was there. Warm: as of another day, so that no answer is kept. Again: the
 * same questions. New day: after the events of one more day were imported, as of that day, all questions asked at once, until the last is answered; the first begins
 * a month and a year, the second does not, the third brings lines, tickets and answers too, the fourth new accounts besides, on the fifth accounts change their segment, and on
 * the sixth others also when they were created. All of each day’s answers are told once more by a desk that has just begun, in another run, and three figures are counted
 * from the rows alone.
 * `npm run bench kpis`, or `node bench/kpis.ts [events] [folder of a store that is kept]`.
 */
import { deepStrictEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isProblem, type Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import type { FactDesk } from '#runtime/factDesk.ts'
import { appRegistry } from '../src/house/app.ts'
import { agreed } from './support/agreed.ts'
import { table, type Figure } from './support/figures.ts'
import { changesOn, createdAnewOn, dayOf, eventOf, filled, ingest, newAccounts, size } from './support/kpiCompany.ts'

const [events, folder, phase] = [Number(process.argv[2] ?? 5_000_000), process.argv[3], process.argv[4]]
const workspace: Workspace = { id: 'bench', slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC' }
const words = appRegistry()
/** Every metric, as a whole and over three dimensions where it allows them. */
const questions = [...words.metrics].flatMap(([metric, { dimensions: allowed }]) => [
  { metric },
  ...['plan', 'segment', 'region'].flatMap((by) => (allowed.includes(by) ? [{ metric, by }] : [])),
])

const home = folder ?? mkdtempSync(join(tmpdir(), 'throughline-kpis-'))
const desksOf = (store: FactStore, today: string): FactDesk => factDesks(words, store, null, () => `${today}T06:00:00Z`)(workspace)
const open = (): Promise<FactStore> => openFactStore({ home, log: silentLog, facts: factShapes(words) })

if (phase === 'fill') await fill()
else if (phase === 'measure' || phase === 'prove') await measured(phase === 'prove')
else {
  const run = (name: string) => spawnSync(process.execPath, [import.meta.filename, String(events), home, name], { stdio: 'inherit' }).status === 0
  const isDone = (existsSync(join(home, 'facts')) || run('fill')) && run('measure') && run('prove')
  if (folder === undefined) rmSync(home, { recursive: true, force: true })
  process.exitCode = isDone ? 0 : 1
}

async function fill(): Promise<void> {
  const store = await open()
  const started = performance.now()
  await filled(desksOf(store, '2025-01-01'), events)
  await store.rested()
  console.info(`${events.toLocaleString('en-US')} events imported and filed in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  await store.close()
}

/** `isProof` runs the days once more, in a process of its own, and holds each day’s answers against those of a desk that keeps nothing. */
async function measured(isProof: boolean): Promise<void> {
  const store = await open()
  const figures: Figure[] = []
  const timed = async <T>(what: string, budget: number | undefined, work: () => Promise<T>): Promise<T> => {
    const [start, used] = [performance.now(), process.cpuUsage()]
    const answer = await work()
    const { user, system } = process.cpuUsage(used)
    figures.push({ what, value: performance.now() - start, unit: 'ms', ...(budget === undefined ? {} : { budget }) })
    figures.push({ what: '  processor time, all threads', value: (user + system) / 1000, unit: 'ms' })
    return answer
  }
  const desks = factDesks(words, store, null, () => today)
  let today = '2025-01-01T06:00:00Z'
  const cold = await timed('cold', 5000, () => measureAll(desks(workspace), '2024-12-31'))
  const warm = await timed('warm', 2000, () => measureAll(desks(workspace), '2024-12-30'))
  await timed('again', 100, () => measureAll(desks(workspace), '2024-12-30'))
  const batches: string[] = []
  const bring = async (day: number, fact: string, rows: readonly Record<string, unknown>[]): Promise<void> => {
    const batch = `day-${day}-${Date.now()}`
    batches.push(`${batch}-${fact}`)
    await ingest(desks(workspace), batch, fact, rows)
  }
  const arrive = async (day: number): Promise<string> => {
    const count = Math.round(events / size.days)
    const rows = Array.from({ length: count }, (_, index) => eventOf(events + day * count + index, size.days + day))
    await bring(day, 'event', rows)
    await store.rested()
    today = `2025-01-0${day + 2}T06:00:00Z`
    return `2025-01-0${day + 1}`
  }
  const refreshed = async (what: string, asOf: string, budget?: number): Promise<void> => {
    const answers = await timed(what, budget, () => askAll(desks(workspace), asOf))
    if (!isProof) return
    const anew = factDesks(words, { ...store, beside: () => join(home, 'nowhere'), aside: () => undefined }, null, () => today)
    deepStrictEqual(answers, await askAll(anew(workspace), asOf), `${what}: a desk that has just begun tells something else.`)
  }
  await refreshed('new day, of a new month and year: everything, at once', await arrive(0), 300)
  await refreshed('the day after it: everything, at once', await arrive(1), 300)
  const last = await arrive(2)
  for (const [fact, rows] of Object.entries(dayOf(size.days + 2))) await bring(2, fact, rows)
  await store.rested()
  await refreshed('a day with new lines, tickets and answers too', last, 300)
  for (const [place, [what, rows]] of Object.entries({
    'a day with fourteen new accounts and their lines too': newAccounts,
    'a day on which five accounts change their segment too': changesOn,
    'a day on which five accounts change segment and age too': createdAnewOn,
  }).entries()) {
    const day = size.days + 3 + place
    const asOf = await arrive(3 + place)
    for (const [fact, some] of Object.entries({ ...dayOf(day), ...rows(day) })) await bring(3 + place, fact, some)
    await store.rested()
    await refreshed(what, asOf, 300)
  }
  const memory = process.memoryUsage.rss() / 1e6
  if (isProof) console.info(`${questions.length} answers of each of six days are those of a desk that has just begun`)
  else {
    table(figures)
    console.info(`memory ${memory.toFixed(0)} MB`)
    for (const [name, spent] of Object.entries({ cold, warm })) console.info(`${name}: ${slowest(spent)}`)
    console.info(await agreed(desks(workspace), store, workspace.id))
  }
  for (const batch of batches) await desks(workspace).undoBatch(batch, today)
  await store.close()
}

function slowest(spent: ReadonlyMap<string, number>): string {
  return [...spent]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`)
    .join(', ')
}

/** An answer, or why there is none: a metric without its facts, or that refuses, takes part too. */
async function told(desk: FactDesk, question: (typeof questions)[number], asOf: string): Promise<unknown> {
  return await desk.measure({ ...question, asOf }).catch((error: unknown) => (isProblem(error) ? error.message : Promise.reject(error)))
}

async function askAll(desk: FactDesk, asOf: string): Promise<unknown[]> {
  return await Promise.all(questions.map((question) => told(desk, question, asOf)))
}

/** Milliseconds of processor time of each metric, one question after the other. */
async function measureAll(desk: FactDesk, asOf: string): Promise<Map<string, number>> {
  const spent = new Map<string, number>()
  for (const question of questions) {
    const start = process.cpuUsage()
    await told(desk, question, asOf)
    const { user, system } = process.cpuUsage(start)
    spent.set(question.metric, (spent.get(question.metric) ?? 0) + (user + system) / 1000)
  }
  return spent
}
