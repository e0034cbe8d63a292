/**
 * 24 months, 10,000 accounts, 40,000 subscription lines, 40,000 people and 5,000,000 events, and what such a company's own work brings besides: every metric, as a whole and
 * by three dimensions of the account. Cold: the first time in a new process on a store that was there; for the 21 KPIs of the role (`twentyOne`), for which the goals were set,
 * and in another process for all metrics. Warm: as of another day, so that no answer is kept. Again: the same questions. New day: after one more day was imported, as of that
 * day, all questions asked at once, until the last is answered. The first begins a month and a year; then days of five kinds come in turn, three rounds in which all metrics
 * are asked, and three in which the 21 KPIs are: the median of three. The answers of the first round are told once more by a desk that has just begun, in another run, and
 * three figures are counted from the rows alone.
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
import { quantile, table, type Figure } from './support/figures.ts'
import { twentyOne } from '#metrics/twentyOne.ts'
import { changesOn, createdAnewOn, dateOf, dayOf, eventOf, filled, ingest, newAccounts, size } from './support/kpiCompany.ts'

const [events, folder, phase] = [Number(process.argv[2] ?? 5_000_000), process.argv[3], process.argv[4]]
const workspace: Workspace = { id: 'bench', slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC' }
const words = appRegistry()
type Question = { readonly metric: string; readonly by?: string }
/** Every metric, as a whole and over three dimensions where it allows them. */
const questions = [...words.metrics].flatMap(([metric, { dimensions: allowed }]): Question[] => [
  { metric },
  ...['plan', 'segment', 'region'].flatMap((by) => (allowed.includes(by) ? [{ metric, by }] : [])),
])
const ofTheRole = new Set(twentyOne.flatMap(({ key, also = [] }) => [key, ...also]))
const asked = { 'all metrics': questions, 'the 21 KPIs': questions.filter(({ metric }) => ofTheRole.has(metric)) }

/** What a day brings besides its events. */
const kinds: Readonly<Record<string, (day: number) => Record<string, Record<string, unknown>[]>>> = {
  'events alone': () => ({}),
  'and lines, tickets, answers, work': dayOf,
  'and fourteen new accounts': (day) => ({ ...dayOf(day), ...newAccounts(day) }),
  'and five change segment': (day) => ({ ...dayOf(day), ...changesOn(day) }),
  'and five change segment and age': (day) => ({ ...dayOf(day), ...createdAnewOn(day) }),
}
const rounds = 3

const home = folder ?? mkdtempSync(join(tmpdir(), 'throughline-kpis-'))
const desksOf = (store: FactStore, today: string): FactDesk => factDesks(words, store, null, () => `${today}T06:00:00Z`)(workspace)
const open = (): Promise<FactStore> => openFactStore({ home, log: silentLog, facts: factShapes(words) })

