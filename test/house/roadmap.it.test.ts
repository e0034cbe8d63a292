import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Answer, type Visitor } from './visitor.ts'

/** What the page of the roadmap asks: short rows, saved views, and its filter shared. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const get = async (path: string): Promise<Answer> => await owner('GET', `/api/v1/${path}`)
const items = (answer: Answer): unknown[] => [answer.body['items']].flat()

test('short rows hold the fields that are asked for, as whole rows do, past one page of the store and on a past day', async () => {
  const whole = items(await get('initiatives?limit=500&sort=title'))
  const short = await get('initiatives?fields=title,stage,effort&limit=5000&sort=title')
  expect(Object.keys(items(short)[0] ?? {})).toEqual(['id', 'key', 'version', 'updatedAt', 'archivedAt', 'title', 'stage', 'effort'])
  expect(items(short).map((row) => [at(row, 'key'), at(row, 'effort')])).toEqual(whole.map((row) => [at(row, 'key'), at(row, 'effort')]))
  expect([short.body['next'], short.body['total']]).toEqual([null, whole.length])
  const feedback = items(await get('accounts?fields=name&limit=5000'))
  expect(feedback.length).toBe(Number((await get('accounts?limit=1')).body['total']))
  expect(new Set(feedback.map((row) => at(row, 'id'))).size).toBe(feedback.length)
  const first = await get('initiatives?fields=title&limit=3&sort=title')
  const rest = await get(`initiatives?fields=title&limit=500&sort=title&cursor=${encodeURIComponent(String(first.body['next']))}`)
  expect([...items(first), ...items(rest)].map((row) => at(row, 'key'))).toEqual(whole.map((row) => at(row, 'key')))
  const day = `${house.app.clock.now().slice(0, 4)}-06-01`
  const past = await get(`initiatives?fields=title&limit=5000&asOf=${day}`)
  expect(past.body['total']).toBe((await get(`initiatives?limit=1&asOf=${day}`)).body['total'])
})

test('a field that is not there and a limit beyond what is allowed are refused', async () => {
  expect((await get('initiatives?fields=title,nothing')).body['detail']).toBe('initiatives have no field “nothing”.')
  expect((await get('initiatives?fields=title,constructor')).body['detail']).toBe('initiatives have no field “constructor”.')
  expect((await get('initiatives?fields=title&limit=5001')).body['detail']).toBe('limit must lie between 1 and 5000.')
  expect((await get('initiatives?limit=501')).body['detail']).toBe('limit must lie between 1 and 500.')
})

test('a field that a role may not see is hidden in short rows too', async () => {
  const { visit } = await invited(house, owner, 'viewer')
  const seen = (await visit('GET', '/api/v1/kanoAnswers?fields=respondent,functional&limit=5000')).body
  expect(JSON.stringify(seen)).not.toContain('Administrator')
  expect(items({ body: seen, status: 200 } as Answer).length).toBeGreaterThan(500 / 10)
})

test('a view keeps its lens, filter and group; the roadmap is shared as it is filtered, where the audience may know by what', async () => {
  const views = items(await get('views?of=initiative&limit=100&sort=name'))
  expect(views.map((view) => [at(view, 'name'), at(view, 'kind'), at(view, 'group'), at(view, 'filter')])).toEqual([
    ['Growth by worth', 'matrix', null, { investment: 'growth' }],
    ['Timeline by objective', 'timeline', 'goal', {}],
  ])
  const share = (audience: string, filter: object) =>
    owner('POST', '/api/v1/sharing/preview', { body: { name: 'Roadmap', subject: 'roadmap', audience, filter } })
  const bets = ({ body }: Answer): unknown[] => [at(body, 'view', 'lanes')].flat().flatMap((lane) => [at(lane, 'bets')].flat())
  const [all, growth] = [bets(await share('executive', {})), bets(await share('executive', { investment: 'growth' }))]
  expect(growth.length).toBeGreaterThan(0)
  expect(growth.map((bet) => at(bet, 'title'))).toEqual(all.filter((bet) => at(bet, 'investment') === 'growth').map((bet) => at(bet, 'title')))
  expect(bets(await share('squad', { teams: 'Identity' })).every((bet) => [at(bet, 'teams')].flat().includes('Identity'))).toBe(true)
  const refused = await share('customer', { teams: 'Identity' })
  expect(refused.body['detail']).toBe('This roadmap is filtered by “teams”, which customers may not see.')
})

test('a file of the roadmap is filtered as the page is, and refused where the audience may not know by what', async () => {
  const file = async (query: string): Promise<Answer> => await get(`roadmap/export?format=json&${query}`)
  const bets = ({ body }: Answer): unknown[] => [body['lanes']].flat().flatMap((lane) => [at(lane, 'bets')].flat())
  const [all, own] = [bets(await file('audience=squad')), bets(await file('audience=squad&teams=Identity'))]
  expect(own.length).toBeGreaterThan(0)
  expect(own.length).toBeLessThan(all.length)
  expect(own.every((bet) => [at(bet, 'teams')].flat().includes('Identity'))).toBe(true)
  expect((await file('audience=gtm&teams=Identity')).body['detail']).toBe('This roadmap is filtered by “teams”, which go-to-market may not see.')
})
