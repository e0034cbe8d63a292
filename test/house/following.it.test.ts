import { setClock } from '#platform/clock.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, periodOf } from '#engines/numbers/dates.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Visitor } from './visitor.ts'

/** Following a saved question: whoever subscribed is told on Today of its latest complete week, and asked for a look when it is not as usual. */
const thisMonday = '2026-11-23'
const usual = [5, 6, 5, 4, 6, 5, 5, 4, 5, 6]
const weeks = Array.from({ length: 26 }, (_, back) => 26 - back)
const rows = weeks.flatMap((back) =>
  Array.from({ length: 10 }, (_, n) => {
    const day = addDays(thisMonday, -7 * back)
    const shares = n < (back === 1 ? 0 : (usual[back % 10] ?? 5))
    return [[`w${back}a${n}`, `${day}T09:00:00Z`, 'started'], ...(shares ? [[`w${back}a${n}`, `${day}T10:00:00Z`, 'shared']] : [])]
  }).flat(),
)
const events = `event_id,account_id,user_id,ts,name,props\n${rows.map(([account, ts, name], place) => `e${place},${account},p${account},${ts},${name},{}`).join('\n')}`
const accounts = `id,name,plan,created_at\n${[...new Set(rows.map(([account]) => account))].map((id) => `${id},${id},pro,2025-01-01`).join('\n')}`
const spec = { kind: 'funnel', range: { last: 12, unit: 'week' }, window: { n: 1, unit: 'day' }, steps: [{ event: 'started' }, { event: 'shared' }] }

let house: TestHouse
let owner: Visitor
let analysis: string
beforeAll(async () => {
  house = await testHouse({ clock: setClock('2026-11-25T12:00:00.000Z') }) // a Wednesday: who began on Sunday had a day by now
  await house.company('small')
  owner = await ownerOf(house, 'small')
  await house.json('import', await house.folder('facts', { 'account.csv': accounts, 'event.csv': events }), '--workspace', 'small')
  analysis = String((await owner('POST', '/api/v1/analyses', { body: { title: 'Sharing', kind: 'funnel', spec } })).body['id'])
})
afterAll(() => house.stop())

const followed = async (who = owner): Promise<unknown[]> => [(await who('GET', '/api/v1/following')).body['items']].flat()
const asks = async (who = owner): Promise<unknown[]> =>
  [(await who('GET', '/api/v1/following')).body['needs']].flat().filter((need) => at(need, 'kind') === 'moved')

test('the latest complete week is told with what is usual; what fell outside asks for a look, with the way to the question', async () => {
  const { body, status } = await owner('POST', '/api/v1/analysisSubscriptions', { body: { analysis, every: 'week' } })
  expect([status, body['state']]).toEqual([201, 'active'])
  const [one] = await followed()
  expect(one).toMatchObject({ title: 'Sharing', every: 'week', period: periodOf(addDays(thisMonday, -7), 'week'), rule: 'outside', isRead: false })
  expect(String(at(one, 'says'))).toMatch(/^0% in week \d+ of \d{4}, 50\.0 points less than the week before, outside the usual [\d.]+% to [\d.]+%\.$/)
  expect(await asks()).toMatchObject([{ title: '“Sharing” moved outside the usual', noun: 'analysis', id: 'ANL-1', says: at(one, 'says') }])
  expect((await owner('POST', '/api/v1/analysisSubscriptions', { body: { analysis, every: 'month' } })).body['detail']).toContain('already')
})

test('of two that ask for the same thing at once, the second sees the first and is refused', async () => {
  const { body } = await owner('POST', '/api/v1/analyses', { body: { title: 'Sharing again', kind: 'funnel', spec } })
  const follow = () => owner('POST', '/api/v1/analysisSubscriptions', { body: { analysis: body['id'], every: 'week' } })
  const answers = await Promise.all(Array.from({ length: 8 }, follow))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 7 }, () => 422)])
  const made = answers.find(({ status }) => status === 201)?.body
  expect((await owner('POST', `/api/v1/analysisSubscriptions/${String(made?.['id'])}/end`)).status).toBe(200)
})

test('who read it is asked no more, and others are told of what they follow alone', async () => {
  const [one] = await followed()
  const viewer = (await invited(house, owner, 'viewer')).visit
  expect([await followed(viewer), await asks(viewer)]).toEqual([[], []])
  const path = `/api/v1/analysisSubscriptions/${String(at(one, 'id'))}`
  expect((await viewer('POST', `${path}/end`)).status).toBe(422)
  expect((await owner('POST', `${path}/markRead`, { body: { period: at(one, 'period') } })).status).toBe(200)
  expect([at((await followed())[0], 'isRead'), await asks()]).toEqual([true, []])
  expect((await viewer('POST', '/api/v1/analysisSubscriptions', { body: { analysis } })).status).toBe(201)
  expect(await asks(viewer)).toHaveLength(1)
})

test('Today waits for none of them: they are at an address of their own', async () => {
  const { body } = await owner('GET', '/api/v1/today')
  expect(body['following']).toBeUndefined()
  expect([body['needs']].flat().map((need) => at(need, 'kind'))).not.toContain('moved')
})

test('a question that cannot be answered any more says why, and the rest stands', async () => {
  const broken = { ...spec, where: { cohort: 'nobody saved it' } }
  const { body } = await owner('POST', '/api/v1/analyses', { body: { title: 'Broken', kind: 'funnel', spec: broken } })
  await owner('POST', '/api/v1/analysisSubscriptions', { body: { analysis: body['id'] } })
  const told = await followed()
  expect(told.map((one) => [at(one, 'title'), at(one, 'rule')])).toEqual([
    ['Sharing', 'outside'],
    ['Broken', null],
  ])
  expect(at(told[1], 'says')).toBe('It could not be answered. where: there is no cohort “nobody saved it”.')
})

test('whoever unsubscribes is told no more; that they were stays on the record', async () => {
  const [one] = await followed()
  const path = `/api/v1/analysisSubscriptions/${String(at(one, 'id'))}`
  await owner('POST', `${path}/setPace`, { body: { every: 'month' } })
  expect((await followed()).find((each) => at(each, 'title') === 'Sharing')).toMatchObject({ every: 'month', isRead: false })
  await owner('POST', `${path}/end`)
  expect((await followed()).map((each) => at(each, 'title'))).toEqual(['Broken'])
  const history = [(await owner('GET', `${path}/history`)).body['items']].flat().map((change) => at(change, 'verb'))
  expect(history.toSorted()).toEqual(['create', 'end', 'markRead', 'setPace'])
})
