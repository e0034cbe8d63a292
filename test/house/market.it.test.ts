import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Answer, type Visitor } from './visitor.ts'

/** Where the made-up company plays, over REST: members, revenue and retention are those of the metric engine, cut by rules. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const get = async (path: string): Promise<Answer['body']> => (await owner('GET', `/api/v1/${path}`)).body
const post = (path: string, body: unknown = {}): Promise<Answer> => owner('POST', `/api/v1/${path}`, { body })
const list = (value: unknown): readonly unknown[] => [value].flat()
const sum = (of: readonly unknown[], ...path: readonly (string | number)[]): number => of.reduce<number>((all, one) => all + Number(at(one, ...path)), 0)
const named = (rows: unknown, title: string): unknown => list(rows).find((row) => at(row, 'title') === title)

test('every account is in one segment or in other, and their revenue is the whole (R-1.1)', async () => {
  const market = await get('market')
  const [cut] = list(market['segmentations'])
  const parts = [...list(at(cut, 'segments')), at(cut, 'other')]
  expect(parts.length).toBe(4)
  const accounts = (await get('accounts?limit=500'))['total']
  const former = (await get('accounts?limit=1&kind=former'))['total']
  expect(sum(parts, 'accounts')).toBe(at(market, 'base', 'accounts'))
  expect(at(market, 'base', 'accounts')).toBe(Number(accounts) - Number(former) - 1) // our own account is left out
  expect(sum(parts, 'arr')).toBeCloseTo(Number(at(market, 'base', 'arr')), 4)
  expect(sum(parts, 'arrShare')).toBeCloseTo(1, 9)
  expect(sum(parts, 'accountShare')).toBeCloseTo(1, 9)
  expect(at(market, 'base', 'unplaced')).toBe(0)
})

test('revenue and retention of a segment that is one value of a dimension are what the metric says of that value', async () => {
  const market = await get('market')
  const line = named(at(market, 'segmentations', 0, 'segments'), 'Mid-market')
  const month = String(at(market, 'base', 'month'))
  for (const [metric, field] of [
    ['annual-recurring-revenue', 'arr'],
    ['net-revenue-retention', 'nrr'],
  ] as const) {
    const { groups, points } = await get(`metrics/${metric}?by=segment`)
    const group = list(groups).find((one) => at(one, 'key') === 'Mid-market')
    const own = list(at(group, 'points')).find((point) => at(point, 'period') === month)
    expect(Number(at(line, field)) / Number(at(own, 'value'))).toBeCloseTo(1, 9)
    const whole = list(points).find((point) => at(point, 'period') === month)
    expect(Number(at(market, 'base', field)) / Number(at(whole, 'value'))).toBeCloseTo(1, 9)
  }
})

test('a segment in full names its members with what they pay, and its trend ends with its retention', async () => {
  const { items } = await get('segments')
  const view = await get(`market/segments/${String(at(named(items, 'Mid-market'), 'key'))}`)
  const members = list(view['members'])
  expect(members.filter((one) => at(one, 'kind') !== 'former').length).toBe(at(view, 'line', 'accounts'))
  expect(sum(members, 'arr')).toBeCloseTo(Number(at(view, 'line', 'arr')), 4)
  expect(
    named(
      members.map((one) => ({ title: at(one, 'name'), arr: at(one, 'arr') })),
      'Polder Energy',
    ),
  ).toMatchObject({ title: 'Polder Energy' })
  expect(at(list(view['trend']).at(-1), 'nrr')).toBe(at(view, 'line', 'nrr'))
  expect(list(view['trend']).length).toBe(5)
})

test('fit is judged against retention, each quartile a ratio of sums over accounts that paid a year before', async () => {
  const [ideal] = list((await get('market'))['ideals'])
  const quartiles = list(at(ideal, 'quartiles'))
  const kept = list((await get(`metrics/net-revenue-retention/behind?period=${String(at(await get('market'), 'base', 'month'))}`))['items'])
  expect(Number(at(ideal, 'ruledOut', 'n'))).toBeGreaterThan(0)
  expect(sum(quartiles, 'n') + Number(at(ideal, 'ruledOut', 'n'))).toBe(kept.filter((one) => Number(at(one, 'opening')) > 0).length)
  expect(sum(quartiles, 'opening') + Number(at(ideal, 'ruledOut', 'opening'))).toBeCloseTo(sum(kept, 'opening'), 4)
  expect(['beats', 'doesNot']).toContain(at(ideal, 'verdict'))
  expect(Number(at(ideal, 'known')) + Number(at(ideal, 'unknown')) + Number(at(ideal, 'excluded'))).toBeGreaterThan(sum(quartiles, 'n'))
})

test('a claim holds while its capability is released and a fifth use it: Insights is, the shared home hardly, alerts are not out', async () => {
  const { competitors } = await get('market')
  expect(list(at(named(competitors, 'Tarnbridge'), 'claims')).map((claim) => [at(claim, 'feature', 'title'), at(claim, 'state')])).toEqual([
    ['Insights', 'valid'],
    ['Shared home', 'hardlyUsed'],
  ])
  expect(at(named(competitors, 'Mail and spreadsheets'), 'claims', 0)).toMatchObject({ state: 'notReleased', says: 'Alerts for teams is not released.' })
  const standings = list(at(named(competitors, 'Tarnbridge'), 'standings'))
  expect(standings.map((one) => [at(one, 'feature', 'title'), at(one, 'isStale')])).toEqual([
    ['Shared home', true],
    ['Insights', false],
  ])
  expect(list(at(named(competitors, 'Tarnbridge'), 'moves')).map((move) => at(move, 'kind'))).toEqual(['product', 'price'])
})

test('jobs stand by their least served outcome', async () => {
  const { jobs } = await get('market')
  // 9.1 + (9.1 − 4.2), 8.7 + (8.7 − 5.1), 7.9 + (7.9 − 7.6)
  expect(list(jobs).map((job) => Number(at(job, 'score')).toFixed(1))).toEqual(['14.0', '12.3', '8.2'])
})

test('a rule is tried before it is kept, refused by name, activated with its count, and changed only with a reason', async () => {
  const rule = { prop: 'account.plan', op: 'eq', value: 'Team' }
  const tried = (await post('market/try', { rule })).body
  const draft = (await post('segments', { title: 'Smallest plan', rule, segmentation: 'Plans' })).body
  const key = String(draft['key'])
  expect((await post(`segments/${key}/activate`)).body).toMatchObject({
    state: 'active',
    counted: { accounts: at(tried, 'share', 'accounts'), of: tried['of'] },
  })
  expect((await post(`segments/${key}/edit`, { rule: { prop: 'account.plan', op: 'set' } })).status).toBe(422)
  const changed = await post(`segments/${key}/changeRule`, { rule: { prop: 'account.plan', op: 'in', value: ['Team', 'Business'] }, why: 'Both begin alone.' })
  expect(changed.body).toMatchObject({
    definitionVersion: 2,
    versions: [
      { version: 1, rule },
      { version: 2, why: 'Both begin alone.' },
    ],
  })
  const wrong = (await post('market/try', { rule: { prop: 'account.plan', op: 'eq', value: 3 } })).body
  expect(at(wrong, 'wrong', 'reason')).toBe('account.plan holds texts, and 3 is none.')
  const nobody = (await post('segments', { title: 'Nobody', rule: { prop: 'account.plan', op: 'eq', value: 'Platinum' } })).body
  expect((await post(`segments/${String(nobody['key'])}/activate`)).body['detail']).toMatch(/^None of the \d+ accounts fits the rule\.$/)
  // another way of cutting stands beside the first, and each is whole
  const cuts = list((await get('market'))['segmentations'])
  expect(cuts.map((cut) => at(cut, 'name'))).toEqual(['Market', 'Plans'])
  for (const cut of cuts) expect(sum([...list(at(cut, 'segments')), at(cut, 'other')], 'accounts')).toBe(at(await get('market'), 'base', 'accounts'))
})

test('before anything was there, the market is empty and says why there is no revenue', async () => {
  await house.company('bakery')
  const baker = await ownerOf(house, 'bakery')
  const { body } = await baker('GET', '/api/v1/market')
  expect(body).toMatchObject({ base: { accounts: 0, arr: null, month: null }, segmentations: [], drafts: [], jobs: [], competitors: [] })
  expect(String(body['lacks'])).not.toBe('')
})

test('how often we win is counted from the deals of twelve months, against each competitor and by segment', async () => {
  const deals = list((await get('deals?limit=500'))['items'])
  const [from, to] = [new Date(Date.now() - 366 * 86_400_000).toISOString().slice(0, 10), new Date().toISOString().slice(0, 10)]
  const recent = deals.filter((one) => String(at(one, 'closedOn')) > from && String(at(one, 'closedOn')) <= to)
  const market = await get('market')
  const count = (of: readonly unknown[], outcome: string): number => of.filter((one) => at(one, 'outcome') === outcome).length
  expect(at(market, 'wins', 'all')).toMatchObject({ won: count(recent, 'won'), lost: count(recent, 'lost'), noDecision: count(recent, 'noDecision') })
  const rival = named(market['competitors'], 'Tarnbridge')
  const own = recent.filter((one) => at(one, 'competitor') === at(rival, 'id'))
  expect(at(rival, 'deals', 'year', 'rate')).toBeCloseTo(count(own, 'won') / (count(own, 'won') + count(own, 'lost')), 12)
  expect(sum(list(at(market, 'wins', 'bySegment')), 'won')).toBe(count(recent, 'won'))
})
