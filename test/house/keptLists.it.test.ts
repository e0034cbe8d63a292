import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from './testHouse.ts'
import { invited, keyed, ownerOf, type Visitor } from './visitor.ts'

/** Lists are answered from what was sent before while nothing has changed: nobody may be able to tell. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await house.cli('workspace', 'create', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const list = async (visit: Visitor, question = '/api/v1/products?sort=name'): Promise<unknown> => (await visit('GET', question)).body
/** The same list on a road that keeps nothing. */
const unkept = async (): Promise<unknown> => {
  const scope = await house.app.workspaces.operate('harborlight', 'test')
  return await scope.read('product', { sort: 'name', archived: false })
}

test('a list is of the latest state after every change, whoever made it and by whichever door', async () => {
  const key = await keyed(house, owner, 'write')
  const scope = await house.app.workspaces.operate('harborlight', 'test')
  const made = await owner('POST', '/api/v1/products', { body: { name: 'Berths' } })
  const id = String(made.body['id'])
  const changes: (() => Promise<unknown>)[] = [
    () => owner('POST', `/api/v1/products/${id}/edit`, { body: { name: 'Moorings' } }),
    () => key.visit('POST', '/api/v1/products', { body: { name: 'Anchorage' } }),
    () => scope.upsert(scope.newId(), [{ noun: 'product', source: { connection: 'file', externalId: 'P-1' }, values: { name: 'Cranes' } }]),
    () => owner('POST', `/api/v1/products/${id}/archive`),
    async () => scope.undo((await scope.changes({ noun: 'product', object: id })).items[0]?.seq ?? 0),
  ]
  for (const change of changes) {
    const before = await list(owner)
    expect(await list(owner)).toEqual(before)
    await change()
    const after = await list(owner)
    expect(after).not.toEqual(before)
    expect(after).toEqual(await unkept())
    expect(await list(key.visit)).toEqual(after)
  }
})

test('each role sees its own, also when another role asked the same just before', async () => {
  const [viewer, admin] = [(await invited(house, owner, 'viewer')).visit, (await invited(house, owner, 'admin')).visit]
  const emails = async (visit: Visitor) => JSON.stringify(await list(visit, '/api/v1/members')).includes('@harborlight.example')
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await emails(admin)).toBe(true)
    expect(await emails(viewer)).toBe(false)
  }
})

test('a workspace is not shown what another one was shown', async () => {
  await house.company('elsewhere')
  const stranger = await ownerOf(house, 'elsewhere')
  await list(owner)
  expect(await list(stranger)).toMatchObject({ items: [], total: 0 })
})

test('somebody whose role was lowered sees no more than it allows at once', async () => {
  const { visit, member } = await invited(house, owner, 'editor', 'Dana Whitlock')
  expect(JSON.stringify(await list(visit, '/api/v1/members'))).toContain('@harborlight.example')
  expect((await owner('POST', `/api/v1/members/${member}/setRole`, { body: { role: 'viewer' } })).status).toBe(200)
  expect(JSON.stringify(await list(visit, '/api/v1/members'))).not.toContain('@harborlight.example')
})

test('questions that differ only in their cursor are told apart', async () => {
  for (const name of ['Dredging', 'Lights', 'Pilots']) await owner('POST', '/api/v1/products', { body: { name } })
  const seen: string[] = []
  let cursor: unknown = null
  do {
    const page: Readonly<Record<string, unknown>> = (await owner('GET', `/api/v1/products?sort=name&limit=1${cursor ? `&cursor=${String(cursor)}` : ''}`)).body
    seen.push(JSON.stringify(page['items']))
    cursor = page['next']
  } while (cursor)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(Number(Reflect.get(Object(await unkept()), 'total')))
})

test('a record that was put back and went another way to the same length is told from the one before', async () => {
  const { id } = (await house.app.workspaces.list()).find(({ slug }) => slug === 'harborlight') ?? { id: '' }
  const change = (sql: string) => house.app.database.owner.transaction({ workspace: id }, (tx) => tx.query(sql))
  const [before, counted] = [await list(owner), await unkept()]
  const hash = `(select hash from app.chain where workspace_id = '${id}')`
  await change(`update app.product set archived_at = now() where workspace_id = '${id}' and name = 'Lights'`) // behind the record's back, as a restore does
  expect([await list(owner), Reflect.get(Object(await unkept()), 'total')]).toEqual([before, Reflect.get(Object(counted), 'total')])
  await change(`update app.chain set hash = md5(${hash}) where workspace_id = '${id}'`)
  const after = await list(owner)
  expect(after).toEqual(await unkept())
  expect(Number(Reflect.get(Object(after), 'total'))).toBe(Number(Reflect.get(Object(before), 'total')) - 1)
})
