import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { exports } from './smallCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/**
 * Opportunities over the small company, counted by hand. A year’s revenue at the end of 2024: Acme 18,000, Bolt 2,400, Crux 5,400, Dune 3,600.
 * “Exports lose columns” is said by Acme twice and by Crux; “Nobody finds the reports” by Acme and by nobody we know.
 */
const clock = setClock('2025-01-10T08:00:00.000Z')
let house: TestHouse
let owner: Visitor
const ids = new Map<string, string>()
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.json('import', await house.folder('exports', exports), '--workspace', 'harborlight')
  owner = await ownerOf(house, 'harborlight')
  for (const row of [(await owner('GET', '/api/v1/accounts')).body['items']].flat()) ids.set(String(at(row, 'name')), String(at(row, 'id')))
  await say('Exports lose columns', 'Acme', 'The export drops what we added.')
  await say('Exports lose columns', 'Acme', 'Again.')
  await say('Exports lose columns', 'Crux', 'Ours as well.')
  await say('Nobody finds the reports', 'Acme', 'Where are they?')
  await say('Nobody finds the reports', null, 'Somebody at a fair asked.')
  ids.set('objective', await made('objectives', { title: 'Answers reach everybody', level: 'company', period: '2025-Q1' }))
  ids.set('whole', await made('opportunities', { title: 'Answers stay with analysts' }))
  ids.set('columns', await made('opportunities', { title: 'Exports lose columns', themes: ['Exports lose columns'] }))
  ids.set('finding', await made('opportunities', { title: 'Reports are not found', themes: ['Nobody finds the reports'] }))
})
afterAll(() => house.stop())

const post = (path: string, body: unknown = {}) => owner('POST', `/api/v1/${path}`, { body })
async function made(plural: string, body: object): Promise<string> {
  const { status, body: row } = await post(plural, body)
  expect({ status, detail: row['detail'] }).toEqual({ status: 201, detail: undefined })
  return String(row['id'])
}
async function say(theme: string, account: string | null, body: string): Promise<void> {
  const id = await made('feedback', { body, channel: 'call', saidAt: '2025-01-05T10:00:00Z', ...(account ? { account: ids.get(account) } : {}) })
  expect((await post(`feedback/${id}/process`, { theme, importance: 2 })).status).toBe(200)
}
const place = (name: string, where: { readonly parent?: string; readonly objective?: string }) =>
  post(`opportunities/${ids.get(name)}/place`, Object.fromEntries(Object.entries(where).map(([field, key]) => [field, ids.get(key)])))
const tree = async (query = '') => (await owner('GET', `/api/v1/plan/opportunities${query}`)).body

test('each is sized by what was said and by what those pay, an account once however often it speaks, and a loud one is named', async () => {
  expect(await tree()).toMatchObject({
    month: '2024-12',
    lacks: null,
    outcomes: [
      {
        objective: null,
        nodes: [
          {
            title: 'Exports lose columns',
            evidence: { voices: 3, accounts: 2, unnamed: 0, revenue: 23_400, isLoud: true, loudest: { name: 'Acme', share: 2 / 3 } },
          },
          { title: 'Reports are not found', evidence: { voices: 2, accounts: 1, unnamed: 1, revenue: 18_000 } },
          { title: 'Answers stay with analysts', evidence: { voices: 0, accounts: 0, revenue: 0, isLoud: false, loudest: null } },
        ],
      },
    ],
  })
})

test('below an outcome a whole is the union of its parts, and a circle is refused with its way', async () => {
  expect((await place('whole', { objective: 'objective' })).status).toBe(200)
  for (const part of ['columns', 'finding']) expect((await place(part, { parent: 'whole' })).status).toBe(200)
  const [outcome] = [(await tree())['outcomes']].flat()
  expect(outcome).toMatchObject({
    objective: { id: ids.get('objective') },
    nodes: [
      { title: 'Answers stay with analysts', depth: 0, evidence: { voices: 5, accounts: 2, unnamed: 1, revenue: 23_400 } },
      { title: 'Exports lose columns', depth: 1 },
      { title: 'Reports are not found', depth: 1 },
    ],
  })
  const circle = await place('whole', { parent: 'columns' })
  expect([circle.status, circle.body['detail']]).toEqual([422, 'OPP-2, OPP-1: that one is a part of it already.'])
})

test('it is real with three accounts, or with a reason; the proof names who said what and what they pay', async () => {
  const validate = (body: object) => post(`plan/opportunities/${ids.get('columns')}/validate`, body)
  expect((await validate({})).body['detail']).toBe('2 of 3 accounts are behind it.')
  expect((await validate({ exception: 'Both are regulated.' })).status).toBe(200)
  const { body } = await owner('GET', `/api/v1/plan/opportunities/${ids.get('columns')}`)
  expect(body).toMatchObject({
    node: { state: 'validated' },
    accounts: [
      { name: 'Acme', voices: 2, revenue: 18_000 },
      { name: 'Crux', voices: 1, revenue: 5_400 },
    ],
    segments: expect.any(Array),
    quotes: expect.arrayContaining([expect.objectContaining({ body: 'Ours as well.', account: 'Crux' })]),
  })
})

test('a viewer sees how many and what they pay, not the words; the day before there was nothing', async () => {
  const { visit } = await invited(house, owner, 'viewer', 'Nora Berg')
  const { body, text } = await visit('GET', `/api/v1/plan/opportunities/${ids.get('columns')}`)
  expect(body).toMatchObject({ node: { evidence: { voices: 3 } } })
  expect(text).not.toContain('Ours as well.')
  expect(await tree('?asOf=2025-01-09')).toMatchObject({ outcomes: [{ objective: null, nodes: [] }] })
})
