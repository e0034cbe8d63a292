/**
 * Runs a command against Debian's PostgreSQL 15, the oldest that is supported: makes a cluster in a temporary folder, hands its
 * address over in THROUGHLINE_TEST_DATABASE_URL, and removes it afterwards. Ends as the command ends; with 0 when version 15 is not installed.
 *   node scripts/testPostgres15.js npx vitest run --project integration
 */
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const programs = '/usr/lib/postgresql/15/bin'
const [command, ...args] = process.argv.slice(2)
if (!command) fail('Say which command to run, such as: node scripts/testPostgres15.js npx vitest run --project integration')
if (!existsSync(join(programs, 'initdb'))) {
  process.stderr.write(`Skipped: PostgreSQL 15 is not installed (no ${programs}/initdb). On Debian: apt-get install postgresql-15\n`)
  process.exit(0)
}

// PostgreSQL refuses root, so root runs it as nobody.
const account = process.getuid() === 0 ? nobody() : {}
const folder = mkdtempSync(join(tmpdir(), 'throughline-pg15-'))
if (account.uid) chownSync(folder, account.uid, account.gid)
const data = join(folder, 'data')
const password = randomBytes(18).toString('base64url')
const passwordFile = join(folder, 'password')
let child

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal))
process.exitCode = await run()

async function run() {
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (account.uid) chownSync(passwordFile, account.uid, account.gid)
    must('initdb', ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C.UTF-8'])
    const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c max_connections=100 -c shared_buffers=64MB`
    must('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'])
    const url = `postgres://postgres:${password}@localhost:5432/postgres?host=${encodeURIComponent(folder)}`
    return await follow(url)
  } finally {
    if (existsSync(join(data, 'postmaster.pid'))) spawnSync(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], { ...account, cwd: '/' })
    rmSync(folder, { recursive: true, force: true })
  }
}

function follow(url) {
  child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, THROUGHLINE_TEST_DATABASE_URL: url } })
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${command} cannot be run: ${error.message}\n`)
      resolve(127)
    })
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}

function must(program, programArgs) {
  // pg_ctl's server keeps the pipes open, so its output goes to its own log file
  const { status, stderr } = spawnSync(join(programs, program), programArgs, {
    ...account,
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
  })
  if (status !== 0) throw new Error(`${program} of PostgreSQL 15 failed. ${stderr ?? ''}`)
}

function nobody() {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
