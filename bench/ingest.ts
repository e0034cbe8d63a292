/**
 * Product events, by both roads, with the figures to reach: over HTTP in batches of 100 (10,000 acknowledged events a second on two cores,
 * p99 at most 100 ms at that rate), and from a file of lines, 2,048 at a time, as our own door reads them (150,000 events per second of processor
 * time, and at least 0.2 of bare JSON.parse of the same lines). Acknowledged means that the journal is on disk. `npm run bench ingest`, or `node bench/ingest.ts [seconds] [events]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planOf } from '#engines/events/plan.ts'
import { persons } from '#engines/identity/persons.ts'
import { openDesk } from '#flows/events/desk.ts'
import { receive, type Known } from '#flows/events/receive.ts'
import { openFactStore } from '#platform/columnar/store.ts'
import { expectShortLives } from '#platform/shortLived.ts'
import { factShapes } from '#runtime/factDesks.ts'
import { freePort, keyOf, startServer, temporaryHome } from '#test/faults/server.ts'
import { appRegistry } from '../src/house/app.ts'
import { isRefusal, type Incoming } from '../src/doors/ingest/neutral.ts'
import { own } from '../src/doors/ingest/protocols/own.ts'
import { tablesOf } from '../src/house/events/ingestRows.ts'

const [seconds, fileEvents] = [Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 400_000)]
const [perRequest, perPiece] = [100, 2_048]
const goals = { rate: 10_000, p99: 100, perCpuSecond: 150_000, ofParse: 0.2 }

/** What a piece of a file comes with when it is sent to our own door. */
const said = { path: '/api/v1/events', query: new URLSearchParams(), headers: new Headers({ 'content-type': 'application/x-ndjson' }), body: new Uint8Array() }

expectShortLives() // as the program does
await overFile()
await overHttp()

/** One line of an event, as an SDK of our own door would write it: about 260 bytes. */
function lineOf(index: number, at: number): string {
  return JSON.stringify({
    event_id: `evt-${process.pid}-${at}-${index}`,
    ts: new Date(at - (index % 86_400) * 1_000).toISOString(),
    account_id: `account-${index % 400}`,
    user_id: `user-${index % 9_000}`,
    name: `feature.${index % 40}`,
    session_id: `s-${index % 20_000}`,
    properties: { plan: ['free', 'team', 'scale'][index % 3], size: index % 977, source: 'web', isTrial: index % 5 === 0 },
  })
}

async function overFile(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  const store = await openFactStore({ home, facts: factShapes(appRegistry()), persons })
  const now = Date.now()
  const lines = Array.from({ length: fileEvents }, (_, index) => lineOf(index, now))
  const parsing = await processorTime(async () => {
    for (const line of lines) JSON.parse(line)
  })
  const bodies = Array.from({ length: Math.ceil(lines.length / perPiece) }, (_, at) => lines.slice(at * perPiece, (at + 1) * perPiece).join('\n'))
  const desk = openDesk()
  const known: Known = {
    seen: desk.seen,
    plan: planOf([]),
    hashed: (value) => value,
    isForgotten: () => false,
    isLinked: desk.isLinked,
    domainOf: () => null,
    accountOf: desk.accountOf,
    accountNamed: (id) => id,
    accountOfDomain: () => null,
  }
  const source = {
    key: 'EVS-1',
    accountGroup: null,
    accountProperty: null,
    accountByDomain: false,
    consent: null,
    unplanned: 'accept',
    personal: 'keep',
  } as const
  await store.query('bench', 'select 1')
  const spent = await processorTime(async () => {
    for (const [piece, text] of bodies.entries()) {
      const items: { index: number; incoming: Incoming }[] = []
      for (const [index, raw] of own.read({ ...said, text, now }).items.entries()) {
        const incoming = own.item(raw, { options: {} })
        if (incoming !== null && !isRefusal(incoming)) items.push({ index, incoming })
      }
      const taken = receive({ received: now, sentAt: null, source, protocol: 'own', bodyHash: String(piece), items }, known)
      await store.receive('bench', { at: new Date(now).toISOString(), source: 'sdk/EVS-1', tables: tablesOf(taken, []) })
    }
    await store.query('bench', 'select count(*) from event')
  })
  const [[count] = []] = (await store.query('bench', 'select count(*) from event')).rows
  if (Number(count) !== fileEvents) throw new Error(`${String(count)} of ${fileEvents} events are stored.`)
  const perCpuSecond = fileEvents / (spent.cpu / 1_000)
  const { bytes, journalBytes } = await store.storage('bench')
  print(
    'file',
    `${fileEvents} events, ${round(perCpuSecond)} per CPU-second (goal ${goals.perCpuSecond}), ${round(fileEvents / (spent.wall / 1_000))} per second of wall time`,
  )
  print('against JSON.parse', `${(parsing.cpu / spent.cpu).toFixed(2)} (goal ${goals.ofParse})`)
  print('disk', `store ${(bytes / fileEvents).toFixed(0)} bytes per event, journal ${(journalBytes / fileEvents).toFixed(0)}`)
  await store.close()
  rmSync(home, { recursive: true, force: true })
}

