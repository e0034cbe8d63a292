import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** Questions about events: over a file, over what a workspace stored, and by REST; all three give the same numbers. */
const accounts = `id,name,segment,created_at
acme,Acme,enterprise,2026-01-01
beta,Beta Labs,smb,2026-01-02
cosy,Cosy Home,smb,2026-01-03`

const rows: readonly (readonly [string, string, string, string, string])[] = [
  ['acme', 'ann', '2026-01-05T10:00:00.250Z', 'signed up', '{"plan":"pro","seats":4}'],
  ['acme', 'ann', '2026-01-05T10:00:00.250Z', 'invited', '{}'],
  ['acme', 'bob', '2026-01-08T09:00:00Z', 'shared report', '{"plan":"pro"}'],
  ['beta', 'cid', '2026-01-06T10:00:00Z', 'signed up', '{"plan":"free"}'],
  ['beta', 'cid', '2026-01-06T12:00:00Z', 'invited', '{}'],
  ['cosy', 'dan', '2026-01-07T10:00:00Z', 'signed up', '{"plan":"free"}'],
  ['cosy', 'dan', '2026-03-07T10:00:00Z', 'shared report', '{}'],
]
const events = `event_id,account_id,user_id,ts,name,props\n${rows.map(([account, user, ts, name, props], place) => `e${place},${account},${user},${ts},${name},"${props.replaceAll('"', '""')}"`).join('\n')}`
const steps = ['signed up', 'invited', 'shared report'].map((event) => ({ event }))
const funnel = { kind: 'funnel', range: { from: '2026-01-01', to: '2026-02-01' }, steps, asOf: '2026-06-01', tz: 'UTC', breakdown: [{ by: 'account.segment' }] }

let house: TestHouse
let owner: Visitor
const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(house.cwd, name), content)
  return join(house.cwd, name)
}
beforeAll(async () => {
  house = await testHouse()
  await house.company('small')
  owner = await ownerOf(house, 'small')
  await house.json('import', await house.folder('facts', { 'account.csv': accounts, 'event.csv': events }), '--workspace', 'small')
})
afterAll(() => house.stop())

test('an event of a file that bears the id of an earlier one counts once, and the answer says so', async () => {
  const query = await file(
    'total.json',
    JSON.stringify({ kind: 'trend', range: funnel.range, unit: 'month', tz: 'UTC', series: [{ sel: { event: '*' }, math: 'total' }] }),
  )
  const twice = [...events.split('\n'), events.split('\n')[1], events.split('\n')[2]?.replace('e1,', 'e0,')].join('\n')
  const asked = async (text: string) => await house.json('query', '--events', await file('copies.csv', text), '--query', query)
  const [once, copied] = [await asked(events), await asked(twice)]
  expect(at(once, 'data', 'series', 0, 'points', 0, 'value')).toBe(6)
  expect(copied['data']).toEqual(once['data'])
  expect(copied['warnings']).toEqual([...[once['warnings']].flat(), { code: 'note', message: '2 rows repeat the id of an earlier event and are left out.' }])
})

test('a file, a workspace and REST answer with the same numbers under the same hash', async () => {
  const [query, own, known] = [await file('funnel.json', JSON.stringify(funnel)), await file('events.csv', events), await file('accounts.csv', accounts)]
  const stateless = await house.json('query', '--events', own, '--accounts', known, '--query', query)
  const stored = await house.json('query', '--workspace', 'small', '--query', query)
  const { body } = await owner('POST', '/api/v1/query', { body: funnel })
  expect(stored['data']).toEqual(stateless['data'])
  expect(body['data']).toEqual(stateless['data'])
  expect([stored['hash'], body['hash']]).toEqual([stateless['hash'], stateless['hash']])
  expect([at(stored, 'data', 'steps')].flat().map((step) => at(step, 'count'))).toEqual([3, 2, 1])
  const lines = [at(stored, 'data', 'breakdown')].flat()
  expect(lines.map((line) => [at(line, 'breakdown', 0), at(line, 'steps', 0, 'count'), at(line, 'steps', 2, 'count')])).toEqual([
    ['smb', 2, 0],
    ['enterprise', 1, 1],
  ])
})

test('properties of stored events filter and group, with their own types', async () => {
  const where = { prop: 'event.seats', op: 'gte', value: 3 }
  const trend = {
    kind: 'trend',
    range: funnel.range,
    asOf: '2026-06-01',
    unit: 'month',
    series: [{ sel: { event: 'signed up', where } }, { sel: { event: '*' }, math: 'sum', value: 'event.seats' }],
  }
  const { body } = await owner('POST', '/api/v1/query', { body: trend })
  expect([at(body, 'data', 'series')].flat().map((line) => at(line, 'points', 0, 'value'))).toEqual([1, 4])
})

test('behind a drop stand its accounts, with what is known of them and a cohort to keep', async () => {
  const { body } = await owner('POST', '/api/v1/query/drill', { body: { query: funnel, drill: 'step:3', side: 'dropped' } })
  expect([at(body, 'actors')].flat().map((actor) => [at(actor, 'actor'), at(actor, 'properties', 'name')])).toEqual([['beta', 'Beta Labs']])
  const live = { kind: 'cohort', asOf: '2026-06-01', ...(typeof at(body, 'cohort', 'live') === 'object' ? (at(body, 'cohort', 'live') as object) : {}) }
  expect((await owner('POST', '/api/v1/query', { body: live })).body['members']).toEqual(['beta'])
})

