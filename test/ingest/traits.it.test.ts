import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at } from '../house/testHouse.ts'
import { invited, ownerOf, type Visitor } from '../house/visitor.ts'
import { servedHouse, type ServedHouse } from './served.ts'

/** What identify calls say of persons, asked of their events: as it is known now, and as it was when each happened. */
let served: ServedHouse
let [owner, viewer]: Visitor[] = []
const day = 86_400_000
const start = Date.now() - 20 * day
const when = (after: number): string => new Date(start + after * day).toISOString()
const identify = (userId: string, after: number, traits: Readonly<Record<string, unknown>>, more = {}) => ({
  type: 'identify',
  userId,
  traits,
  messageId: `${userId}${after}i`,
  timestamp: when(after),
  ...more,
})
const track = (userId: string, after: number, more = {}) => ({
  type: 'track',
  userId,
  event: 'Opened',
  messageId: `${userId}${after}`,
  timestamp: when(after),
  ...more,
})
const sent = [
  track('ann', 0), // before anything was said of her
  identify('ann', 1, { plan: 'free', email: 'ann@example.org', seats: 3 }),
  track('ann', 2),
  identify('ann', 5, { plan: 'pro' }), // leaves her e-mail as it was
  track('ann', 6),
  track('ann', 7),
  identify('bob', 1, { plan: 'free', nested: { deep: 1 } }),
  track('bob', 3),
  identify('bob', 9, { plan: null }),
  track('bob', 10),
  { type: 'track', anonymousId: 'phone', event: 'Opened', messageId: 'phone2', timestamp: when(2) },
  identify('cid', 4, { plan: 'team' }, { anonymousId: 'phone' }), // the phone was his all along
  track('dora', 4),
]

let key = ''
const send = async (batch: readonly object[]): Promise<number> => {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${served.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ writeKey: key, batch }) })).status
}
beforeAll(async () => {
  served = await servedHouse()
  key = (await served.source('Web')).key
  owner = await ownerOf(served.house, 'harbour')
  viewer = (await invited(served.house, owner, 'viewer')).visit
  await send(sent)
})
afterAll(() => served.stop())

const range = { from: when(-1), to: when(19) }
const trend = { kind: 'trend', actor: 'person', range, unit: 'year', series: [{ sel: { event: 'Opened' }, math: 'total' }] }
const ask = async (more: Readonly<Record<string, unknown>>, who = owner) => await who?.('POST', '/api/v1/query', { body: { ...trend, ...more } })
/** The lines of a trend by label, summed over the buckets. */
const lines = async (more: Readonly<Record<string, unknown>>, who = owner): Promise<unknown> => {
  const answer = await ask(more, who)
  const series = [at(answer?.body, 'data', 'series') ?? answer?.text].flat()
  return Object.fromEntries(
    series.map((line) => [
      String(at(line, 'breakdown', 0) ?? '(none)'),
      [at(line, 'points')].flat().reduce<number>((sum, point) => sum + Number(at(point, 'value') ?? 0), 0),
    ]),
  )
}
const byPlan = { breakdown: [{ by: 'person.plan' }] }

test('a breakdown is by what was said last, of devices that turned out to be somebody too', async () => {
  expect(await lines(byPlan)).toEqual({ pro: 4, team: 1, '(none)': 3 })
})

test('at the event, by what was said by then: nothing before the first call, and what another call leaves out stays', async () => {
  expect(await lines({ ...byPlan, propTime: 'at_event' })).toEqual({ '(none)': 4, free: 2, pro: 2 })
  expect(await lines({ breakdown: [{ by: 'person.email' }], propTime: 'at_event' })).toEqual({ 'ann@example.org': 3, '(none)': 5 })
})

test('filters, funnels, cohorts and drills know it, and numbers are numbers', async () => {
  expect(await lines({ where: { prop: 'person.seats', op: 'gte', value: 3 } })).toEqual({ '(none)': 4 })
  const where = { prop: 'group.person.plan', op: 'in', value: ['pro', 'team'] }
  const cohort = await owner?.('POST', '/api/v1/query', {
    body: { kind: 'cohort', actor: 'person', def: { where: { prop: 'person.plan', op: 'eq', value: 'pro' } } },
  })
  expect(cohort?.body).toMatchObject({ n: 1, members: ['ann'] })
  const drill = await owner?.('POST', '/api/v1/query/drill', { body: { query: { ...trend, where }, drill: 'point:0:0:0' } })
  expect([at(drill?.body, 'actors')].flat().map((one) => [at(one, 'actor'), at(one, 'properties', 'plan')])).toEqual([
    ['ann', 'pro'],
    ['cid', 'team'],
  ])
  const values = (await owner?.('GET', '/api/v1/query/values?property=person.plan'))?.body['items']
  expect(new Set([values].flat())).toEqual(
    new Set([
      { value: 'pro', n: 1 },
      { value: 'team', n: 1 },
    ]),
  )
})

test('a later call is known to the next question', async () => {
  await send([identify('dora', 12, { plan: 'pro' })])
  expect(await lines(byPlan)).toEqual({ pro: 5, team: 1, '(none)': 2 })
})

describe('who may not see persons', () => {
  test('asks by no trait, by any road, and is offered none', async () => {
    for (const more of [byPlan, { where: { prop: 'person.email', op: 'contains', value: '@' } }, { breakdown: [{ by: 'group.person.email' }] }])
      expect((await ask(more, viewer))?.status).toBe(403)
    expect((await viewer?.('GET', '/api/v1/query/values?property=person.email'))?.status).toBe(403)
    const [all, few] = [await owner?.('GET', '/api/v1/query/vocabulary'), await viewer?.('GET', '/api/v1/query/vocabulary')]
    expect([all, few].map((one) => [one?.text.includes('person.plan'), one?.text.includes('person.email')])).toEqual([
      [true, true],
      [false, false],
    ])
  })

  test('reads a saved filter by a trait without what it compares with', async () => {
    const spec = { ...trend, where: { prop: 'person.email', op: 'eq', value: 'ann@example.org' } }
    const made = await owner?.('POST', '/api/v1/analyses', { body: { title: 'By mail', kind: 'trend', spec } })
    const path = `/api/v1/analyses/${String(made?.body['key'])}`
    expect([(await owner?.('GET', path))?.text.includes('ann@'), (await viewer?.('GET', path))?.text.includes('ann@')]).toEqual([true, false])
  })

  test('asks by one that the tracking plan calls internal under the name of identify', async () => {
    const properties = [
      { name: 'plan', kind: 'text', required: false, class: 'internal' },
      { name: 'email', kind: 'text', required: false, class: 'personal' },
    ]
    await owner?.('POST', '/api/v1/eventDefinitions', { body: { eventName: 'identify', properties } })
    expect(await lines(byPlan, viewer)).toEqual({ pro: 5, team: 1, '(none)': 2 })
    expect((await ask({ breakdown: [{ by: 'person.email' }] }, viewer))?.status).toBe(403)
  })
})
