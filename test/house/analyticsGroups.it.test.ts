import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Questions about events asked of saved segments and cohorts: as a filter, beside each other, and of those behind a number. */
const accounts = `id,name,segment,plan,created_at
acme,Acme,enterprise,pro,2026-01-01
beta,Beta Labs,smb,pro,2026-01-02
cosy,Cosy Home,smb,free,2026-01-03
dorm,Dormant,smb,free,2026-01-03`
const rows = [
  ['acme', 'ann', '2026-01-05T10:00:00Z', 'signed up'],
  ['acme', 'ann', '2026-01-06T10:00:00Z', 'shared'],
  ['beta', 'cid', '2026-01-06T10:00:00Z', 'signed up'],
  ['beta', 'cid', '2026-01-07T12:00:00Z', 'shared'],
  ['cosy', 'dan', '2026-01-07T10:00:00Z', 'signed up'],
]
const events = `event_id,account_id,user_id,ts,name,props\n${rows.map(([account, user, ts, name], place) => `e${place},${account},${user},${ts},${name},"{""tier"":""gold""}"`).join('\n')}`
const range = { from: '2026-01-01', to: '2026-02-01' }
const funnel = { kind: 'funnel', range, steps: [{ event: 'signed up' }, { event: 'shared' }], tz: 'UTC' }

let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await house.company('small')
  owner = await ownerOf(house, 'small')
  await house.json('import', await house.folder('facts', { 'account.csv': accounts, 'event.csv': events }), '--workspace', 'small')
  await segment('Large', { prop: 'account.segment', op: 'eq', value: 'enterprise' }, 1)
  await segment('Paying', { prop: 'account.plan', op: 'eq', value: 'pro' }, 2)
  await segment('Smaller', { prop: 'account.segment', op: 'eq', value: 'smb' }, 1, 'Size')
})
afterAll(() => house.stop())

async function segment(title: string, rule: unknown, order: number, segmentation = 'Market'): Promise<void> {
  const { body } = await owner('POST', '/api/v1/segments', { body: { title, rule, order, segmentation } })
  const { status, text } = await owner('POST', `/api/v1/segments/${String(body['id'])}/activate`)
  expect([status, text]).toEqual([200, expect.any(String)])
}

const ask = async (query: unknown, who = owner): Promise<Reply> => (await who('POST', '/api/v1/query', { body: query })).body
const countsOf = (body: unknown): unknown[] => [at(body, 'data', 'steps')].flat().map((step) => at(step, 'count'))
const cohort = async (title: string, spec: unknown): Promise<string> =>
  String((await owner('POST', '/api/v1/analyses', { body: { title, kind: 'cohort', spec } })).body['key'])

test('a segment is named by its key or its title, and holds the accounts that its page counts: Acme fits Paying and is held by Large', async () => {
  expect(countsOf(await ask({ ...funnel, where: { segment: 'SEG-1' } }))).toEqual([1, 1])
  expect(countsOf(await ask({ ...funnel, where: { segment: 'Paying' } }))).toEqual([1, 1])
  expect(countsOf(await ask({ ...funnel, where: { segment: 'Paying', not: true } }))).toEqual([2, 1])
  const page = (await owner('GET', '/api/v1/market/segments/SEG-2')).body
  const [told] = [at(await ask({ ...funnel, beside: [{ segment: 'SEG-2' }, { segment: 'SEG-1' }] }), 'beside')].flat()
  expect([at(told, 'name'), at(told, 'members'), at(told, 'former')]).toEqual(['Paying', at(page, 'line', 'accounts'), 0])
})

test('segments stand beside each other with their n, by REST and on the command line, and each number leads to its accounts', async () => {
  const query = { ...funnel, beside: [{ segment: 'Large' }, { segment: 'Smaller' }] }
  const told = await ask(query)
  expect(countsOf(told)).toEqual([3, 2])
  expect([at(told, 'beside')].flat().map((one) => [at(one, 'name'), at(one, 'members'), countsOf(one)])).toEqual([
    ['Large', 1, [1, 1]],
    ['Smaller', 3, [2, 1]],
  ])
  const { body } = await owner('POST', '/api/v1/query/drill', {
    body: { query, drill: String(at(told, 'beside', 1, 'data', 'steps', 1, 'drill')), side: 'dropped' },
  })
  expect([at(body, 'actors')].flat().map((actor) => at(actor, 'actor'))).toEqual(['cosy'])
  await writeFile(join(house.cwd, 'beside.json'), JSON.stringify(query))
  const stored = await house.json('query', '--workspace', 'small', '--query', join(house.cwd, 'beside.json'))
  expect([stored['hash'], stored['beside']]).toEqual([told['hash'], told['beside']])
})

