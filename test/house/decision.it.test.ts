import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '../../src/platform/clock.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Answer, type Visitor } from './visitor.ts'

/** A decision over REST: what it rests on is read from the live metrics, as of any day. */
const clock = setClock('2026-11-16T08:00:00.000Z')
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock })
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const told = async (key: string, query = ''): Promise<Answer> => await owner('GET', `/api/v1/plan/decisions/${key}${query}`)
const lines = (body: Answer['body'], name: string): readonly unknown[] => [body[name]].flat()
const reopened = async (): Promise<string> => {
  const { body } = await owner('GET', '/api/v1/decisions?limit=100')
  return String(
    at(
      lines(body, 'items').find((row) => String(at(row, 'question')).startsWith('Do we assist')),
      'key',
    ),
  )
}

test('what broke is told with its number, its bound and since when; what nothing tests says so', async () => {
  const { body } = await told(await reopened())
  const [retention, support, rotation] = lines(body, 'assumptions')
  expect(retention).toMatchObject({ state: 'broken', live: { metric: 'gross-revenue-retention', part: 'Mid-market', atLeast: 0.89, atMost: null } })
  expect(Number(at(retention, 'live', 'value'))).toBeLessThan(0.89)
  const points = lines({ points: at(retention, 'live', 'points') }, 'points')
  expect(points).toHaveLength(10)
  expect(at(points.at(-1), 'value')).toBe(at(retention, 'live', 'value'))
  const out = points.filter((point) => String(at(point, 'period')) >= String(at(retention, 'live', 'outSince')))
  expect(out.length).toBeGreaterThan(0)
  for (const point of out) expect(Number(at(point, 'value'))).toBeLessThan(0.89)
  expect(support).toMatchObject({ state: 'holding', live: { metric: 'ticket-rate', part: null, outSince: null } })
  expect(rotation).toMatchObject({ state: 'untested', live: null })
})

test('on an earlier day it is told as it stood: the same assumption held', async () => {
  const { body } = await told(await reopened(), '?asOf=2026-08-15')
  expect(lines(body, 'assumptions')[0]).toMatchObject({ state: 'holding', live: { outSince: null } })
})

test('its numbers and bets stand beside it, and what cannot be measured is unknown, not fine', async () => {
  const { body } = await told(await reopened())
  expect(lines(body, 'metrics').map((one) => at(one, 'metric'))).toEqual(['gross-revenue-retention', 'ticket-rate'])
  expect(at(lines(body, 'bets')[0], 'title')).toBe('SSO set-up that succeeds first time')
  const made = await owner('POST', '/api/v1/decisions', {
    body: {
      question: 'Do we wait?',
      options: [{ name: 'Yes' }, { name: 'No' }],
      assumptions: [
        { says: 'Happiness stays.', metric: 'happiness', atLeast: 1 },
        { says: 'Retention stays in a part that is not there.', metric: 'gross-revenue-retention', segment: 'Nobody', atLeast: 0.5 },
      ],
      decider: at((await owner('GET', '/api/v1/me')).body, 'member', 'id'),
    },
  })
  const other = await told(String(made.body['key']))
  expect(lines(other.body, 'assumptions').map((one) => [at(one, 'state'), at(one, 'live', 'lacks')])).toEqual([
    ['unknown', '“happiness” cannot be measured.'],
    ['unknown', 'Its metric has no part “Nobody” by segment.'],
  ])
})

test('one that is not there is answered as absent', async () => {
  expect((await told('DEC-999')).status).toBe(404)
})
