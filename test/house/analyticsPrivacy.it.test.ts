import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Who is left out of a question about stored events, and what each role may see of who is behind a number. */
const accounts = `id,name,plan,created_at,is_internal
acme,Acme,pro,2026-01-01,false
beta,Beta Labs,free,2026-01-02,false
ours,Harborlight itself,pro,2026-01-01,true`
const users = `id,account_id,role,created_at,is_internal,is_service
ann,acme,admin,2026-01-01,false,false
cid,beta,member,2026-01-02,false,false
robot,beta,,2026-01-02,false,true
vera,ours,admin,2026-01-01,true,false`
const rows = [
  ['acme', 'ann', '2026-01-05T10:00:00Z', 'signed up'],
  ['acme', 'ann', '2026-01-06T10:00:00Z', 'shared'],
  ['acme', 'ann', '2026-01-20T10:00:00Z', 'page shown'],
  ['beta', 'cid', '2026-01-05T11:00:00Z', 'signed up'],
  ['beta', 'robot', '2026-01-06T11:00:00Z', 'shared'],
  ['ours', 'vera', '2026-01-05T12:00:00Z', 'signed up'],
  ['ours', 'vera', '2026-01-06T12:00:00Z', 'shared'],
]
const events = `event_id,account_id,user_id,ts,name,props\n${rows.map(([account, user, ts, name], place) => `e${place},${account},${user},${ts},${name},"{""email"":""x@${account}.example""}"`).join('\n')}`
const tickets = `id,created_at,account_id,priority,area
T1,2026-01-07T09:00:00Z,acme,p1,Reports`
const releases = `id,name,released_at
R7,Winter release,2026-01-10T09:00:00Z`
const incidents = `id,severity,impact_start,area,account_ids
I1,p1,2026-01-12T09:00:00Z,Search,acme
I2,p3,2026-01-13T09:00:00Z,Search,acme`
const range = { from: '2026-01-01', to: '2026-02-01' }
const funnel = { kind: 'funnel', range, steps: [{ event: 'signed up' }, { event: 'shared' }], asOf: '2026-06-01' }

let house: TestHouse
let owner: Visitor
let viewer: Visitor
beforeAll(async () => {
  house = await testHouse()
  await house.company('small')
  owner = await ownerOf(house, 'small')
  const files = {
    'account.csv': accounts,
    'app_user.csv': users,
    'event.csv': events,
    'ticket.csv': tickets,
    'release.csv': releases,
    'incident.csv': incidents,
  }
  await house.json('import', await house.folder('facts', files), '--workspace', 'small')
  viewer = (await invited(house, owner, 'viewer')).visit
  const properties = [{ name: 'email', kind: 'text', required: false, class: 'personal' }]
  await owner('POST', '/api/v1/eventDefinitions', { body: { eventName: 'signed up', properties } })
  await owner('POST', '/api/v1/eventDefinitions', { body: { eventName: 'page shown', passive: true } })
})
afterAll(() => house.stop())

const counts = async (query: unknown, who = owner): Promise<unknown[]> => {
  const { body } = await who('POST', '/api/v1/query', { body: query })
  return [at(body, 'data', 'steps')].flat().map((step) => at(step, 'count'))
}

test('internal accounts, our own people and services are left out, unless the question asks for all', async () => {
  expect(await counts(funnel)).toEqual([2, 1])
  expect(await counts({ ...funnel, internal: 'include' })).toEqual([3, 3])
  const adoption = { kind: 'adoption', range, asOf: '2026-01-31', features: [{ name: 'Share', sel: { event: 'shared' } }] }
  const { body } = await owner('POST', '/api/v1/query', { body: adoption })
  expect(at(body, 'data', 'features', 0)).toMatchObject({ eligible: 2, adopted: 1 })
})