test('those who did nothing are in the segment that is asked who may: of the smaller, three are eligible', async () => {
  const features = [{ name: 'Share', sel: { event: 'shared' } }]
  const told = await ask({ kind: 'adoption', range, asOf: '2026-01-31', features, where: { segment: 'Smaller' } })
  expect(at(told, 'data', 'features', 0)).toMatchObject({ eligible: 3, adopted: 1 })
  expect([at(told, 'warnings')].flat().map((one) => at(one, 'message'))).toContain(
    'The segment “Smaller” is younger than the day that is asked about: its rule and its accounts are those of today.',
  )
})

test('those behind a number are kept as a cohort: a dynamic one takes in whoever fits later, a static one does not', async () => {
  const query = { ...funnel, where: { segment: 'Smaller' } }
  const { body } = await owner('POST', '/api/v1/query/drill', { body: { query, drill: 'step:2' } })
  const [dynamic, fixed] = [await cohort('Sharers', at(body, 'cohort', 'live')), await cohort('First sharers', at(body, 'cohort', 'frozen'))]
  const members = async (name: string) => countsOf(await ask({ ...funnel, where: { cohort: name } }))[0]
  expect([await members(dynamic), await members('First sharers')]).toEqual([1, 1])
  await house.json(
    'import',
    await house.folder('later', { 'event.csv': 'event_id,account_id,user_id,ts,name,props\nlate,cosy,dan,2026-01-09T10:00:00Z,shared,{}' }),
    '--workspace',
    'small',
  )
  expect([await members('Sharers'), await members(fixed)]).toEqual([2, 1])
  const beside = [{ cohort: dynamic }, { cohort: 'First sharers' }, { segment: 'Large' }]
  expect([at(await ask({ ...funnel, beside }), 'beside')].flat().map((one) => [at(one, 'name'), at(one, 'members')])).toEqual([
    ['Sharers', 2],
    ['First sharers', 1],
    ['Large', 1],
  ])
  await cohort('Sharers', at(body, 'cohort', 'frozen'))
  expect((await owner('POST', '/api/v1/query', { body: { ...funnel, where: { cohort: 'Sharers' } } })).body['detail']).toMatch(/are both called “Sharers”/)
})

test('a line of a breakdown and a week of a range that moves on are kept as static cohorts alone', async () => {
  const query = { ...funnel, breakdown: [{ by: 'account.plan' }] }
  const line = (await owner('POST', '/api/v1/query/drill', { body: { query, drill: 'step:1@0' } })).body
  const why = 'This number names a line of the breakdown by its rank, which another day gives to another line.'
  expect(line['cohort']).toMatchObject({ live: null, onlyStatic: why, frozen: { def: { ids: ['acme', 'beta'] } } })
  const total = (await owner('POST', '/api/v1/query/drill', { body: { query, drill: 'step:1' } })).body
  expect(line['n']).toBe(2)
  expect(total['cohort']).toMatchObject({ live: { def: { cell: { drill: 'step:1' } } }, onlyStatic: null })
  const ranked = { kind: 'cohort', def: { cell: { query, drill: 'step:1@0' } } }
  for (const [path, body] of [
    ['query', ranked],
    ['analyses', { title: 'First line', kind: 'cohort', spec: ranked }],
  ] as const) {
    const refused = await owner('POST', `/api/v1/${path}`, { body })
    expect([refused.status, refused.body['detail'], refused.body['field']]).toEqual([
      400,
      expect.stringContaining('“step:1@0” names a line of the breakdown'),
      'def.cell.drill',
    ])
  }
})

test('a cohort reads the properties that its rule names, and shows nobody what their role hides', async () => {
  await cohort('Gold', { kind: 'cohort', def: { did: { event: 'shared', where: { prop: 'event.tier', op: 'eq', value: 'gold' } }, in: range } })
  expect(countsOf(await ask({ ...funnel, where: { cohort: 'Gold' } }))[0]).toBe(2)
  await owner('POST', '/api/v1/eventDefinitions', {
    body: { eventName: 'shared', properties: [{ name: 'tier', kind: 'text', required: false, class: 'personal' }] },
  })
  const viewer = (await invited(house, owner, 'viewer')).visit
  expect((await viewer('POST', '/api/v1/query', { body: { ...funnel, where: { cohort: 'Gold' } } })).status).toBe(403)
  expect(countsOf(await ask({ ...funnel, where: { segment: 'Large' } }, viewer))).toEqual([1, 1])
})

test('a name that is none is refused at its place, and a retired segment is told', async () => {
  expect(await ask({ ...funnel, beside: [{ segment: 'Large' }, { segment: 'Nobody' }] })).toMatchObject({
    detail: expect.stringContaining('beside[1]: there is no segment “Nobody”'),
  })
  await owner('POST', '/api/v1/segments/SEG-2/retire', { body: { reason: 'Cut by size instead.' } })
  const told = await ask({ ...funnel, where: { segment: 'Paying' } })
  expect([countsOf(told), [at(told, 'warnings')].flat().map((one) => at(one, 'message'))]).toEqual([[2, 2], ['The segment “Paying” is retired.']])
})
