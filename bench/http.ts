import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort, keyOf, startServer, temporaryHome } from '../test/faults/server.ts'
import { cpuOf, family, quantile, table, type Figure } from './support/figures.ts'
import { program } from './support/program.ts'

/**
 * Reads and writes over HTTP on loopback, with 10,000 objects stored: a list of 50, one object, a search, and writes of whole change-log transactions.
 * Lists are told apart by what can be kept of them: asked again, each another one, and while somebody writes twenty times a second.
 */
const [home, port] = [temporaryHome('bench'), await freePort()]
const server = await startServer({ home, port, program })
try {
  const key = await keyOf(server)
  const rows = Array.from(
    { length: 10_000 },
    (_, index) =>
      `A-${index},Company ${String((index * 7919) % 10_000).padStart(5, '0')},${['smb', 'mid', 'enterprise'][index % 3]},SE,2023-01-${String(1 + (index % 28)).padStart(2, '0')}`,
  )
  writeFileSync(join(home, 'accounts.csv'), `account_id,account_name,customer_segment,country,signup_date\n${rows.join('\n')}\n`)
  await promisify(execFile)(process.execPath, [program, 'import', join(home, 'accounts.csv'), '--workspace', 'company', '--json'], {
    env: { ...process.env, THROUGHLINE_HOME: home },
    maxBuffer: 1e8,
  })
  await sleep(25_000) // the database looks at its tables every ten seconds; until it has, it plans for a handful of rows
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const call = caller(agent, key)
  const list = (index: number) => call('GET', `/api/v1/accounts?limit=50&sort=${['name', '-updatedAt', 'startedOn'][index % 3]}`)
  let page = 0
  const another = () => call('GET', `/api/v1/accounts?limit=50&sort=name&name[gte]=Company+${String((page = (page + 7) % 9900)).padStart(5, '0')}`)
  const filtered = (index: number) => call('GET', `/api/v1/accounts?limit=50&segment=${['smb', 'mid', 'enterprise'][index % 3]}&sort=name`)
  const write = (index: number) => call('POST', '/api/v1/products', JSON.stringify({ name: `Area ${index}`, summary: 'Measured.' }))
  const one = (await call('GET', '/api/v1/accounts?limit=1')).body
  const id = String(Reflect.get(Object(JSON.parse(one)).items[0], 'id'))
  await loop(200, 20, list)
  await loop(100, 4, write)
  table([
    ...figuresOf('list of 50 of 10,000, 20 connections', await loop(2000, 20, list), 50),
    ...figuresOf('the same, filtered', await loop(1000, 20, filtered)),
    ...figuresOf('the same, each request another list', await loop(1400, 20, another), 50),
    ...figuresOf('the same three lists while somebody writes', await whileWriting(write, () => loop(2000, 20, list)), 50),
    ...figuresOf('each request another list while somebody writes', await whileWriting(write, () => loop(1400, 20, another))),
    ...figuresOf('one object, 20 connections', await loop(1000, 20, () => call('GET', `/api/v1/accounts/${id}`))),
    ...figuresOf('search, 5 connections', await loop(200, 5, (index) => call('GET', `/api/v1/search?q=Company+0${index % 10}`))),
    ...figuresOf('write, 1 connection', await loop(300, 1, write), 80),
    ...figuresOf('write, 5 connections', await loop(500, 5, write), 80),
    ...figuresOf('write, 20 connections', await loop(1000, 20, write), 80),
  ])
  agent.destroy()
} catch (error) {
  console.error(server.fate())
  throw error
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}

type Call = (method: string, path: string, body?: string) => Promise<{ readonly status: number; readonly body: string }>

function caller(agent: Agent, key: string): Call {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const sent = request(
        { agent, port, host: 'localhost', method, path, headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) } },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (piece: string) => (text += piece))
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
}

/** Does the work while writes come every 50 milliseconds, which is what a busy company gives. */
async function whileWriting<T>(write: (index: number) => ReturnType<Call>, work: () => Promise<T>): Promise<T> {
  const own: Promise<unknown>[] = []
  const writing = setInterval(() => own.push(write(own.length)), 50)
  try {
    return await work()
  } finally {
    clearInterval(writing)
    await Promise.all(own)
  }
}

interface Looped {
  readonly times: readonly number[]
  readonly seconds: number
  /** Processor time of the app and the database together, for one call: it stays the same on a busy machine. */
  readonly cpu: number
}

/** Milliseconds of each call, with so many under way at once. A call that fails ends the benchmark. */
async function loop(calls: number, connections: number, work: (index: number) => ReturnType<Call>): Promise<Looped> {
  const times: number[] = []
  let next = 0
  const [began, spent] = [performance.now(), cpuOf(family(server.pid, home))]
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < calls) {
        const [index, since] = [(next += 1), performance.now()]
        const { status, body } = await work(index)
        if (status >= 300) throw new Error(`${status}: ${body}`)
        times.push(performance.now() - since)
      }
    }),
  )
  return { times, seconds: (performance.now() - began) / 1000, cpu: (cpuOf(family(server.pid, home)) - spent) / calls }
}

function figuresOf(what: string, { times, seconds, cpu }: Looped, budget?: number): Figure[] {
  return [
    { what: `${what}: p95`, value: quantile(times, 0.95), unit: 'ms', ...(budget ? { budget } : {}) },
    { what: `${what}: a second`, value: times.length / seconds, unit: 'calls' },
    { what: `${what}: processor time of one`, value: cpu, unit: 'ms' },
  ]
}