test('“*” is every event but those that the tracking plan calls passive', async () => {
  const trend = {
    kind: 'trend',
    range,
    unit: 'month',
    asOf: '2026-06-01',
    series: [
      { sel: { event: '*' }, math: 'total' },
      { sel: { event: 'page shown' }, math: 'total' },
    ],
  }
  const { body } = await owner('POST', '/api/v1/query', { body: trend })
  expect([at(body, 'data', 'series', 0, 'points', 0, 'value'), at(body, 'data', 'series', 1, 'points', 0, 'value')]).toEqual([3, 1])
})

describe('a viewer', () => {
  const drill = { query: { ...funnel, actor: 'person' }, drill: 'step:1' }
  test('sees how many persons are behind a number, and not who they are', async () => {
    const [all, few] = [(await owner('POST', '/api/v1/query/drill', { body: drill })).body, (await viewer('POST', '/api/v1/query/drill', { body: drill })).body]
    expect([at(all, 'actors')].flat().map((actor) => at(actor, 'actor'))).toEqual(['ann', 'cid'])
    expect([few['n'], [at(few, 'actors')].flat().map((actor) => [at(actor, 'actor'), at(actor, 'properties', 'role')])]).toEqual([
      2,
      [
        [null, 'admin'],
        [null, 'member'],
      ],
    ])
    expect(at(few, 'cohort', 'frozen')).toBeNull()
    expect(JSON.stringify(few)).not.toContain('"ann"')
    const cohort = { kind: 'cohort', actor: 'person', def: { did: { event: 'signed up' }, in: range } }
    expect((await viewer('POST', '/api/v1/query', { body: cohort })).body['members']).toEqual([])
  })

  test('reads how many are in a static cohort of persons by every road, and none of their ids', async () => {
    const { body: all } = await owner('POST', '/api/v1/query/drill', { body: drill })
    const made = (await owner('POST', '/api/v1/analyses', { body: { title: 'Two persons', kind: 'cohort', spec: at(all, 'cohort', 'frozen') } })).body
    const key = String(made['key'])
    await owner('POST', `/api/v1/analyses/${key}/edit`, { body: { answer: 'Both.' } })
    const member = { kind: 'cohort', actor: 'person', def: { cohort: key } }
    const roads = (who: Visitor) =>
      Promise.all([
        who('GET', `/api/v1/analyses/${key}`),
        who('GET', '/api/v1/analyses'),
        who('GET', `/api/v1/analyses/${key}/history`),
        who('GET', `/api/v1/analyses/${key}?asOf=${new Date().toISOString()}`),
        who('POST', '/api/v1/query', { body: member }),
        who('POST', '/api/v1/query', { body: { ...funnel, where: { cohort: key } } }),
      ])
    const [shown, veiled] = [await roads(owner), await roads(viewer)]
    expect([shown, veiled].map((list) => list.map(({ status }) => status))).toEqual([shown.map(() => 200), shown.map(() => 200)])
    expect(shown.slice(0, 5).filter(({ text }) => !text.includes('"ann"'))).toEqual([])
    expect(veiled.filter(({ text }) => text.includes('"ann"'))).toEqual([])
    expect(at(veiled[0]?.body, 'spec', 'def')).toEqual({ ids: null, n: 2 })
    expect(veiled[4]?.body).toMatchObject({ n: 2, members: [] })
    expect(shown[4]?.body).toMatchObject({ n: 2, members: ['ann', 'cid'] })
    expect(at(veiled[5]?.body, 'data')).toEqual(at(shown[5]?.body, 'data'))
    const guess = { kind: 'cohort', actor: 'person', def: { all: [{ ids: ['ann'] }, { cohort: key }] } }
    expect((await viewer('POST', '/api/v1/query', { body: guess })).status).toBe(403)
    expect((await owner('POST', '/api/v1/query', { body: guess })).body['members']).toEqual(['ann'])
  })

  test('neither groups, filters nor lists by what the plan calls personal', async () => {
    const by = { ...funnel, breakdown: [{ by: 'event.email' }] }
    const where = { ...funnel, where: { prop: 'event.email', op: 'contains', value: 'acme' } }
    for (const query of [by, where, { ...funnel, holdConstant: ['event.email'] }])
      expect((await viewer('POST', '/api/v1/query', { body: query })).status).toBe(403)
    expect((await owner('POST', '/api/v1/query', { body: by })).status).toBe(200)
    expect((await viewer('GET', '/api/v1/query/values?property=event.email')).status).toBe(403)
    expect(String((await viewer('GET', '/api/v1/query/vocabulary')).text)).not.toContain('event.email')
    expect((await owner('GET', '/api/v1/query/vocabulary')).text).toContain('event.email')
  })

  test('asks by the ids of accounts and not by those of persons, however they are written', async () => {
    const where = (prop: string, value: string) => ({ ...funnel, where: { prop, op: 'eq', value } })
    for (const prop of ['person.id', 'group.person.id']) {
      expect((await viewer('POST', '/api/v1/query', { body: where(prop, 'ann') })).status).toBe(403)
      expect((await viewer('POST', '/api/v1/query', { body: { ...funnel, breakdown: [{ by: prop }] } })).status).toBe(403)
      expect(await counts(where(prop, 'ann'))).toEqual([1, 1])
    }
    expect((await viewer('GET', '/api/v1/query/values?property=person.id')).status).toBe(403)
    expect(await counts(where('account.id', 'acme'), viewer)).toEqual([1, 1])
    const [all, few] = [await owner('GET', '/api/v1/query/vocabulary'), await viewer('GET', '/api/v1/query/vocabulary')]
    expect([all, few].map(({ body }) => ['account.id', 'person.id'].map((ref) => [at(body, 'properties')].flat().includes(ref)))).toEqual([
      [true, true],
      [true, false],
    ])
  })

  test('gets no value by another way of writing the property, nor when the plan’s definition is put away', async () => {
    await owner('POST', '/api/v1/query', { body: { ...funnel, breakdown: [{ by: 'event.email' }] } }) // the values are at hand now
    for (const property of ['x.email', 'email', 'event', '']) expect((await viewer('GET', `/api/v1/query/values?property=${property}`)).status).toBe(400)
    const made = (await owner('GET', '/api/v1/eventDefinitions?eventName=signed up')).body['items']
    await owner('POST', `/api/v1/eventDefinitions/${String(at(made, 0, 'id'))}/archive`)
    expect((await viewer('GET', '/api/v1/query/values?property=event.email')).status).toBe(403)
    await owner('POST', `/api/v1/eventDefinitions/${String(at(made, 0, 'id'))}/restore`)
  })

  test('reads the timeline of an account without names, and none of a person', async () => {
    const [all, few] = [await owner('GET', '/api/v1/query/timeline?of=account&id=acme'), await viewer('GET', '/api/v1/query/timeline?of=account&id=acme')]
    expect(at(all.body, 'items', 0)).toMatchObject({ event: 'page shown', person: 'ann', properties: { email: 'x@acme.example' } })
    expect(at(few.body, 'items', 0)).toMatchObject({ event: 'page shown', person: null, properties: {} })
    expect((await viewer('GET', '/api/v1/query/timeline?of=person&id=ann')).status).toBe(403)
  })
})