async function overHttp(): Promise<void> {
  const [home, port] = [temporaryHome('bench'), await freePort()]
  const server = await startServer({ home, port })
  const writeKey = await sourceOf(server.address, await keyOf(server))
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  let made = 0
  const send = async (): Promise<number> => {
    const now = Date.now()
    const body = Array.from({ length: perRequest }, () => lineOf((made += 1), now)).join('\n')
    const since = performance.now()
    const status = await post(`${server.address}/api/v1/events`, writeKey, body, agent)
    if (status !== 200) throw new Error(`A request was answered with ${status}.`)
    return performance.now() - since
  }
  await closedLoop(send, 8, 2_000)
  const full = await closedLoop(send, 8, seconds * 1_000)
  print('http, eight at a time', `${round((full.length * perRequest) / seconds)} acknowledged events/s (goal ${goals.rate}), ${quantiles(full)}`)
  const paced = await openLoop(send, goals.rate / perRequest, seconds)
  print('http, at 10,000/s', `${quantiles(paced)} (goal p99 ${goals.p99} ms)`)
  await server.stop()
  agent.destroy()
  rmSync(home, { recursive: true, force: true })
}

/** So many senders, each sending again as soon as it was answered. */
async function closedLoop(send: () => Promise<number>, senders: number, millis: number): Promise<number[]> {
  const took: number[] = []
  const until = performance.now() + millis
  const one = async (): Promise<void> => {
    while (performance.now() < until) took.push(await send())
  }
  await Promise.all(Array.from({ length: senders }, one))
  return took
}

/** Requests begin at even distances, whether those before were answered or not. */
async function openLoop(send: () => Promise<number>, perSecond: number, forSeconds: number): Promise<number[]> {
  const began = performance.now()
  const all = Array.from({ length: perSecond * forSeconds }, async (_, index) => {
    const due = began + (index * 1_000) / perSecond
    await new Promise((resolve) => setTimeout(resolve, Math.max(due - performance.now(), 0)))
    const took = await send()
    return Math.max(took, performance.now() - due) // a request that began late has waited as well
  })
  return await Promise.all(all)
}

function post(url: string, key: string, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' } }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function sourceOf(address: string, key: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/events/sources`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', perMinute: 60_000_000 }),
  })
  const body: unknown = await answer.json()
  const made = typeof body === 'object' && body !== null ? Reflect.get(body, 'key') : undefined
  if (typeof made !== 'string') throw new Error(`No source was made: ${answer.status} ${JSON.stringify(body)}`)
  return made
}

async function processorTime(work: () => Promise<void>): Promise<{ readonly cpu: number; readonly wall: number }> {
  const [before, since] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1_000, wall: performance.now() - since }
}

function quantiles(took: readonly number[]): string {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number): string => `${(sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0).toFixed(1)} ms`
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, slowest ${at(1)} of ${took.length} requests`
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function print(what: string, says: string): void {
  process.stdout.write(`${what.padEnd(24)} ${says}\n`)
}
