import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import { inPlace, type Aside } from '#flows/planning/aside.ts'
import { isProblem, isRecord, Problem } from '#kernel'
import { systemClock } from '#platform/clock.ts'
import { codeOf } from '#platform/codes.ts'
import type { Harborlight } from '#sample/harborlight.ts'
import { every } from '#platform/every.ts'
import { askAssistant, askServer } from '#platform/http/askServer.ts'
import { bePatient } from '#platform/http/patience.ts'
import { createLog, silentLog, type Log } from '#platform/log.ts'
import { chooseHome } from '#platform/postgres/home.ts'
import { whoHolds } from '#platform/postgres/homeLock.ts'
import { expectShortLives } from '#platform/shortLived.ts'
import { stackOf } from '#platform/stack.ts'
import type { Scope } from '#runtime/scope.ts'
import { appRegistry, startApp, type App } from './house/app.ts'
import { runCli } from './doors/cli/cli.ts'
import { isPlanRead } from './doors/cli/planCommand.ts'
import type { Operations } from './doors/cli/operationTools.ts'
import type { Io } from './doors/cli/tools.ts'
import { ingestDoor } from './doors/ingest/ingest.ts'
import { serveFlags } from './doors/cli/serveFlags.ts'
import { serveHttp, serveStdio } from './doors/mcp/mcp.ts'
import { restDoor } from './doors/rest/rest.ts'
import { reachCopies } from './house/events/clickhouseReach.ts'
import { dailyChecks } from './house/dailyChecks.ts'
import { assistantServer, house, version } from './house/house.ts'
import { ingestingOf } from './house/events/ingesting.ts'
import { ownerLink } from './house/links.ts'
import { asideThreads } from './house/planning/asideThreads.ts'
import { checkGround, restoreHome } from './house/operations.ts'
import { operatorTools, statelessTools } from './house/operator.ts'
import { createSample, sampleOf } from './house/sampleCompany.ts'
import { warming } from './house/warming.ts'
import { serveBuilt, withSources } from './house/web.ts'

expectShortLives()

const tokenFile = (home: string): string => join(home, 'operator.token')
const [command = 'serve', ...rest] = process.argv.slice(2)
const io: Io = {
  cwd: process.cwd(),
  isTerminal: process.stderr.isTTY === true,
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
}

/** Whoever reads what is printed may stop reading (`| head`); what is being done is done all the same. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error
  })

/** Starts everything, tells one line with the address and a sign-in link, and runs until it is told to stop. */
async function serve(args: readonly string[]): Promise<number> {
  const flags = serveFlags(args, io)
  if (typeof flags === 'number') return flags
  const home = chooseHome()
  const log = createLog({ level: process.env['THROUGHLINE_LOG'] === 'info' ? 'info' : 'warn' })
  const { server, port } = await listen(flags)
  const baseUrl = process.env['THROUGHLINE_URL'] ?? `http://localhost:${port}`
  const isNew = !existsSync(join(home, 'postgres')) && process.env['DATABASE_URL'] === undefined && process.env['THROUGHLINE_SAMPLE'] !== 'no'
  const starting = startApp({ home, baseUrl, log, ...databases() }).catch((error: unknown) => {
    server.close() // an open port would keep a process alive that can do nothing
    server.closeAllConnections()
    throw error
  })
  const [app, sample] = await Promise.all([starting, isNew ? setImmediate().then(() => sampleOf(systemClock)) : undefined]) // beside initdb
  const token = randomBytes(32).toString('base64url')
  writeFileSync(tokenFile(home), token, { mode: 0o600 })
  const aside = asideThreads()
  const background = [dailyChecks(app), every(60_000, () => reachCopies(app))]
  const stopping = untilStopped(async () => {
    for (const stop of background) await stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await aside.stop()
    await app.stop()
    rmSync(tokenFile(home), { force: true })
  })
  const first = await firstWorkspace(app, sample).catch(async (error: unknown) => {
    const isAsked = stopping.isAsked()
    await stopping.stop() // what runs already would keep a process alive that can do nothing
    throw isAsked ? new Problem('unavailable', 'Stopped before the first workspace was whole.', 'The next start makes it anew.') : error
  })
  const door = restDoor(house(app, baseUrl, aside))
  operatorDoor(door, { app, aside, baseUrl, token })
  serveBuilt(door)
  const events = ingestDoor(ingestingOf(app))
  const api = getRequestListener(async (request, env) => (await events(request)) ?? (await door.fetch(request, env)))
  const answer = process.env['THROUGHLINE_DEV'] === '1' ? await withSources(api, server) : api
  server.off('request', stillStarting).on('request', answer)
  app.lock.announce(baseUrl)
  io.out(`Throughline is at ${baseUrl}   Sign in once with: ${await ownerLink(app, first, baseUrl)}`)
  background.push(warming(app))
  await stopping.done
  return 0
}

