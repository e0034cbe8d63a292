import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Who persons are is told to no viewer, however a question spells whom it counts and what it filters by. */
const persons = ['ann.k', 'cid.k', 'dora.k']
const users = `id,account_id,role,created_at\nann.k,acme,admin,2026-01-01\ncid.k,beta,member,2026-01-02\ndora.k,beta,member,2026-01-05`
const days: readonly (readonly [string, string, readonly string[]])[] = [
  ['acme', 'ann.k', ['05 signed up', '05 shared', '06 shared', '12 shared', '20 shared']],
  ['beta', 'cid.k', ['05 signed up', '06 shared', '19 shared']],
  ['beta', 'dora.k', ['06 signed up', '07 opened', '07 shared']],
]
const rows = days.flatMap(([account, user, own]) =>
  own.map((one, place) => `${user}${place},${account},${user},2026-01-${one.slice(0, 2)}T10:0${place}:00Z,${one.slice(3)}`),
)

let house: TestHouse
let owner: Visitor
let viewer: Visitor
let key: string
beforeAll(async () => {
  house = await testHouse()
  await house.company('small')
  owner = await ownerOf(house, 'small')
  const files = {
    'account.csv': 'id,name,plan,created_at\nacme,Acme,pro,2026-01-01\nbeta,Beta Labs,free,2026-01-02',
    'app_user.csv': users,
    'event.csv': `event_id,account_id,user_id,ts,name\n${rows.join('\n')}`,
  }
  await house.json('import', await house.folder('facts', files), '--workspace', 'small')
  viewer = (await invited(house, owner, 'viewer')).visit
  const properties = [{ name: 'email', kind: 'text', required: false, class: 'personal' }]
  await owner('POST', '/api/v1/eventDefinitions', { body: { eventName: 'opened', properties } })
  key = await saved('Both', { kind: 'cohort', actor: 'person', def: { did: { event: 'shared' }, in: range } })
  await saved('Early', { kind: 'cohort', actor: 'person', def: { did: { event: 'opened' }, in: range } })
})
afterAll(() => house.stop())

const range = { from: '2026-01-05', to: '2026-02-02' }
const asOf = '2026-06-01'
const sel = { event: 'shared' }
const steps = [{ event: 'signed up' }, sel]
const breakdown = [{ by: 'account.plan' }]
const paths = { kind: 'paths', gap: { n: 3, unit: 'day' } }
const questions: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'funnel', steps },
  { kind: 'funnel', steps, breakdown, view: 'over_time' },
  { kind: 'retention', start: steps[0], back: sel, breakdown },
  { kind: 'trend', series: [{ sel }], unit: 'week', breakdown },
  { kind: 'trend', series: [{ sel }], unit: 'week', compareTo: { from: '2026-01-05', to: '2026-01-12' } },
  { kind: 'trend', series: [{ sel }], unit: 'week', beside: [{ cohort: 'Both' }, { cohort: 'Early' }] },
  { kind: 'stickiness', sel },
  { kind: 'lifecycle', sel },
  { kind: 'lifecycle', sel, breakdown },
  paths,
  { ...paths, breakdown },
  { kind: 'activation', milestone: [{ sel }] },
  { kind: 'adoption', features: [{ name: 'Share', sel }] },
]
const spellings = ['person', { group: 'person' }]

async function saved(title: string, spec: Readonly<Record<string, unknown>>): Promise<string> {
  const { status, text, body } = await owner('POST', '/api/v1/analyses', { body: { title, kind: spec['kind'], spec } })
  expect({ status, text }).toMatchObject({ status: 201 })
  return String(body['key'])
}

const named = (text: string): string[] => persons.filter((id) => text.includes(id))

/** Every drill that stands in an answer. A bucket of a lifecycle has one for each of its states. */
function drillsIn(value: unknown, kind: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { drill, ...rest } = { drill: undefined, ...value }
  const own = typeof drill !== 'string' ? [] : kind === 'lifecycle' ? ['new', 'returning', 'dormant'].map((state) => `${drill}:${state}`) : [drill]
  return [...own, ...Object.values(rest).flatMap((each) => drillsIn(each, kind))]
}

