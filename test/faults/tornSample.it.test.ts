import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { root } from '../structure/source.ts'
import { freePort, keyOf, startServer, temporaryHome } from './server.ts'

/** A first start that is killed while it makes the sample company: the next one makes it whole, and nothing is left of the first. */
const home = temporaryHome('torn')
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

const workspacesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f-]{36}$/.test(name)) : [])

test('the sample company is whole after a first start that was killed in the middle', async () => {
  const env = { ...process.env, THROUGHLINE_HOME: home, PORT: String(await freePort()), THROUGHLINE_SAMPLE: 'yes' }
  const first = spawn(process.execPath, [join(root, 'src/main.ts'), 'serve'], { env, stdio: 'ignore' })
  const ended = new Promise((resolve) => first.once('exit', resolve))
  while (first.exitCode === null && !existsSync(join(home, 'sample.unfinished'))) await sleep(10)
  await sleep(400) // some of its people, objects and facts are there by now
  expect(first.exitCode).toBe(null)
  first.kill('SIGKILL')
  await ended
  const torn = workspacesIn(join(home, 'facts'))

  const server = await startServer({ home, port: await freePort(), env: { THROUGHLINE_SAMPLE: 'yes' }, patience: 150_000 })
  try {
    const key = await keyOf(server)
    const ask = async (path: string): Promise<Record<string, unknown>> =>
      await (await fetch(`${server.address}/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } })).json()
    expect(await ask('imports')).toMatchObject({ total: 2, items: [{ state: 'done' }, { state: 'done' }] })
    expect(await ask('members?limit=1')).toMatchObject({ items: [{}] })
    expect(await ask('metrics/active-accounts')).toMatchObject({ value: expect.any(Number) })
    expect(existsSync(join(home, 'sample.unfinished'))).toBe(false)
    const now = workspacesIn(join(home, 'facts'))
    expect(now).toHaveLength(1)
    for (const folder of torn) expect(now).not.toContain(folder)
  } finally {
    await server.stop()
  }
}, 240_000)

test('a first start that cannot make the sample company ends and says why; it does not listen on for nothing', async () => {
  const broken = temporaryHome('broken')
  try {
    mkdirSync(join(broken, 'sample.unfinished'), { recursive: true }) // the file of that name cannot be read nor written
    const env = { ...process.env, THROUGHLINE_HOME: broken, PORT: String(await freePort()), THROUGHLINE_SAMPLE: 'yes' }
    const start = spawn(process.execPath, [join(root, 'src/main.ts'), 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    start.stderr.on('data', (text: Buffer) => (said += text.toString()))
    const code = await new Promise((resolve) => start.once('close', resolve))
    expect(code).not.toBe(0)
    expect(said).toContain('EISDIR')
  } finally {
    rmSync(broken, { recursive: true, force: true, maxRetries: 5 })
  }
}, 120_000)