/** The sample company on a new machine; else the workspace that was made first. */
async function firstWorkspace(app: App, sample: Harborlight | undefined): Promise<string> {
  const [first] = await app.workspaces.list()
  if (first) return first.slug
  if (process.env['THROUGHLINE_SAMPLE'] === 'no') {
    await app.workspaces.create({ slug: 'company', name: 'My company', owner: { name: 'Owner', email: 'owner@company.example' } })
    return 'company'
  }
  return await createSample(app, sample)
}

interface Listening {
  readonly port?: number | string | undefined
  readonly host?: string
}

/** Listens before the databases start, so that a port in use is told at once; without a wish the next free port is taken. */
async function listen({ port: asked = process.env['PORT'], host = process.env['HOST'] ?? 'localhost' }: Listening): Promise<{ server: Server; port: number }> {
  const [wish, isFixed] = [Number(asked ?? 3000), asked !== undefined]
  for (let port = wish; port < wish + (isFixed ? 1 : 20); port += 1) {
    const server = createServer(stillStarting)
    server.keepAliveTimeout = 65_000
    bePatient(server, { usual: 300_000, long: 3_600_000, isLong: (path) => path === '/api/v1/imports/open' })
    const isFree = await new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen(port, host, () => resolve(true)))
    const address = server.address()
    if (isFree) return { server, port: typeof address === 'object' && address ? address.port : port }
  }
  throw new Problem('unavailable', isFixed ? `Port ${wish} is in use.` : `No port from ${wish} on is free.`, 'Set PORT or --port to a free one.')
}

/** Who comes before everything runs is told to come again, not left waiting. */
function stillStarting(_: unknown, response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' }).end('Throughline is starting. Try again in a second.\n')
}

interface Stopping {
  readonly done: Promise<void>
  readonly isAsked: () => boolean
  readonly stop: () => Promise<void>
}

/** Stops when a signal asks for it, or when `stop` is called; once, however often. */
function untilStopped(halt: () => Promise<void>): Stopping {
  let stopping: Promise<void> | null = null
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const stop = (): Promise<void> => (stopping ??= halt().then(resolve, reject))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  return { done, isAsked: () => stopping !== null, stop }
}

const databases = () => {
  const [databaseUrl, ownerUrl] = [process.env['DATABASE_URL'], process.env['DATABASE_OWNER_URL']]
  return { ...(databaseUrl ? { databaseUrl } : {}), ...(ownerUrl ? { ownerUrl } : {}) }
}

/** A command of the local operator, in this process or in the server that holds the data folder. */
async function operate(args: readonly string[]): Promise<number> {
  if (args[0] === 'mcp') return await assist(args)
  if (!needsHouse(args)) return await runCli(args, io, async () => statelessTools(appRegistry(), io.cwd, systemClock))
  const home = chooseHome()
  const holder = whoHolds(home)
  if (args[0] === 'restore')
    return await runCli(args, io, async () => ({ ...statelessTools(appRegistry(), io.cwd, systemClock), operations: restoring(home, holder !== null) }))
  if (holder) return await forward(holder.address, home, args)
  const started: App[] = []
  const log: Log = process.env['THROUGHLINE_LOG'] === 'info' ? createLog() : silentLog
  try {
    return await runCli(args, io, async () => {
      const app = await startApp({ home, baseUrl: 'http://localhost:3000', log, ...databases() }).catch((error: unknown) => {
        if (args[0] !== 'doctor' || !isProblem(error)) throw error
        return error
      })
      if (isProblem(app))
        return { ...statelessTools(appRegistry(), io.cwd, systemClock), operations: { ...restoring(home, false), doctor: () => notStarting(home, app) } }
      started.push(app)
      return operatorTools(app, io.cwd, 'http://localhost:3000', inPlace)
    })
  } finally {
    for (const app of started) await app.stop()
  }
}

/** What a doctor can tell of a house that does not start. */
const notStarting = async (home: string, { message, hint }: Problem) => [
  ...(await checkGround(home)),
  { check: 'start', state: 'failed' as const, says: message, next: hint },
]

/** A restore needs the data folder for itself, and starts the house once it is filled. */
function restoring(home: string, isServed: boolean): Operations {
  const none = () => Promise.reject(new Problem('refused', 'That needs a started house.'))
  return {
    backup: none,
    doctor: none,
    export: none,
    restore: async (file, { into }) => {
      if (isServed) throw new Problem('conflict', `Throughline runs on ${home}.`, 'Stop it first, or name an empty data folder by THROUGHLINE_HOME.')
      return await restoreHome({ home, log: createLog({ level: 'warn' }), databases: databases() }, resolve(io.cwd, file), into)
    },
  }
}

