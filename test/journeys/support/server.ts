import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { root } from '../../structure/source.ts'
import { sinceMidMonth } from '#test/support/midMonth.ts'

/** Whatever day it is, the made-up company stands in the middle of a month. */
const ofMidMonth = { NODE_OPTIONS: `--import=${pathToFileURL(join(root, 'test/journeys/support/midMonth.ts')).href}` }

/** The instant at which the made-up company stands, in milliseconds. */
export const companyNow = (): number => Date.now() - sinceMidMonth()

/** Where a running Throughline is, and the folder that it holds. Plain text, so that it can be handed to test files. */
export interface Served {
  readonly url: string
  readonly home: string
  /** The sign-in link of its one line; it works once. */
  readonly link: string
}

export interface Server extends Served {
  /** Ends the process and waits for it; the data stays. */
  stop(): Promise<void>
  /** Starts it again at the same address on the same data; answers with the new link. */
  again(): Promise<string>
  /** Ends it and removes the data. */
  remove(): Promise<void>
}

/** Starts the product as a user would, by its command, in a folder of its own: the sample company, or an empty workspace. */
export async function startServer({ sample }: { readonly sample: boolean }): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-journeys-'))
  // as root the database runs as another user, who has to reach its folder
  chmodSync(folder, 0o711)
  const [home, port] = [join(folder, 'home'), await freePort()]
  const env = { ...process.env, THROUGHLINE_HOME: home, PORT: String(port), NODE_ENV: 'production', ...(sample ? ofMidMonth : { THROUGHLINE_SAMPLE: 'no' }) }
  let running = await begin(env)
  const stop = () => ended(running.child)
  return {
    url: `http://localhost:${port}`,
    home,
    link: running.link,
    stop,
    async again() {
      running = await begin(env)
      return running.link
    },
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a command of the product on this machine, and answers what it printed. */
export async function throughline({ home }: Pick<Served, 'home'>, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'src/main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, ...ofMidMonth, THROUGHLINE_HOME: home },
    maxBuffer: 32_000_000,
  })
  return stdout.trim()
}

async function begin(env: NodeJS.ProcessEnv): Promise<{ readonly child: ChildProcess; readonly link: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts/throughline.js'), 'serve'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  const link = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said.push(chunk.toString())
      const found = /Sign in once with: (\S+)\s/.exec(said.join(''))?.[1]
      if (found) resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code, signal) => {
      if (!child.killed) console.error(`The server ended by itself with ${signal ?? code}:\n${said.join('')}`)
      reject(new Error(`The server ended before it was ready:\n${said.join('')}`))
    })
  })
  return { child, link }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
