import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../structure/source.ts'

export interface Server {
  readonly address: string
  /** The one-time link that it printed. */
  readonly link: string
  /** From the start of the process until an authenticated read or, without a key, the health check answered 200. Milliseconds. */
  readonly readyAfter: number
  readonly pid: number
  /** What it wrote to standard error, and whether it still runs: the last words of a server that died by itself. */
  fate(): string
  kill(): Promise<void>
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly home: string
  readonly port: number
  readonly key?: string
  readonly env?: Readonly<Record<string, string>>
  /** What is run: the sources, unless it is the server as it was built from them. */
  readonly program?: string
  /** How long it may take to answer, ms. */
  readonly patience?: number
}

/** Starts the product as `npm start` does once everything is installed, in a process of its own, and waits until it answers. */
export async function startServer({ home, port, key, env = {}, program = join(root, 'src/main.ts'), patience = 30_000 }: ServerOptions): Promise<Server> {
  const began = performance.now()
  const address = `http://localhost:${port}`
  const child = spawn(process.execPath, [...process.execArgv.filter((flag) => flag.includes('semi-space')), program, 'serve'], {
    env: {
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
      ...process.env,
      THROUGHLINE_HOME: home,
      PORT: String(port),
      THROUGHLINE_SAMPLE: 'no',
      THROUGHLINE_LOG: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
  const readyAfter = await untilReady(child, { address, key, began, said, patience }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  while (!said.out.includes('/welcome/')) await sleep(5)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    child.kill(signal)
    await ended
  }
  return {
    address,
    link: /\S+\/welcome\/\S+/.exec(said.out)?.[0] ?? '',
    readyAfter,
    pid: child.pid ?? 0,
    fate: () => `${said.err}\n${child.exitCode === null && child.signalCode === null ? 'It runs.' : `It ended: ${child.exitCode ?? child.signalCode}.`}`,
    kill: end('SIGKILL'),
    stop: end('SIGTERM'),
  }
}

interface Waiting {
  readonly address: string
  readonly key: string | undefined
  readonly began: number
  readonly said: { readonly err: string }
  readonly patience: number
}

async function untilReady(child: ChildProcess, { address, key, began, said, patience }: Waiting): Promise<number> {
  let status = 0
  const asked = key ? '/api/v1/products?limit=1' : '/healthz'
  while (performance.now() - began < patience) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}: ${said.err}`)
    status = await fetch(`${address}${asked}`, { signal: AbortSignal.timeout(2000), ...(key ? { headers: { authorization: `Bearer ${key}` } } : {}) }).then(
      async (answer) => (await answer.text(), answer.status),
      () => 0,
    )
    if (status === 200) return performance.now() - began
    await sleep(20)
  }
  throw new Error(`The server did not answer within ${patience / 1000} seconds, status ${status}: ${said.err}`)
}

/** A data folder for a while, which the database's own user can walk through. */
export function temporaryHome(name: string): string {
  const home = mkdtempSync(join(tmpdir(), `throughline-${name}-`))
  chmodSync(home, 0o711)
  return home
}

/** A port that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** Signs in by the link and makes a key that may write. */
export async function keyOf({ address, link }: Server): Promise<string> {
  const welcome = await fetch(link.replace('/welcome/', '/api/v1/welcome/'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? ''
  const made = await fetch(`${address}/api/v1/keys`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: '{"name":"crash loop","scope":"write"}',
  })
  const body: unknown = await made.json()
  const key = typeof body === 'object' && body !== null ? Reflect.get(body, 'key') : undefined
  if (typeof key !== 'string') throw new Error(`No key was made: ${made.status} ${JSON.stringify(body)}`)
  return key
}