test('what cannot be asked is a problem that names its place; in a list of queries it is a line of its own', async () => {
  const wrong = { ...funnel, steps: [{ event: 'a' }, { event: 'b', wihtin: 3 }] }
  const { status, body } = await owner('POST', '/api/v1/query', { body: wrong })
  expect([status, body['field'], body['detail']]).toEqual([400, 'steps[1].wihtin', 'steps[1].wihtin: A step has no “wihtin”.'])
  const queries = await file(
    'queries.ndjson',
    [funnel, wrong, { kind: 'lifecycle', range: funnel.range, sel: { event: '*' } }].map((each) => JSON.stringify(each)).join('\n'),
  )
  const { exit, out } = await house.cli('query', '--events', await file('again.csv', events), '--queries', queries, '--json')
  const lines = out.split('\n').map((line): unknown => JSON.parse(line))
  expect([exit, lines.length, at(lines[1], 'refused', 'code'), at(lines[2], 'query', 'kind')]).toEqual([1, 3, 'invalid_query', 'lifecycle'])
})

test.each([
  [['--query', 'a', '--queries', 'b', '--events', 'c'], '--query is required'],
  [['--query', 'a', '--events', 'c', '--workspace', 'small'], 'Give one of'],
  [['--query', 'a', '--accounts', 'c', '--workspace', 'small'], 'belong to --events'],
])('%j is bad usage', async (args, words) => {
  const { exit, err } = await house.cli('query', ...args)
  expect([exit, err]).toEqual([2, expect.stringContaining(words)])
})

test('a question that cannot be asked is not saved either, by the same words; and a saved one says what its preset means', async () => {
  const save = (spec: unknown, kind = 'funnel') => owner('POST', '/api/v1/analyses', { body: { title: 'Onboarding', kind, spec } })
  for (const spec of [{ ...funnel, steps: [{ event: 'signed up' }] }, { ...funnel, stpes: [] }, { ...funnel, tz: 'Mars/Base' }, { kind: 'tunnel' }]) {
    const [asked, saved] = [await owner('POST', '/api/v1/query', { body: spec }), await save(spec)]
    const problem = ({ status, body }: typeof asked) => ({ status, detail: body['detail'], hint: body['hint'], code: body['code'], field: body['field'] })
    expect(asked.status).toBe(400)
    expect(problem(saved)).toEqual(problem(asked))
  }
  expect(await save({ kind: 'cohort' }, 'cohort')).toMatchObject({ status: 400, body: { field: 'def' } })
  expect(await save(funnel, 'trend')).toMatchObject({ status: 400, body: { field: 'kind' } })
  const { body } = await save({ ...funnel, preset: 'mixpanel' })
  expect(body['spec']).toMatchObject({ preset: 'mixpanel', actor: 'person', reentry: 'first_entry', window: { n: 7, unit: 'day' } })
  const path = `/api/v1/analyses/${String(body['id'])}`
  expect((await owner('POST', `${path}/edit`, { body: { title: 'First week' } })).status).toBe(200)
  expect(await owner('POST', `${path}/edit`, { body: { spec: { ...funnel, range: null } } })).toMatchObject({ status: 400, body: { field: 'range' } })
})

test('at the event, a property of an account is what it was then, stored and in files alike', async () => {
  const versions = `${accounts.replaceAll('\n', ',\n').replace('created_at,', 'created_at,valid_from')},\nacme,Acme,starter,2026-01-01,2026-01-07`
  const ask = {
    kind: 'trend',
    range: funnel.range,
    tz: 'UTC',
    unit: 'month',
    series: [{ sel: { event: '*' }, math: 'total' }],
    breakdown: [{ by: 'account.segment' }],
  }
  const at_event = { ...ask, propTime: 'at_event' }
  const lines = (answer: unknown) =>
    Object.fromEntries([at(answer, 'data', 'series')].flat().map((line) => [at(line, 'breakdown', 0), at(line, 'points', 0, 'value')]))
  const undated = await owner('POST', '/api/v1/query', { body: at_event })
  expect([lines(undated.body), undated.body['warnings']]).toEqual([
    { enterprise: 3, smb: 3 },
    [{ code: 'note', message: 'Nothing that is known of account.segment bears a day: it is read as it is now.' }],
  ])
  await house.json('import', await house.folder('versions', { 'account.csv': versions }), '--workspace', 'small')
  const [then, now] = [await owner('POST', '/api/v1/query', { body: at_event }), await owner('POST', '/api/v1/query', { body: ask })]
  expect(lines(then.body)).toEqual({ enterprise: 2, starter: 1, smb: 3 })
  expect(lines(now.body)).toEqual({ starter: 3, smb: 3 })
  expect(then.body['warnings']).toEqual([])
  const query = await file('then.json', JSON.stringify(at_event))
  const stateless = await house.json(
    'query',
    '--events',
    await file('events.csv', events),
    '--accounts',
    await file('versions.csv', versions),
    '--query',
    query,
  )
  expect(lines(stateless)).toEqual(lines(then.body))
})