test('a guest reads no event, by no road', async () => {
  const guest = (await invited(house, owner, 'guest')).visit
  const asked = [
    guest('POST', '/api/v1/query', { body: funnel }),
    guest('POST', '/api/v1/query/drill', { body: { query: funnel, drill: 'step:1' } }),
    guest('GET', '/api/v1/query/vocabulary'),
    guest('GET', '/api/v1/query/values?property=account.plan'),
    guest('GET', '/api/v1/query/timeline?of=account&id=acme'),
    guest('GET', '/api/v1/query/marks?from=2026-01-01&to=2026-01-31'),
  ]
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 403))
})

test('values of a property come with how many bear each', async () => {
  expect((await owner('GET', '/api/v1/query/values?property=account.plan')).body['items']).toEqual([
    { value: 'pro', n: 1 },
    { value: 'free', n: 1 },
  ])
})

test('the accounts behind a number lead to their records, and an account to its use, health and time', async () => {
  const { body } = await owner('POST', '/api/v1/query/drill', { body: { query: funnel, drill: 'step:2', side: 'in' } })
  const record = at(body, 'actors', 0, 'record')
  expect([at(body, 'actors', 0, 'actor'), record]).toEqual(['acme', expect.stringMatching(/^ACC-\d+$/)])
  const { body: overview } = await owner('GET', `/api/v1/accounts/${String(record)}/overview?asOf=2026-01-21`)
  expect(overview['health']).toMatchObject({ state: 'amber' }) // one urgent ticket is open
  expect([at(overview, 'weeks')].flat().map((week) => [at(week, 'week'), at(week, 'events')])).toEqual([
    ['2026-01-05', 2],
    ['2026-01-19', 1],
  ])
  expect([at(overview, 'timeline')].flat().map((one) => at(one, 'kind'))).toEqual(['firstUse', 'incident', 'incident', 'ticket', 'firstUse', 'firstUse'])
  expect(at(overview, 'people', 0)).toMatchObject({ person: 'ann', days: 3, role: 'admin' })
  expect((await owner('GET', `/api/v1/accounts/${String(record)}/overview?asOf=soon`)).status).toBe(400)
})

