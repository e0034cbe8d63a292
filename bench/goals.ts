import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, keyOf, startServer, temporaryHome } from '#test/faults/server.ts'
import { table } from './support/figures.ts'
import { program } from './support/program.ts'

/** 500 key results on the metrics of the sample company: their scores told first, again, and after a row of facts came in. `npm run bench goals`. */
const [home, port] = [temporaryHome('bench-goals'), await freePort()]
const server = await startServer({ home, port, program, patience: 120_000, env: { THROUGHLINE_SAMPLE: 'yes' } })
try {
  const key = await keyOf(server)
  const call = async (method: string, path: string, body?: object): Promise<Row> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${server.address}/api/v1/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return await answer.json()
  }
  const first = async (path: string): Promise<readonly Row[]> => [(await call('GET', path))['items']].flat() as readonly Row[]
  const told = async (): Promise<number> => {
    const began = performance.now()
    await call('GET', 'plan/goals')
    return performance.now() - began
  }
  const [metrics, [pillar], [owner]] = await Promise.all([first('metrics?limit=100'), first('pillars?limit=1'), first('members?limit=1')])
  const year = new Date().getUTCFullYear() + 1
  for (let objective = 0; objective < 50; objective += 1) {
    const { id } = await call('POST', 'objectives', { title: `Objective ${objective}`, period: `${year}-Q1`, pillar: pillar?.['title'], owner: owner?.['id'] })
    for (let result = 0; result < 10; result += 1) {
      const metric = metrics[(objective * 10 + result) % metrics.length]
      const terms = { start: `${year - 1}-10-01`, due: `${year}-03-31`, baseline: 0, target: 1, kind: 'increase' }
      await call('POST', 'keyResults', { ...terms, objective: id, title: `Result ${objective}.${result}`, metric: metric?.['id'] })
    }
  }
  const [cold, warm] = [await told(), await told()]
  const [account] = await first('accounts?limit=1')
  writeFileSync(join(home, 'tickets.csv'), `ticket_id,account_id,submitted_at,priority\nT-bench,${String(account?.['key'])},${new Date().toISOString()},low\n`)
  const env = { ...process.env, THROUGHLINE_HOME: home }
  await promisify(execFile)(process.execPath, [program, 'import', join(home, 'tickets.csv'), '--workspace', 'harborlight', '--json'], { env })
  table([
    { what: '500 key results, told first', value: cold, unit: 'ms', budget: 500 },
    { what: 'again', value: warm, unit: 'ms', budget: 500 },
    { what: 'after a row came in', value: await told(), unit: 'ms', budget: 500 },
  ])
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}

type Row = Readonly<Record<string, unknown>>
