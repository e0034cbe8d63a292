import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../structure/source.ts'
import { manifest, tables } from './bakery.ts'
import { facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'

/** `throughline query` and POST /api/v1/query over the facts of smallCompany.ts. */
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await house.company('small')
  const folder = await house.folder('facts', facts)
  await house.json('import', folder, '--workspace', 'small')
})
afterAll(() => house.stop())

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(house.cwd, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const query = async (question: unknown): Promise<Reply> => await house.json('query', '--workspace', 'small', '--query', await file('question.json', question))
const rows = async (question: unknown): Promise<unknown> => (await query(question))['rows']

test('rows of a fact are counted by an attribute of the account, the house’s own account left out', async () => {
  expect(await rows({ metrics: ['event_count'], groupBy: ['account__segment'] })).toEqual([
    { account__segment: 'enterprise', event_count: 2 },
    { account__segment: 'smb', event_count: 2 },
  ])
  expect(await rows({ metrics: ['event_accounts'], groupBy: ['metric_time__month'] })).toEqual([{ metric_time__month: '2024-12-01', event_accounts: 3 }])
  expect(await rows({ metrics: ['ticket_count'], groupBy: ['metric_time__month', 'ticket__priority'], where: ['ticket__merged_into is null'] })).toEqual([
    { metric_time__month: '2024-11-01', ticket__priority: 'p2', ticket_count: 1 },
    { metric_time__month: '2024-11-01', ticket__priority: 'p3', ticket_count: 1 },
    { metric_time__month: '2024-12-01', ticket__priority: 'p1', ticket_count: 1 },
    { metric_time__month: '2024-12-01', ticket__priority: 'p2', ticket_count: 3 },
  ])
})

test('money needs its currency, and comes in units of it', async () => {
  const { exit, out, err } = await house.cli('query', '--workspace', 'small', '--query', await file('money.json', { metrics: ['subscription_mrr'] }), '--json')
  expect([exit, JSON.parse(out).refused.code, JSON.parse(err).problem.code]).toEqual([1, 'unsupported', 'unsupported'])
  expect(await rows({ metrics: ['subscription_mrr'], groupBy: ['subscription__currency'] })).toEqual([
    { subscription__currency: 'USD', subscription_mrr: 1000 + 1500 + 400 + 600 + 450 + 300 + 200 },
  ])
})

test('a metric of the scorecard answers as measure does, per month and per group', async () => {
  const answer = await query({ metrics: ['net-revenue-retention'], groupBy: ['metric_time__month'], from: '2024-11-01', to: '2024-12-31' })
  const measured = await house.json(
    'measure',
    'net-revenue-retention',
    '--workspace',
    'small',
    '--from',
    '2024-11-01',
    '--to',
    '2024-12-31',
    '--as-of',
    '2024-12-31',
  )
  expect(at(answer, 'rows', 1)).toEqual({ metric_time__month: '2024-12-01', 'net-revenue-retention': at(measured, 'points', 1, 'value') })
  expect(at(answer, 'metrics', 0)).toMatchObject({ policy: at(measured, 'policy', 'id'), unit: 'ratio' })
  const bySegment = await query({ metrics: ['net-revenue-retention'], groupBy: ['segment'], asOf: '2024-12-31' })
  expect(bySegment['rows']).toEqual([
    { segment: 'enterprise', 'net-revenue-retention': 1.5 },
    { segment: 'smb', 'net-revenue-retention': 0.65 },
  ])
  for (const [question, code] of [
    [{ metrics: ['net-revenue-retention'], groupBy: ['priority'] }, 'dimension_not_allowed'],
    [{ metrics: ['net-revenue-retention', 'event_count'] }, 'unsupported'],
    [{ metrics: ['net-revenue-retention'], where: ["segment = 'smb'"] }, 'unsupported'],
  ] as const) {
    const { out } = await house.cli('query', '--workspace', 'small', '--query', await file('no.json', question), '--json')
    expect(JSON.parse(out).refused.code).toBe(code)
  }
})

test('days are cut in the zone of the workspace', async () => {
  const inZone = (timeZone: string) =>
    rows({ metrics: ['ticket_count'], groupBy: ['metric_time__day'], where: ["ticket__priority = 'p2'"], from: '2024-12-31', to: '2025-01-01', timeZone })
  expect(await inZone('UTC')).toEqual([{ metric_time__day: '2024-12-31', ticket_count: 1 }])
  expect(await inZone('Europe/Berlin')).toEqual([{ metric_time__day: '2025-01-01', ticket_count: 1 }])
})

test('the command tells bad usage apart from a refusal, and answers MetricFlow files without a database', async () => {
  const usage = await house.cli('query', '--workspace', 'small')
  expect(usage.exit).toBe(2)
  expect((await house.cli('query', '--manifest', 'x', '--query', 'y')).exit).toBe(2)
  const folder = await house.folder('bakery', { 'bakery.yaml': manifest, 'linked.yaml': 'bakery.yaml' })
  const data = await file('tables.json', Object.fromEntries(tables.map(({ name, ...table }) => [name, table])))
  const question = await file('question.yaml', 'metrics: [orders]\ngroup_by: [shop__size]\norder_by: [-orders]\n')
  const run = promisify(execFile)
  const command = ['src/main.ts', 'query', '--manifest', folder, '--tables', data, '--query', question]
  const { stdout } = await run(process.execPath, [...command, '--json'], { cwd: root })
  const answer = JSON.parse(stdout)
  expect(answer.rows).toEqual([
    { shop__size: 'small', orders: 3 },
    { shop__size: 'big', orders: 1 },
    { shop__size: null, orders: 1 },
  ])
  expect((await run(process.execPath, command, { cwd: root })).stdout).toContain('shop__size  orders')
})
