/**
 * Every customer and revenue metric over 24 months, 10,000 accounts, 40,000 subscription lines, 40,000 people and 5,000,000 events: as a whole and by three
 * dimensions. Cold: the first time in a process on a store that was there. Warm: again, with the facts in memory and no answer kept. New day: after the
 * events of one more day were imported. `npm run bench kpis`, or `node bench/kpis.ts [events]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isProblem, type FactRow, type Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import type { FactDesk } from '#runtime/factDesk.ts'
import { appRegistry } from '../src/app.ts'
import { table, type Figure } from './support/figures.ts'

const events = Number(process.argv[2] ?? 5_000_000)
const [accounts, lines, people] = [10_000, 40_000, 40_000]
const days = 731
const workspace: Workspace = { id: 'bench', slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC' }
const words = appRegistry()
const draw = generator(20_241_231)
const home = mkdtempSync(join(tmpdir(), 'throughline-kpis-'))
const open = (): Promise<FactStore> => openFactStore({ home, log: silentLog, facts: factShapes(words) })
const figures: Figure[] = []

let store = await open()
try {
  await filled(factDesks(words, store, null, () => '2025-01-01T06:00:00Z')(workspace))
  await store.close()
  store = await open()
  const desks = factDesks(words, store, null, () => '2025-01-01T06:00:00Z')
  await timed('quality checks of all facts', undefined, () => desks(workspace).quality())
  await timed('all metrics as a whole, cold', 5000, () => measureAll(desks(workspace), '2024-12-31', [undefined]))
  await timed('all metrics by three dimensions besides', undefined, () => measureAll(desks(workspace), '2024-12-31', ['plan', 'segment', 'region']))
  const each = await timed('all metrics, whole and by three dimensions, warm', 2000, () =>
    measureAll(desks(workspace), '2024-12-30', [undefined, 'plan', 'segment', 'region']),
  )
  await ingest(
    desks(workspace),
    'tomorrow',
    'event',
    Array.from({ length: Math.round(events / days) }, (_, index) => eventOf(events + index, days)),
  )
  const after = desks(workspace)
  await timed('new day: first metric of events, with the checks', undefined, () => after.measure({ metric: 'monthly-active-users', asOf: '2024-12-29' }))
  await timed('new day: the metrics of events besides, as a whole', 300, () => measureAll(after, '2024-12-29', [undefined], 'event'))
  table(figures)
  const slow = [...each].toSorted(([, a], [, b]) => b - a).slice(0, 12)
  console.info(slow.map(([name, spent]) => `${name} ${spent.toFixed(0)} ms`).join('\n'))
  console.info(`memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`)
} finally {
  await store.close()
  rmSync(home, { recursive: true, force: true })
}

async function timed<T>(what: string, budget: number | undefined, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const answer = await work()
  figures.push({ what, value: performance.now() - start, unit: 'ms', ...(budget === undefined ? {} : { budget }) })
  return answer
}

/** Milliseconds of each metric, over the dimensions that it allows. A metric without its facts, or that refuses, takes part too. */
async function measureAll(desk: FactDesk, asOf: string, dimensions: readonly (string | undefined)[], input?: string): Promise<Map<string, number>> {
  const spent = new Map<string, number>()
  for (const [metric, { dimensions: allowed, inputs }] of words.metrics) {
    if (input !== undefined && !inputs.includes(input)) continue
    const start = performance.now()
    for (const by of dimensions) {
      if (by !== undefined && !allowed.includes(by)) continue
      await desk.measure({ metric, asOf, ...(by === undefined ? {} : { by }) }).catch((error: unknown) => {
        if (!isProblem(error)) throw error
      })
    }
    spent.set(metric, performance.now() - start)
  }
  return spent
}