describe.each(spellings)('of a question that counts %j', (actor) => {
  test.each(questions)('a viewer hears how many are behind each number, and of nobody who it is: %j', async (question) => {
    const query = { ...question, actor, range, asOf }
    const [plain, own, few] = await Promise.all([
      owner('POST', '/api/v1/query', { body: { ...query, actor: 'person' } }),
      owner('POST', '/api/v1/query', { body: query }),
      viewer('POST', '/api/v1/query', { body: query }),
    ])
    expect([own.body['data'], few.body['data']]).toEqual([plain.body['data'], plain.body['data']])
    const drills = [...new Set(drillsIn(own.body['data'], question['kind']))]
    const seen = new Set<string>()
    for (const drill of drills) {
      const [all, veiled] = [
        await owner('POST', '/api/v1/query/drill', { body: { query, drill } }),
        await viewer('POST', '/api/v1/query/drill', { body: { query, drill } }),
      ]
      expect({ drill, status: [all.status, veiled.status], n: veiled.body['n'] }).toEqual({ drill, status: [200, 200], n: all.body['n'] })
      expect({ drill, named: named(veiled.text), frozen: at(veiled.body, 'cohort', 'frozen') }).toEqual({ drill, named: [], frozen: null })
      for (const id of named(all.text)) seen.add(id)
      expect([at(all.body, 'actor'), at(all.body, 'cohort', 'live', 'actor') ?? 'person']).toEqual(['person', 'person'])
    }
    expect(seen.size).toBeGreaterThan(0)
    expect(own.body['hash']).toBe(plain.body['hash'])
  })

  test('neither a saved list of them nor one that is asked about tells a viewer who is in it', async () => {
    const list = { kind: 'cohort', actor, def: { any: [{ ids: ['ann.k', 'cid.k'] }, { ids: ['dora.k'] }] } }
    const own = await saved(`A list of ${JSON.stringify(actor)}`, list)
    expect(await namedOn(own)).toEqual(everywhere)
    const member = { kind: 'cohort', actor, def: { cohort: own } }
    expect((await owner('POST', '/api/v1/query', { body: member })).body).toMatchObject({ n: 3, members: persons })
    expect((await viewer('POST', '/api/v1/query', { body: member })).body).toMatchObject({ n: 3, members: [] })
    expect((await viewer('POST', '/api/v1/query', { body: { kind: 'cohort', actor, def: { cohort: key } } })).body).toMatchObject({ n: 3, members: [] })
    const guess = { kind: 'cohort', actor, def: { all: [{ ids: ['ann.k'] }, { cohort: own }] } }
    expect([(await viewer('POST', '/api/v1/query', { body: guess })).status, (await owner('POST', '/api/v1/query', { body: guess })).body['n']]).toEqual([
      403, 1,
    ])
  })

  test.each(['person.id', 'group.person.id', 'event.user_id', 'event.anonymous_id', 'event.email'])(
    'a saved question that filters by %s keeps whom it names',
    async (prop) => {
      const where = { any: [{ prop, op: 'eq', value: 'ann.k' }, { not: { prop, op: 'in', value: ['cid.k', 'dora.k'] } }] }
      const own = await saved(`A filter by ${prop} of ${JSON.stringify(actor)}`, { kind: 'trend', actor, range, series: [{ sel: { ...sel, where } }], where })
      expect(await namedOn(own)).toEqual(everywhere)
    },
  )
})

test('a drill that names no number of the answer is refused, and a text that reads like a property is none', async () => {
  const [query, few] = [
    { ...paths, actor: 'person', range, asOf },
    { ...paths, actor: 'person', range, asOf, where: { prop: 'event.page', op: 'eq', value: 'person.id' } },
  ]
  for (const drill of ['link:0:%:shared', 'link:0@7:signed%20up:shared'])
    expect((await viewer('POST', '/api/v1/query/drill', { body: { query, drill } })).body).toMatchObject({ status: 400, code: 'invalid_query' })
  expect((await viewer('POST', '/api/v1/query', { body: few })).status).toBe(200)
  const amount = { kind: 'trend', range, series: [{ sel, math: 'sum', value: 'person.id' }] }
  expect((await viewer('POST', '/api/v1/query', { body: amount })).status).toBe(403)
})

