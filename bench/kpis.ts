/**
 * Every metric that can be told of 24 months, 10,000 accounts, 40,000 subscription lines, 40,000 people and 5,000,000 events: as a whole and by three
 * dimensions of the account. Cold: the first time in a new process on a store that was there. Warm: as of another day, so that no answer is kept. Again: the
 * same questions. New day: after the events of one more day were imported, as of that day; it begins a month and a year, the day after it does not. Three figures are counted a second time, from the rows alone.
 * `npm run bench kpis`, or `node bench/kpis.ts [events] [folder of a store that is kept]`.
 */
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
import { eventOf, filled, ingest, size } from './support/kpiCompany.ts'

const [events, folder, phase] = [Number(process.argv[2] ?? 5_000_000), process.argv[3], process.argv[4]]
const workspace: Workspace = { id: 'bench', slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC' }
const words = appRegistry()
const home = folder ?? mkdtempSync(join(tmpdir(), 'throughline-kpis-'))
const desksOf = (store: FactStore, today: string): FactDesk => factDesks(words, store, null, () => `${today}T06:00:00Z`)(workspace)
const open = (): Promise<FactStore> => openFactStore({ home, log: silentLog, facts: factShapes(words) })

if (phase === 'fill') await fill()
else if (phase === 'measure') await measured()
else {
  const run = (name: string) => spawnSync(process.execPath, [import.meta.filename, String(events), home, name], { stdio: 'inherit' }).status === 0
  const isDone = (existsSync(join(home, 'facts')) || run('fill')) && run('measure')
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

async function measured(): Promise<void> {
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
  const arrive = async (day: number): Promise<void> => {
    const [batch, count] = [`day-${day}-${Date.now()}`, Math.round(events / size.days)]
    batches.push(`${batch}-event`)
    const rows = Array.from({ length: count }, (_, index) => eventOf(events + day * count + index, size.days + day))
    await ingest(desks(workspace), batch, 'event', rows)
    await store.rested()
    today = `2025-01-0${day + 2}T06:00:00Z`
  }
  await arrive(0)
  const fresh = await timed('new day, of a new month and year: the metrics of events, whole and by three dimensions, with the checks', 300, () =>
    measureAll(desks(workspace), '2025-01-01', 'event'),
  )
  await timed('new day, of a new month and year: all others', undefined, () => measureAll(desks(workspace), '2025-01-01'))
  await arrive(1)
  await timed('the day after it: the metrics of events, whole and by three dimensions, with the checks', 300, () =>
    measureAll(desks(workspace), '2025-01-02', 'event'),
  )
  const next = await timed('the day after it: all others', 300, () => measureAll(desks(workspace), '2025-01-02'))
  const memory = process.memoryUsage.rss() / 1e6
  table(figures)
  console.info(`memory ${memory.toFixed(0)} MB`)
  for (const [name, spent] of Object.entries({ cold, warm, 'new day': fresh, 'the day after, all others': next })) console.info(`${name}: ${slowest(spent)}`)
  console.info(await agreed(desks(workspace), store, workspace.id))
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

/** Milliseconds of processor time of each metric, as a whole and over three dimensions where it allows them. A metric without its facts, or that refuses, takes part too. */
async function measureAll(desk: FactDesk, asOf: string, input?: string): Promise<Map<string, number>> {
  const spent = new Map<string, number>()
  for (const [metric, { dimensions: allowed, inputs }] of words.metrics) {
    if (input !== undefined && !inputs.includes(input)) continue
    const start = process.cpuUsage()
    for (const by of [undefined, 'plan', 'segment', 'region']) {
      if (by !== undefined && !allowed.includes(by)) continue
      await desk.measure({ metric, asOf, ...(by === undefined ? {} : { by }) }).catch((error: unknown) => {
        if (!isProblem(error)) throw error
      })
    }
    const { user, system } = process.cpuUsage(start)
    spent.set(metric, (user + system) / 1000)
  }
  return spent
}