async function filled(desk: FactDesk): Promise<void> {
  const segments = ['smb', 'mid', 'enterprise']
  await ingest(
    desk,
    'base',
    'account',
    list(accounts, (index) => ({
      id: `A-${index}`,
      segment: segments[index % 3] ?? null,
      plan: ['basic', 'pro', 'enterprise'][index % 3] ?? null,
      region: ['EU', 'US', 'APAC', 'LATAM'][index % 4] ?? null,
      created_at: instant(Math.floor(draw() * 700), 0),
      is_internal: false,
    })),
  )
  await ingest(
    desk,
    'base',
    'app_user',
    list(people, (index) => ({
      id: `U-${index}`,
      account_id: `A-${index % accounts}`,
      role: index % 7 === 0 ? 'admin' : 'member',
      is_service: index % 400 === 0,
      is_internal: false,
    })),
  )
  await ingest(
    desk,
    'base',
    'feature',
    list(8, (index) => ({ id: `F-${index}`, area: `area ${index % 3}`, core_event: `name.${index}`, min_count: 1 + (index % 2) })),
  )
  await ingest(desk, 'base', 'subscription', list(lines, lineOf))
  await ingest(
    desk,
    'base',
    'ticket',
    list(30_000, (index) => ({
      id: `T-${index}`,
      account_id: `A-${index % accounts}`,
      created_at: instant(index % days, index % 86_400),
      priority: `p${1 + (index % 4)}`,
      is_internal: false,
    })),
  )
  await ingest(
    desk,
    'base',
    'survey_response',
    list(20_000, (index) => ({
      id: `R-${index}`,
      account_id: `A-${index % accounts}`,
      user_id: `U-${index}`,
      ts: instant(index % days, 3600),
      instrument: index % 2 ? 'nps' : 'csat',
      score: index % 2 ? index % 11 : 1 + (index % 5),
      scale_min: index % 2 ? 0 : 1,
      scale_max: index % 2 ? 10 : 5,
    })),
  )
  const started = performance.now()
  await ingest(desk, 'base', 'event', Array.from({ length: 0 }), manyEvents())
  console.info(`${events.toLocaleString('en-US')} events imported in ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

async function ingest(
  desk: FactDesk,
  batch: string,
  fact: string,
  values: readonly Record<string, unknown>[],
  more?: AsyncIterable<readonly FactRow[]>,
): Promise<void> {
  const rows = more ?? pieces(values)
  await desk.ingest(`${batch}-${fact}`, { fact, file: `${fact}.csv`, source: 'bench', rows })
  await desk.seal(`${batch}-${fact}`)
}

async function* pieces(values: readonly Record<string, unknown>[]): AsyncGenerator<readonly FactRow[]> {
  for (let from = 0; from < values.length; from += 5000) yield values.slice(from, from + 5000).map((one, index) => ({ row: from + index + 2, values: one }))
}

async function* manyEvents(): AsyncGenerator<readonly FactRow[]> {
  for (let from = 0; from < events; from += 5000)
    yield Array.from({ length: Math.min(5000, events - from) }, (_, index) => ({
      row: from + index + 2,
      values: eventOf(from + index, Math.floor(((from + index) / events) * days)),
    }))
}

/** Events come in the order of their days. */
function eventOf(index: number, on: number): Record<string, unknown> {
  const user = Math.floor(draw() ** 2 * people)
  return {
    event_id: `E-${index}`,
    ts: instant(on, Math.floor(draw() * 86_400)),
    account_id: `A-${user % accounts}`,
    user_id: `U-${user}`,
    name: `name.${Math.floor(draw() * 12)}`,
  }
}

function lineOf(index: number): Record<string, unknown> {
  const start = Math.floor(draw() * 700)
  const end = draw() < 0.5 ? start + 30 + Math.floor(draw() * 400) : null
  return {
    id: `S-${index}`,
    account_id: `A-${Math.floor(draw() * accounts)}`,
    product_id: ['core', 'insight', 'guard'][index % 3] ?? null,
    start: instant(start, 0).slice(0, 10),
    end: end === null ? null : instant(end, 0).slice(0, 10),
    mrr: (5 + Math.floor(draw() * 95)) * 1_000_000,
    currency: 'USD',
    status: 'paid',
    kind: 'recurring',
    term_months: 12,
  }
}

function list(length: number, make: (index: number) => Record<string, unknown>): Record<string, unknown>[] {
  return Array.from({ length }, (_, index) => make(index))
}

function instant(day: number, second: number): string {
  return new Date(Date.UTC(2023, 0, 1) + day * 86_400_000 + second * 1000).toISOString()
}

/** Marsaglia's xorshift32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
