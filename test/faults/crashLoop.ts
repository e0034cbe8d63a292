import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { companyCsv, importer, newLedger, order, patience, said, ticketsOfImport, writer, type Ledger, type Line } from './clients.ts'
import { eventFaults, eventSender, eventsPerRequest, writeKeyOf, type EventLedger } from './eventSender.ts'
import { freePort, keyOf, startServer, temporaryHome, type Server } from './server.ts'

export interface CrashReport {
  readonly kills: number
  readonly writes: number
  readonly imports: { readonly done: number; readonly begun: number }
  /** Product events that were acknowledged. */
  readonly events: number
  /** The slowest start after a kill, in milliseconds. */
  readonly slowestStart: number
  readonly changesVerified: number
  /** Sentences about everything that the server and the clients' ledger do not agree on. */
  readonly faults: readonly string[]
}

/** Clients write, import and send events; the server is killed with SIGKILL 20 to 900 ms later, started again, and asked for everything that it had acknowledged. */
export async function crashLoop({
  kills,
  seed = 1,
  tell = () => undefined,
}: {
  readonly kills: number
  readonly seed?: number
  readonly tell?: (line: string) => void
}): Promise<CrashReport> {
  const [home, port, random] = [temporaryHome('crash'), await freePort(), generator(seed)]
  const ledger = newLedger()
  const events: EventLedger = new Map()
  const faults: string[] = []
  const starts: number[] = []
  let server = await startServer({ home, port, patience })
  let verified = 0
  try {
    const key = await keyOf(server)
    await bring(server, key)
    const writeKey = await writeKeyOf(server.address, key)
    for (let kill = 1; kill <= kills; kill += 1) {
      const delay = 20 + Math.floor(random() * 880)
      await killAmid(server, key, ledger, `k${kill}`, delay, kill % 2 === 0, (line, name) => eventSender(line, writeKey, events, name))
      server = await startServer({ home, port, key, patience })
      starts.push(server.readyAfter)
      const line = { address: server.address, key, stop: AbortSignal.abort() }
      const found = await reconcile(line, ledger)
      verified = found.verified
      const all = [...found.faults, ...(await eventFaults(line, key, writeKey, events))]
      faults.push(...all.map((fault) => `after kill ${kill} (${delay} ms): ${fault}`))
      tell(
        `kill ${kill} after ${delay} ms: ready in ${Math.round(server.readyAfter)} ms, ${ledger.writes} writes acknowledged, ${ledger.imports.size} imports begun, ${events.size} requests of events, ${all.length} faults`,
      )
    }
    await server.stop()
    if (faults.length === 0) await rm(home, { recursive: true, force: true, maxRetries: 5 })
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} (its data folder is ${home})`, { cause: error })
  }
  const states = [...ledger.imports.values()]
  return {
    kills,
    writes: ledger.writes,
    imports: { done: states.filter((state) => state === 'done').length, begun: states.length },
    events: [...events.values()].filter(({ state }) => state === 'acknowledged').length * eventsPerRequest,
    slowestStart: Math.max(...starts),
    changesVerified: verified,
    faults,
  }
}

/**
 * The delay counts from the moment when an import has begun; in a late round, when one was acknowledged and the next is on its way. The others set
 * in then: a machine that they keep busy would take half a minute to begin an import.
 */
async function killAmid(
  server: Server,
  key: string,
  ledger: Ledger,
  name: string,
  delay: number,
  isLate: boolean,
  send: (line: Line, name: string) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const line = { address: server.address, key, stop: stop.signal }
  const imports = importer(line, ledger, `${name}i`)
  const isUnderWay = () => (isLate ? ledger.imports.get(`${name}i-0`) === 'done' : ledger.imports.has(`${name}i-0`))
  const since = performance.now()
  while (!isUnderWay() && performance.now() - since < 60_000) await sleep(5)
  const others = [...[1, 2, 3, 4].map((index) => writer(line, ledger, `${name}w${index}`)), send(line, `${name}e1`), send(line, `${name}e2`)]
  await sleep(delay)
  await server.kill()
  stop.abort()
  await Promise.all([imports, ...others])
}

/** The facts that tickets are divided by, brought in through the same road. */
async function bring(server: Server, key: string): Promise<void> {
  const line = { address: server.address, key, stop: AbortSignal.abort() }
  const form = new FormData()
  for (const [name, text] of Object.entries(companyCsv)) form.append('file', new File([text], name, { type: 'text/csv' }))
  const upload = await said(line, '/api/v1/imports/open', { method: 'POST', body: form })
  const run = await said(line, `/api/v1/imports/open/${String(Reflect.get(upload, 'upload'))}/run`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  while (Reflect.get(await said(line, `/api/v1/imports/${String(Reflect.get(run, 'import'))}/progress`, {}), 'state') === 'running') await sleep(20)
}

/** Sends again what had no answer, then compares everything. */
async function reconcile(line: Line, ledger: Ledger): Promise<{ readonly faults: string[]; readonly verified: number }> {
  const faults: string[] = []
  for (const [key, { path, body }] of ledger.open) if (!(await order(line, ledger, key, path, body))) faults.push(`“${key}” has no answer even now`)
  const rows = await allProducts(line)
  const names = Map.groupBy(rows, ({ name }) => name)
  for (const [name, same] of names) if (same.length > 1) faults.push(`“${name}” exists ${same.length} times`)
  for (const [name, { id, version, summary }] of ledger.products) {
    const [row] = names.get(name) ?? []
    if (!row) faults.push(`“${name}” was acknowledged and is lost`)
    else if (row.id !== id || row.version < version || (summary !== null && row.summary !== summary))
      faults.push(`“${name}” was acknowledged at version ${version} and is at ${row.version}`)
  }
  for (const name of names.keys()) if (!ledger.products.has(name)) faults.push(`“${name}” exists and nobody was told`)
  faults.push(...(await importFaults(line, ledger)))
  const chain = await said(line, '/api/v1/audit/verify', {})
  if (Reflect.get(chain, 'valid') !== true) faults.push(`the chain of changes is broken: ${JSON.stringify(chain)}`)
  return { faults, verified: Number(Reflect.get(chain, 'checked')) }
}

interface Found {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly summary: string | null
}

async function allProducts(line: Line): Promise<Found[]> {
  const rows: Found[] = []
  let next: unknown = ''
  do {
    const page = await said(line, `/api/v1/products?limit=500&sort=name${next ? `&cursor=${encodeURIComponent(String(next))}` : ''}`, {})
    rows.push(...Reflect.get(page, 'items'))
    next = Reflect.get(page, 'next')
  } while (next)
  return rows
}

/** The tickets of an import are all there or none is; of an acknowledged one all are, and no import claims to run any more. */
async function importFaults(line: Line, ledger: Ledger): Promise<string[]> {
  const measured = await said(line, '/api/v1/metrics/ticket-rate?by=area&asOf=2024-12-31&from=2024-12-01', {})
  const counts = new Map<string, number>(
    [Reflect.get(measured, 'groups') ?? []].flat().map((group: { key: string; numerator: number | null }) => [group.key, group.numerator ?? 0]),
  )
  const faults = [...ledger.imports].flatMap(([word, state]) => {
    const count = counts.get(word) ?? 0
    if (count !== 0 && count !== ticketsOfImport) return [`import ${word} shows ${count} of ${ticketsOfImport} tickets`]
    return state === 'done' && count === 0 ? [`import ${word} was done and its tickets are lost`] : []
  })
  const running = await said(line, '/api/v1/imports?state=running', {})
  const stuck = Number(Reflect.get(running, 'total'))
  return stuck > 0 ? [...faults, `${stuck} imports claim to run although nothing does`] : faults
}

/** Marsaglia's xorshift32. */
function generator(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
