import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { isRecord } from '#kernel'
import { appRegistry } from '../../src/house/app.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, visitor, type Visitor } from './visitor.ts'

/** The OpenAPI document that the door serves is what the door answers: every read of every noun is checked against it by another library. */
let house: TestHouse
let owner: Visitor
let document: Readonly<Record<string, unknown>>
beforeAll(async () => {
  house = await testHouse()
  await house.json('import', await house.folder('exports', exports), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
  await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  for (const [plural, body] of Object.entries({
    products: { name: 'Quay' },
    views: { name: 'Mine', of: 'product' },
    comments: { body: 'A word', about: 'product/x' },
    connections: { name: 'Billing' },
  }))
    await owner('POST', `/api/v1/${plural}`, { body })
  document = (await owner('GET', '/api/openapi.json')).body
})
afterAll(() => house.stop())

/** The schema of an answer, by which zod judges it. */
function schemaOf(path: string, method: string, status: string, media = 'application/json'): z.ZodType {
  const response = at(document, 'paths', path, method, 'responses', status)
  const reference = at(response, '$ref')
  const described = typeof reference === 'string' ? at(document, ...reference.replace('#/', '').split('/')) : response
  const schema = at(described, 'content', media, 'schema')
  if (!isRecord(schema)) throw new Error(`${method} ${path} describes no ${status}.`)
  const definitions = at(document, 'components', 'schemas')
  const local = JSON.parse(JSON.stringify({ ...schema, $defs: definitions }).replaceAll('#/components/schemas/', '#/$defs/'))
  return z.fromJSONSchema(local)
}

const nouns = [...appRegistry().nouns.values()].map(({ noun, plural }) => ({ noun, plural }))

test.each(nouns)('lists and rows of $noun are as described', async ({ plural }) => {
  const list = await owner('GET', `/api/v1/${plural}`)
  const judged = schemaOf(`/api/v1/${plural}`, 'get', '200').safeParse(list.body)
  expect(judged.error?.issues ?? []).toEqual([])
  const [first] = [list.body['items']].flat()
  if (!first) return
  const row = await owner('GET', `/api/v1/${plural}/${String(at(first, 'id'))}`)
  expect(schemaOf(`/api/v1/${plural}/{id}`, 'get', '200').safeParse(row.body).error?.issues ?? []).toEqual([])
})

test('the judge is awake: a row without its key, and one with a number for a name, do not pass', async () => {
  const { body } = await owner('GET', '/api/v1/products')
  const [row] = [body['items']].flat()
  const judge = schemaOf('/api/v1/products/{id}', 'get', '200')
  expect(judge.safeParse(row).success).toBe(true)
  expect(judge.safeParse({ ...Object(row), key: undefined }).success).toBe(false)
  expect(judge.safeParse({ ...Object(row), name: 7 }).success).toBe(false)
})

test('every problem is as described, whatever went wrong', async () => {
  const judge = schemaOf('/api/v1/products/{id}', 'get', '4XX', 'application/problem+json')
  const answers = [
    await visitor(house)('GET', '/api/v1/products'),
    await owner('GET', '/api/v1/products/PRD-999'),
    await owner('POST', '/api/v1/products', { body: { colour: 'red' } }),
    await owner('GET', '/api/v1/nowhere'),
    await owner('GET', '/api/v1/metrics/csat?by=shoe'),
  ]
  for (const answer of answers) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(judge.safeParse(answer.body).error?.issues ?? []).toEqual([])
  }
})

test('every described route is served: none answers that there is nothing at its address', async () => {
  for (const [path, operations] of Object.entries(Object(document['paths']))) {
    for (const method of Object.keys(Object(operations)).filter((name) => ['get', 'post', 'delete'].includes(name))) {
      const answer = await owner(
        method.toUpperCase(),
        path.replace('{metric}', 'net-revenue-retention').replaceAll(/\{\w+\}/g, '0198c0de-0000-7000-8000-00000000dead'),
        method === 'get' ? {} : { body: {} },
      )
      expect(`${method} ${path}: ${String(answer.body['detail'] ?? '')}`).not.toContain('nothing at this address')
    }
  }
})

test('every served route is described', () => {
  const described = Object.entries(Object(document['paths'])).flatMap(([path, operations]) =>
    Object.keys(Object(operations)).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const refusing = new Set([...appRegistry().nouns.values()].flatMap(({ plural, without }) => (without.create ? [`/api/v1/${plural}`] : [])))
  const served = house.door.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/') && !(method === 'POST' && refusing.has(path)))
  const form = ({ method, path }: (typeof served)[number]): RegExp => new RegExp(`^${method} ${path.replaceAll(/:\w+(\{[^/]*\})?/g, '[^/]+')}$`)
  expect(served.length).toBeGreaterThan(100)
  expect(served.filter((route) => !described.some((one) => form(route).test(one))).map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

test('every reference of the document leads to something that it holds', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
  expect(references).toContain('#/components/schemas/businessCase/properties/flows')
  expect([...new Set(references)].filter((reference) => !isRecord(at(document, ...reference.replace('#/', '').split('/'))))).toEqual([])
})

test('what stands behind a metric is described: explain, forecast, health, signals, quality', () => {
  const paths = Object.keys(Object(document['paths']))
  for (const name of ['definition', 'explain', 'behind', 'forecast', 'health', 'record']) expect(paths).toContain(`/api/v1/metrics/{metric}/${name}`)
  for (const name of ['signals', 'quality', 'quality/overview', 'tree', 'scorecard', 'scorecard/role']) expect(paths).toContain(`/api/v1/${name}`)
})