test('the time of an account holds the decisions about the bets that its feedback asks for, and no others', async () => {
  const made = async (path: string, body: unknown): Promise<string> => String((await owner('POST', `/api/v1/${path}`, { body })).body['id'])
  const account = at((await owner('GET', '/api/v1/accounts?q=Beta Labs')).body['items'], 0)
  const decider = at((await owner('GET', '/api/v1/members')).body['items'], 0, 'id')
  const [wanted, other] = [await made('initiatives', { title: 'Quiet hours' }), await made('initiatives', { title: 'Loud hours' })]
  const said = await made('feedback', { body: 'It rings at night.', channel: 'call', saidAt: '2026-01-08T09:00:00Z', account: at(account, 'id') })
  await owner('POST', `/api/v1/feedback/${said}/process`, { body: { theme: 'Rest', initiative: wanted, importance: 2 } })
  const options = [{ name: 'Build it' }, { name: 'Do nothing' }]
  for (const [question, ...initiatives] of [['Rest for whom?', other, wanted], ['Louder?', other], ['Who takes notes?']]) {
    const decision = await made('decisions', { question, options, decider, initiatives })
    const taken = { chosen: 'Build it', rationale: 'Asked for.', noAssumptions: true, on: '2026-01-09', reviewOn: '2026-06-01' }
    expect((await owner('POST', `/api/v1/decisions/${decision}/decide`, { body: taken })).status).toBe(200)
  }
  const { body } = await owner('GET', `/api/v1/accounts/${String(at(account, 'key'))}/overview?asOf=2026-01-21`)
  const records = [at(body, 'timeline')].flat().filter((one) => at(one, 'record') !== null)
  expect(records.map((one) => [at(one, 'kind'), at(one, 'says')])).toEqual([
    ['decision', 'Rest for whom?'],
    ['feedback', 'It rings at night.'],
  ])
})

test('an account is as well as its own people: a service that calls every day does not make it used', async () => {
  const beta = at((await owner('GET', '/api/v1/accounts?q=Beta Labs')).body['items'], 0, 'key')
  const { body } = await owner('GET', `/api/v1/accounts/${String(beta)}/overview?asOf=2026-01-06`)
  expect([at(body, 'people')].flat().map((one) => at(one, 'person'))).toEqual(['cid'])
  expect([at(body, 'health', 'signs')].flat().find((sign) => at(sign, 'id') === 'usage')).toMatchObject({ says: 'Last used yesterday' })
})

test('releases and grave incidents mark the dates that may explain a line', async () => {
  const { body } = await owner('GET', '/api/v1/query/marks?from=2026-01-01&to=2026-01-31')
  expect(body['items']).toEqual([
    { on: '2026-01-10', kind: 'release', says: 'Release Winter release', key: null },
    { on: '2026-01-12', kind: 'incident', says: 'Incident P1: Search', key: null },
  ])
})