if (phase === 'fill') await fill()
else if (phase === 'first') await firstOfTheRole()
else if (phase === 'measure' || phase === 'prove') await measured(phase === 'prove')
else {
  const run = (name: string) =>
    spawnSync(process.execPath, [...process.execArgv, import.meta.filename, String(events), home, name], { stdio: 'inherit' }).status === 0
  const isDone = (existsSync(join(home, 'facts')) || run('fill')) && run('first') && run('measure') && run('prove')
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

/** The 21 KPIs alone, in a process that has answered nothing else. */
async function firstOfTheRole(): Promise<void> {
  const store = await open()
  const desk = factDesks(words, store, null, () => '2025-01-01T06:00:00Z')(workspace)
  const figures: Figure[] = []
  await timed(figures, 'cold, the 21 KPIs', 5000, () => measureAll(desk, '2024-12-31', asked['the 21 KPIs']))
  await timed(figures, 'warm, the 21 KPIs', 2000, () => measureAll(desk, '2024-12-30', asked['the 21 KPIs']))
  table(figures)
  await store.close()
}

/** Puts two figures: milliseconds by the clock, and of processor time of all threads. */
async function timed<T>(figures: Figure[], what: string, budget: number | undefined, work: () => Promise<T>): Promise<T> {
  const [start, used] = [performance.now(), process.cpuUsage()]
  const answer = await work()
  const { user, system } = process.cpuUsage(used)
  figures.push({ what, value: performance.now() - start, unit: 'ms', ...(budget === undefined ? {} : { budget }) })
  figures.push({ what: '  processor time, all threads', value: (user + system) / 1000, unit: 'ms' })
  return answer
}

/** `isProof` runs the days once more, in a process of its own, and holds each day’s answers against those of a desk that keeps nothing. */
async function measured(isProof: boolean): Promise<void> {
  const store = await open()
  const figures: Figure[] = []
  const desks = factDesks(words, store, null, () => today)
  let today = '2025-01-01T06:00:00Z'
  const cold = await timed(figures, 'cold, all metrics', 5000, () => measureAll(desks(workspace), '2024-12-31'))
  const warm = await timed(figures, 'warm, all metrics', 2000, () => measureAll(desks(workspace), '2024-12-30'))
  await timed(figures, 'again', 100, () => measureAll(desks(workspace), '2024-12-30'))
  const batches: string[] = []
  const bring = async (day: number, fact: string, rows: readonly Record<string, unknown>[]): Promise<void> => {
    const batch = `day-${day}-${Date.now()}`
    batches.push(`${batch}-${fact}`)
    await ingest(desks(workspace), batch, fact, rows)
  }
  /** The events of the day after all others, and what else it brings; told as of that day in the morning after it. */
  let day = size.days - 1
  const arrive = async (more: Record<string, readonly Record<string, unknown>[]>): Promise<void> => {
    const count = Math.round(events / size.days)
    await bring(
      day,
      'event',
      Array.from({ length: count }, (_, index) => eventOf(events + (day - size.days) * count + index, day)),
    )
    for (const [fact, rows] of Object.entries(more)) await bring(day, fact, rows)
    await store.rested()
    today = `${dateOf(day + 1)}T06:00:00Z`
  }
  const answered = async (some: readonly Question[]): Promise<unknown[]> => await askAll(desks(workspace), some, dateOf(day))
  const proven = async (what: string, answers: readonly unknown[]): Promise<void> => {
    if (!isProof) return
    const anew = factDesks(words, { ...store, beside: () => join(home, 'nowhere'), aside: () => undefined }, null, () => today)
    deepStrictEqual(answers, await askAll(anew(workspace), questions, dateOf(day)), `${what}: a desk that has just begun tells something else.`)
  }
  day++
  await arrive({})
  await proven('a new year', await timed(figures, 'new day, of a new month and year, all metrics', undefined, () => answered(questions)))
  for (const [who, some] of Object.entries(asked).slice(0, isProof ? 1 : 2)) {
    const spent = new Map<string, { readonly wall: number; readonly cpu: number }[]>()
    for (let round = 0; round < (isProof ? 1 : rounds); round++)
      for (const [kind, more] of Object.entries(kinds)) {
        day++
        await arrive(more(day))
        const [start, used] = [performance.now(), process.cpuUsage()]
        const answers = await answered(some)
        const [wall, { user, system }] = [performance.now() - start, process.cpuUsage(used)]
        spent.set(kind, [...(spent.get(kind) ?? []), { wall, cpu: (user + system) / 1000 }])
        await proven(kind, answers)
      }
    const budget = who === 'the 21 KPIs' ? { budget: 300 } : {}
    for (const [kind, all] of spent) {
      const median = (of: 'wall' | 'cpu'): number =>
        quantile(
          all.map((one) => one[of]),
          0.5,
        )
      figures.push({ what: `new day, ${who}: ${kind}`, value: median('wall'), unit: 'ms', ...budget })
      figures.push({ what: '  processor time, all threads', value: median('cpu'), unit: 'ms' })
    }
  }
  const memory = process.memoryUsage.rss() / 1e6
  if (isProof) console.info(`${questions.length} answers of each of six days are those of a desk that has just begun`)
  else {
    table(figures)
    console.info(
      `all metrics: ${words.metrics.size}, ${questions.length} questions; the 21 KPIs with what belongs beside them: ${ofTheRole.size}, ${asked['the 21 KPIs'].length} questions`,
    )
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
async function told(desk: FactDesk, question: Question, asOf: string): Promise<unknown> {
  return await desk.measure({ ...question, asOf }).catch((error: unknown) => (isProblem(error) ? error.message : Promise.reject(error)))
}

async function askAll(desk: FactDesk, some: readonly Question[], asOf: string): Promise<unknown[]> {
  return await Promise.all(some.map((question) => told(desk, question, asOf)))
}

/** Milliseconds of processor time of each metric, one question after the other. */
async function measureAll(desk: FactDesk, asOf: string, some = questions): Promise<Map<string, number>> {
  const spent = new Map<string, number>()
  for (const question of some) {
    const start = process.cpuUsage()
    await told(desk, question, asOf)
    const { user, system } = process.cpuUsage(start)
    spent.set(question.metric, (spent.get(question.metric) ?? 0) + (user + system) / 1000)
  }
  return spent
}