/** `throughline mcp --workspace NAME`: an assistant on standard input and output, with read tools only. */
async function assist(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: args.slice(1), options: { workspace: { type: 'string', short: 'w' } }, strict: true })
  const home = chooseHome()
  const holder = whoHolds(home)
  if (holder) {
    const token = readFileSync(tokenFile(home), 'utf8')
    for await (const line of createInterface({ input: process.stdin })) {
      const answer = line.trim() === '' ? '' : await askAssistant(holder.address, token, values.workspace ?? '', line)
      if (answer !== '') io.out(answer)
    }
    return 0
  }
  const app = await startApp({ home, baseUrl: 'http://localhost:3000', log: silentLog, ...databases() })
  try {
    await serveStdio(assistantServer(app, await assistantScope(app, values.workspace)))
    return 0
  } finally {
    await app.stop()
  }
}

async function assistantScope(app: App, workspace: string | undefined): Promise<Scope> {
  const slug = workspace || (await app.workspaces.list())[0]?.slug
  if (!slug) throw new Problem('missing', 'There is no workspace yet.', 'Run “npm start” once, or import files into one.')
  return await app.workspaces.operate(slug, 'mcp')
}

const stateless: Readonly<Record<string, readonly string[]>> = {
  measure: ['--facts'],
  query: ['--manifest', '--events', '--help', '-h'],
  metrics: ['convert', 'contract'],
}
const needsHouse = (args: readonly string[]): boolean =>
  (args[0] !== 'plan' || isPlanRead(args[1])) &&
  !args.some((arg) => stateless[args[0] ?? '']?.includes(arg.split('=')[0] ?? '')) &&
  !['help', '--help', '-h', '--version'].includes(args[0] ?? '')

/** Compared in constant time: the token opens every workspace of this machine. */
function assertOperator(given: string | undefined, token: string): void {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(`Operator ${token}`)]
  if (a.length !== b.length || !timingSafeEqual(a, b))
    throw new Problem('forbidden', 'That is for the operator of this machine.', '', { code: 'unauthenticated' })
}

interface Ran {
  readonly exit: number
  readonly lines: readonly (readonly ['out' | 'err', string])[]
}

interface Served {
  readonly app: App
  readonly aside: Aside
  readonly baseUrl: string
  readonly token: string
}

/** The operator's road into a running server: the token stands in a file that only this machine's user can read. */
function operatorDoor(door: ReturnType<typeof restDoor>, { app, aside, baseUrl, token }: Served): void {
  door.post('/operator', async (c) => {
    assertOperator(c.req.header('authorization'), token)
    const body: unknown = await c.req.json()
    if (!isRecord(body) || !Array.isArray(body['args']) || typeof body['cwd'] !== 'string') throw new Problem('invalid', 'Send {args, cwd}.')
    const lines: ['out' | 'err', string][] = []
    const local: Io = { cwd: body['cwd'], isTerminal: false, out: (text) => void lines.push(['out', text]), err: (text) => void lines.push(['err', text]) }
    const exit = await runCli(body['args'].map(String), local, async () => operatorTools(app, local.cwd, baseUrl, aside))
    return c.json({ exit, lines } satisfies Ran)
  })
  door.post('/operator/mcp', async (c) => {
    assertOperator(c.req.header('authorization'), token)
    return await serveHttp(assistantServer(app, await assistantScope(app, c.req.query('workspace'))), c.req.raw)
  })
}

async function forward(address: string, home: string, args: readonly string[]): Promise<number> {
  if (address === '') throw new Problem('unavailable', 'Throughline is starting up at this moment.', 'Try again in a few seconds.')
  if (!existsSync(tokenFile(home)))
    throw new Problem('unavailable', `Throughline runs at ${address}, but its operator token is not here.`, 'Run the command as the user who started it.')
  const ran = await askServer(address, readFileSync(tokenFile(home), 'utf8'), { args, cwd: io.cwd })
  if (!isRecord(ran) || !Array.isArray(ran['lines'])) throw new Problem('unavailable', `The server at ${address} did not answer.`, 'Stop it and try again.')
  for (const line of ran['lines']) if (Array.isArray(line)) (line[0] === 'out' ? io.out : io.err)(String(line[1]))
  return Number(ran['exit'])
}

try {
  if (command === '--version') io.out(version)
  else process.exitCode = command === 'serve' ? await serve(rest) : await operate([command, ...rest])
} catch (error) {
  io.err(isProblem(error) ? `throughline: ${error.message}${error.hint ? ` ${error.hint}` : ''}` : `throughline: ${stackOf(error)}`)
  process.exitCode = 1
}