test('the address of a saved question, which holds its filters, is for those who may see persons', async () => {
  const question = { kind: 'trend', range, series: [{ sel }] }
  const made = await owner('POST', '/api/v1/analyses', {
    body: { title: 'By its address', kind: 'trend', spec: question, address: '?where=ann.k,cid.k,dora.k' },
  })
  expect(await namedOn(String(made.body['key']), 'address')).toEqual(everywhere)
})

test.each([
  { kind: 'trend', series: [{ sel }], unit: 'week' },
  { kind: 'funnel', steps },
  { kind: 'retention', start: steps[0], back: sel },
  { kind: 'stickiness', sel },
  { kind: 'lifecycle', sel },
  paths,
  { kind: 'activation', milestone: [{ sel }] },
  { kind: 'adoption', features: [{ name: 'Share', sel }] },
])('an exhibit of a question that is broken down by who persons are names none of them to a viewer: %j', async (question) => {
  const broken = { ...question, actor: 'person', range, breakdown: [{ by: 'person.id' }] }
  const asked = await owner('POST', '/api/v1/query', { body: { ...broken, asOf } })
  expect({ status: asked.status, named: named(asked.text).length > 0 }).toEqual({ status: 200, named: true })
  const own = await saved(`Broken down: ${question.kind}`, broken)
  const draft = (await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2026-01' } })).body
  const path = `/api/v1/reviews/${String(draft['id'])}`
  const on = await owner('POST', `${path}/refresh`, { body: { questions: [own] } })
  expect({ status: on.status, text: on.text.slice(0, 400) }).toMatchObject({ status: 200 })
  await owner('POST', `${path}/freeze`)
  const [all, few, history] = [await owner('GET', path), await viewer('GET', path), await viewer('GET', `${path}/history`)]
  expect(at(all.body, 'figures', 'answers', 0, 'conclusion')).not.toBe('')
  expect([few.status, named(few.text), named(history.text)]).toEqual([200, [], []])
})

test('who is in a cohort of accounts is named, with the record of each', async () => {
  const cohort = { kind: 'cohort', actor: { group: 'account' }, def: { did: sel, in: range } }
  for (const who of [owner, viewer])
    expect((await who('POST', '/api/v1/query', { body: cohort })).body).toMatchObject({
      n: 2,
      members: ['acme', 'beta'],
      named: [
        { id: 'acme', name: 'Acme', record: expect.stringMatching(/^ACC-/) },
        { id: 'beta', name: 'Beta Labs', record: expect.stringMatching(/^ACC-/) },
      ],
    })
})

test('a trend that is compared tells the stretch that it is compared with', async () => {
  const { body } = await owner('POST', '/api/v1/query', {
    body: { kind: 'trend', unit: 'week', series: [{ sel }], range: { from: '2026-01-12', to: '2026-01-19' }, compareTo: 'previous', asOf },
  })
  expect(body['compareSpan']).toEqual({ from: '2026-01-05T00:00:00.000Z', to: '2026-01-12T00:00:00.000Z' })
})

/** Every road on which a saved question is read: whoever may see persons finds them there, and a viewer does not. */
const roads = ['', '/history', '?asOf=', ' in the list', ' in a file']
const everywhere = roads.map((road) => ({ road, status: [200, 200], all: persons, few: [] }))

async function namedOn(question: string, column = 'spec'): Promise<unknown[]> {
  const own = `/api/v1/analyses/${question}`
  await owner('POST', `${own}/edit`, { body: { answer: 'Read again.' } })
  const addresses = [own, `${own}/history`, `${own}?asOf=${new Date().toISOString()}`, '/api/v1/analyses', `/api/v1/export/analyses?columns=title,${column}`]
  return await Promise.all(
    addresses.map(async (path, place) => {
      const [all, few] = [await owner('GET', path), await viewer('GET', path)]
      return { road: roads[place], status: [all.status, few.status], all: named(all.text), few: named(few.text) }
    }),
  )
}
