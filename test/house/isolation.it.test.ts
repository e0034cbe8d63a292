import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRecord } from '#kernel'
import { openApi } from '../../src/doors/rest/openapi.ts'
import { appRegistry } from '../../src/house/app.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { keyed, ownerOf, type Visitor } from './visitor.ts'

/** Two companies in one house. Every route that takes an id is walked, from the definitions: a foreign id is answered exactly like one that never was. */
const canary = 'CANARY-7f3a'
const absent = '0198c0de-0000-7000-8000-00000000dead'
let house: TestHouse
let ours: Visitor
let theirs: Visitor
let foreign: Map<string, { readonly id: string; readonly key: string }>
beforeAll(async () => {
  house = await testHouse()
  for (const slug of ['ours', 'theirs']) await house.company(slug)
  ours = await ownerOf(house, 'ours')
  theirs = await ownerOf(house, 'theirs')
  foreign = await furnish(theirs)
})
afterAll(() => house.stop())

interface Route {
  readonly method: string
  readonly path: string
  readonly noun: string
}

/** What the id of a path names where its operation is called by something else. */
const pointedAt = (path: string): string | undefined =>
  ({
    bets: 'initiative',
    cases: 'businessCase',
    decisions: 'decision',
    documents: 'document',
    imports: 'import',
    'key-results': 'keyResult',
    migrations: 'migration',
    objectives: 'objective',
    opportunities: 'opportunity',
    products: 'product',
    proposals: 'policyChange',
    releases: 'release',
    rounds: 'scoringRound',
    scenarios: 'scenario',
  })[path.split('/{id}')[0]?.split('/').at(-1) ?? '']

/** Every operation of the OpenAPI document with an id in its path. */
const routes: readonly Route[] = Object.entries(openApi(appRegistry(), '0')['paths'] ?? {}).flatMap(([path, operations]) =>
  isRecord(operations)
    ? Object.entries(operations).flatMap(([method, operation]) =>
        path.includes('{id}') && isRecord(operation) && 'operationId' in operation && !path.startsWith('/api/v1/keys/') // keys are no noun
          ? [{ method: method.toUpperCase(), path, noun: pointedAt(path) ?? String(operation['operationId']).split('.')[0] ?? '' }]
          : [],
      )
    : [],
)

