import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { accountPages } from '../../src/house/events/accountPages.ts'
import { servedHouse, type ServedHouse } from './served.ts'

let served: ServedHouse
beforeAll(async () => {
  served = await servedHouse()
})
afterAll(() => served.stop())

const now = new Date().toISOString()

test('the key of a group, a property and the id of a CRM name one account where its record says so', async () => {
  const crm = await served.house.folder('crm', { 'account.csv': 'id,name,created_at\n0013-quay,Quay,2026-01-01\n0013-pier,Pier,2026-01-01\n' })
  await served.house.json('import', crm, '--workspace', 'harbour')
  const naming = async (name: string, otherIds: readonly string[]): Promise<void> => {
    const { id = '', version = 0 } = (await served.scope.read('account', { filter: { name } })).items[0] ?? {}
    await served.scope.perform('account', 'edit', { id, version }, { otherIds })
  }
  await naming('Quay', ['quay-gmbh', 'both', 'Q-1', '0013-pier'])
  await naming('Pier', ['both'])
  const { key } = await served.source('By several names', { accountProperty: 'tenant' })
  const events = [
    { event_id: 'e1', name: 'Opened', user_id: 'ann', account_id: 'quay-gmbh' },
    { event_id: 'e2', type: 'group', user_id: 'bob', account_id: 'Q-1', traits: { size: 3 } },
    { event_id: 'e3', name: 'Opened', user_id: 'bob' },
    { event_id: 'e4', name: 'Opened', user_id: 'cid', tenant: 'quay-gmbh' },
    { event_id: 'e5', name: 'Opened', user_id: 'dan', account_id: 'both' },
    { event_id: 'e6', name: 'Opened', user_id: 'dan', account_id: '0013-pier' },
    { event_id: 'e7', name: 'Opened', user_id: 'dan', account_id: 'q-1' },
  ]
  const body = events.map((event) => JSON.stringify({ ts: now, ...event })).join('\n')
  expect((await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })).status).toBe(200)
  const quay = '0013-quay'
  expect(await served.rows('select event_id, account_id from event order by 1')).toEqual([
    ['e1', quay],
    ['e3', quay],
    ['e4', quay],
    ['e5', 'both'], // two records say so: nobody knows which is meant
    ['e6', '0013-pier'], // the own id of an account goes before what another record says
    ['e7', 'q-1'],
  ])
  await naming('Pier', ['both', 'q-1'])
  const named = async (event_id: string): Promise<unknown> => {
    const later = JSON.stringify({ ts: now, event_id, name: 'Opened', user_id: 'dan', account_id: 'q-1' })
    await fetch(`${served.url}/api/v1/events`, { method: 'POST', body: later, headers: { authorization: `Bearer ${key}` } })
    return (await served.rows(`select account_id from event where event_id = '${event_id}'`))[0]?.[0]
  }
  let probe = 0
  await expect.poll(() => named(`later ${(probe += 1)}`), { timeout: 20_000 }).toBe('0013-pier')
  expect(await served.rows(`select subject from store.event_profile where kind = 'account'`)).toEqual([[quay]])
})

test('an id that is written into a record reaches whoever joined the group before', async () => {
  const { key } = await served.source('Of an earlier group')
  let probe = 0
  const send = async (more: Readonly<Record<string, unknown>>): Promise<string> => {
    const event_id = `b${(probe += 1)}`
    const body = JSON.stringify({ ts: now, event_id, user_id: 'joe', ...more })
    await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
    return event_id
  }
  const accountOf = async (event_id: string): Promise<unknown> => (await served.rows(`select account_id from event where event_id = '${event_id}'`))[0]?.[0]
  await send({ type: 'group', account_id: 'weir-gmbh' })
  expect(await accountOf(await send({ name: 'Opened' }))).toBe('weir-gmbh')
  const { id = '' } = await served.scope.perform('account', 'create', {}, { name: 'Weir', otherIds: ['weir-gmbh'] })
  await expect.poll(async () => accountOf(await send({ name: 'Opened' })), { timeout: 20_000 }).toBe(id)
})

test('a record without a source tells of the events that are its own by its other ids', async () => {
  const { id = '' } = await served.scope.perform('account', 'create', {}, { name: 'Mole', otherIds: ['mole-ag'] })
  const { key } = await served.source('Of a record alone')
  let probe = 0
  const weeks = async (): Promise<number> => {
    const body = JSON.stringify({ ts: now, event_id: `m${(probe += 1)}`, name: 'Opened', user_id: 'eve', account_id: 'mole-ag' })
    await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
    return (await accountPages(served.house.app).overview(served.scope, id)).weeks.length
  }
  await expect.poll(weeks, { timeout: 20_000 }).toBe(1)
})

test('a change of one account reads those that bear other names, not all', async () => {
  const many = Array.from({ length: 800 }, (_, at) => `many-${at},Many ${at},2026-01-01`)
  const crm = await served.house.folder('many', { 'account.csv': `id,name,created_at\n${many.join('\n')}\n` })
  await served.house.json('import', crm, '--workspace', 'harbour')
  const { workspaces } = served.house.app
  const open = workspaces.system.bind(workspaces)
  let rows = 0
  const spy = vi.spyOn(workspaces, 'system').mockImplementation(async (...asked) => {
    const scope = await open(...asked)
    const read: typeof scope.read = async (noun, query) => {
      const page = await scope.read(noun, query)
      if (noun === 'account') rows += page.items.length
      return page
    }
    return Object.create(scope, { read: { value: read } })
  })
  const { id = '' } = await served.scope.perform('account', 'create', {}, { name: 'Lock', otherIds: ['lock-ag', 'many-7'] })
  const { key } = await served.source('Of many')
  let probe = 0
  const accountOf = async (account_id: string): Promise<unknown> => {
    const event_id = `l${(probe += 1)}`
    const body = JSON.stringify({ ts: now, event_id, name: 'Opened', user_id: 'kim', account_id })
    await fetch(`${served.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${key}` } })
    return (await served.rows(`select account_id from event where event_id = '${event_id}'`))[0]?.[0]
  }
  await expect.poll(() => accountOf('lock-ag'), { timeout: 20_000 }).toBe(id)
  expect(await accountOf('many-7')).toBe('many-7')
  spy.mockRestore()
  expect(rows).toBeLessThan(100)
})