/** One object of every noun that can be made by hand or is there anyway, with the canary in its words. */
async function furnish(visit: Visitor): Promise<Map<string, { id: string; key: string }>> {
  const folder = await house.folder('theirs', { ...exports, 'companies.csv': exports['companies.csv'].replaceAll('Acme', canary) })
  await house.json('import', folder, '--workspace', 'theirs')
  const member = String(at((await visit('GET', '/api/v1/me')).body, 'member', 'id'))
  const metric = String(at((await visit('GET', '/api/v1/metrics')).body['items'], 0, 'id'))
  const words = { name: canary, title: canary, body: canary, summary: canary }
  const rich: Readonly<Record<string, unknown>> = {
    ...words,
    about: 'product/x',
    of: 'product',
    owner: member,
    metric,
    target: 1,
    baseline: 0,
    unit: 'percent',
    grain: 'month',
    by: ahead(60),
    kind: null,
  }
  const found = new Map<string, { id: string; key: string }>()
  const nouns = [...appRegistry().nouns.values()]
  for (const noun of [...nouns, ...nouns]) {
    // a second time, for those whose references had not been made yet
    const create = appRegistry()
      .actions(noun.noun)
      .find(({ verb }) => verb === 'create')
    if (create && !found.has(noun.noun)) await visit('POST', `/api/v1/${noun.plural}`, { body: filled(create.input, rich, found) })
    const row = [(await visit('GET', `/api/v1/${noun.plural}?limit=1`)).body['items']].flat()[0]
    if (row) found.set(noun.noun, { id: String(at(row, 'id')), key: String(at(row, 'key')) })
  }
  const kept = (await visit('POST', '/api/v1/plan/formulas', { body: { name: canary, formula: 'reach', means: canary } })).body
  found.set('scoreFormula', { id: String(kept['id']), key: String(kept['key']) })
  await visit('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  const review = [(await visit('GET', '/api/v1/reviews')).body['items']].flat()[0]
  if (review) found.set('review', { id: String(at(review, 'id')), key: String(at(review, 'key')) })
  const source = (await visit('POST', '/api/v1/events/sources', { body: { name: canary } })).body['row']
  if (source) found.set('eventSource', { id: String(at(source, 'id')), key: String(at(source, 'key')) })
  const proposed = (await visit('POST', '/api/v1/policies/proposals', { body: { policy: 'stripe', reason: canary } })).body
  if (proposed['id']) found.set('policyChange', { id: String(proposed['id']), key: String(proposed['key']) })
  const link = (await visit('POST', '/api/v1/sharing/links', { body: { name: canary, audience: 'squad' } })).body['row']
  if (link) found.set('shareLink', { id: String(at(link, 'id')), key: String(at(link, 'key')) })
  const asked = [member]
  for (const name of ['one', 'two']) {
    const { body } = await visit('POST', '/api/v1/members/invite', { body: { name: canary, email: `${name}@harborlight.example`, role: 'editor' } })
    asked.push(String(at(body, 'row', 'id')))
  }
  const terms = { title: canary, bets: [found.get('initiative')?.id], participants: asked, due: '2099-12-31' }
  const round = (await visit('POST', '/api/v1/scoringRounds', { body: terms })).body
  found.set('scoringRound', { id: String(round['id']), key: String(round['key']) })
  await visit('POST', `/api/v1/scoringRounds/${String(round['id'])}/open`)
  const ballot = [(await visit('GET', '/api/v1/ballots')).body['items']].flat()[0]
  if (ballot) found.set('ballot', { id: String(at(ballot, 'id')), key: String(at(ballot, 'key')) })
  return found
}

type Inputs = Parameters<typeof Object.entries<{ required: boolean; kind: string; choices?: readonly string[]; initial?: unknown; target?: string }>>[0]

const question = { kind: 'funnel', range: { last: 4, unit: 'week' }, steps: [{ event: canary }, { event: 'paid' }] }

/** A day that lies ahead, whenever this is run: some verbs refuse days that have gone, some those of more than a year. */
const ahead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** What a form with only the required fields sends. */
function filled(input: Inputs, rich: Readonly<Record<string, unknown>>, found: ReadonlyMap<string, { readonly id: string }>): Record<string, unknown> {
  const samples: Readonly<Record<string, unknown>> = {
    date: ahead(60),
    dateTime: `${ahead(60)}T00:00:00Z`,
    integer: 1,
    number: 1,
    money: { amount: 1, currency: 'USD' },
    timeframe: `${ahead(60).slice(0, 4)}-Q${Math.ceil(Number(ahead(60).slice(5, 7)) / 3)}`,
    boolean: true,
    percent: 0.5,
    list: [{ name: canary }, { name: 'Wait' }],
    json: { about: canary },
    predicate: { prop: 'account.plan', op: 'eq', value: canary },
    url: 'https://harborlight.example',
    email: 'canary@harborlight.example',
  }
  const entries = Object.entries(input).flatMap(([name, f]) => {
    if (!f.required || f.initial !== undefined) return typeof rich[name] === 'string' && f.kind === 'text' ? [[name, rich[name]]] : []
    if (f.kind === 'date' && name === 'start') return [[name, ahead(30)]] // what starts ends after it
    return [[name, name === 'spec' ? question : (f.choices?.[0] ?? samples[f.kind] ?? found.get(f.target ?? '')?.id ?? rich[name] ?? canary)]]
  })
  return Object.fromEntries(entries)
}

test('the walk covers every noun but those that only the system makes', () => {
  const nouns = new Set(routes.map(({ noun }) => noun))
  expect(nouns.size).toBe(appRegistry().nouns.size)
  const unfurnished = [...nouns].filter((noun) => !foreign.has(noun))
  expect(unfurnished).toEqual([])
})

describe.each(routes)('$method $path', ({ method, path, noun }) => {
  test('answers a foreign id and key like an absent one', async () => {
    const other = foreign.get(noun)
    if (!other) throw new Error(`No ${noun} was made.`)
    const send = async (id: string) => {
      const answer = await ours(method, path.replace('{id}', id), method === 'GET' ? {} : { body: {} })
      return { status: answer.status, body: answer.text.replace(String(answer.body['request']), '') }
    }
    const [never, stranger, byKey] = [await send(absent), await send(other.id), await send(`${other.key.split('-')[0] ?? ''}-999999`)]
    expect(never.status).toBe(404)
    expect(stranger).toEqual(never)
    expect(byKey).toEqual(never)
  })
})

const more: readonly (readonly [string, string])[] = [
  ['GET', '/api/v1/reviews/{review}/compare'],
  ['GET', '/api/v1/reviews/{review}/pdf'],
  ['POST', '/api/v1/reviews/{review}/refresh'],
  ['POST', '/api/v1/reviews/{review}/freeze'],
  ['GET', '/api/v1/imports/{import}/progress'],
  ['POST', '/api/v1/imports/{import}/undo'],
  ['GET', '/api/v1/imports/{import}/held.csv'],
  ['POST', '/api/v1/members/{member}/deactivate'],
  ['GET', '/api/v1/plan/rounds/{scoringRound}'],
  ['GET', '/api/v1/plan/opportunities/{opportunity}'],
  ['POST', '/api/v1/plan/opportunities/{opportunity}/validate'],
  ['GET', '/api/v1/plan/releases/{release}'],
]
test.each(more)('%s %s, written by hand, does so too', async (method, path) => {
  const noun = /\{(\w+)\}/.exec(path)?.[1] ?? ''
  const send = async (id: string) => {
    const { status, text, body } = await ours(method, path.replace(`{${noun}}`, id), method === 'GET' ? {} : { body: {} })
    return { status, text: text.replace(String(body['request']), '') }
  }
  const never = await send(absent)
  expect(never.status).toBe(404)
  expect(await send(foreign.get(noun)?.id ?? '')).toEqual(never)
})

test('a reference to another company’s object is refused like one to nothing', async () => {
  const send = async (parent: string) => (await ours('POST', '/api/v1/products', { body: { name: 'Child', parent } })).body['detail']
  expect(await send(foreign.get('product')?.id ?? '')).toBe(await send(absent))
})

test('neither lists, search, history, numbers, quality, review nor storage of one company show a word of the other', async () => {
  const plain = [...appRegistry().nouns.values()].map(({ plural }) => `/api/v1/${plural}?limit=500`)
  const paths = [
    ...plain,
    ...[...appRegistry().metrics.keys()].map((key) => `/api/v1/metrics/${key}?asOf=2024-12-31`),
    `/api/v1/search?q=${canary}`,
    '/api/v1/changes',
    '/api/v1/scorecard',
    '/api/v1/today',
    '/api/v1/following',
    '/api/v1/quality',
    '/api/v1/storage',
    '/api/v1/keys',
    '/api/v1/events/live',
    '/api/v1/events/held',
    '/api/v1/me',
    '/api/v1/metrics/mrr-movements/behind?period=2024-06',
  ]
  for (const path of paths) {
    const answer = await ours('GET', path)
    expect({ path, status: answer.status }).toEqual({ path, status: 200 })
    expect(answer.text).not.toContain(canary)
    for (const { id } of foreign.values()) expect(answer.text).not.toContain(id)
  }
  expect((await theirs('GET', `/api/v1/search?q=${canary}`)).text).toContain(canary)
  expect((await theirs('GET', '/api/v1/metrics/mrr-movements/behind?period=2024-06')).text).toContain(canary)
})

test('asking for another company’s workspace by name is answered like asking for none that exists', async () => {
  const ask = async (slug: string) => (await ours('GET', '/api/v1/products', { headers: { 'x-workspace': slug } })).body
  const { request: _, detail, ...stranger } = await ask('theirs')
  const { request: __, detail: other, ...never } = await ask('nowhere')
  expect(stranger).toEqual(never)
  expect(String(detail).replace('theirs', '')).toBe(String(other).replace('nowhere', ''))
})

test('keys of one company cannot be listed or ended by the other', async () => {
  const { id, visit } = await keyed(house, theirs, 'read')
  expect((await ours('GET', '/api/v1/keys')).text).not.toContain(id)
  expect((await ours('DELETE', `/api/v1/keys/${id}`)).status).toBe(404)
  expect((await visit('GET', '/api/v1/products')).status).toBe(200)
})
