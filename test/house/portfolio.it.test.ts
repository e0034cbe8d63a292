import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Answer, type Visitor } from './visitor.ts'

/** The portfolio of the made-up company over REST: where effort goes beside what was agreed. */
const clock = setClock('2026-11-16T09:00:00.000Z')
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock })
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const list = async (path: string): Promise<readonly unknown[]> => [(await owner('GET', `/api/v1/${path}`)).body['items']].flat()
const read = async (path: string) => (await owner('GET', `/api/v1/${path}`)).body
const post = (path: string, body: unknown = {}): Promise<Answer> => owner('POST', `/api/v1/${path}`, { body })
const find = (rows: unknown, key: string, value: unknown): unknown => [rows].flat().find((row) => at(row, key) === value)
const sum = (rows: unknown, ...path: string[]): number => [rows].flat().reduce<number>((all, row) => all + Number(at(row, ...path)), 0)

test('effort is split as agreed, as planned and as spent; what is spent is what the metric says, by squad and by bet', async () => {
  const answer = await read('plan/allocation')
  const rows = at(answer, 'split', 'rows')
  expect(at(answer, 'agreed', 'revision')).toBe(1)
  expect(sum(rows, 'target')).toBeCloseTo(1, 9)
  expect(sum(rows, 'planned', 'share')).toBeCloseTo(1, 9)
  expect(sum(rows, 'actual', 'share')).toBeCloseTo(1, 9)
  expect(find(rows, 'investment', 'platform')).toMatchObject({ floor: 0.2, actual: { standing: 'belowFloor' } })
  expect(at(answer, 'split', 'upkeep')).toMatchObject({ cap: 0.15, isOver: true })
  const quarter = String(answer['quarter'])
  const spent = await read(`metrics/effort-spent?by=investment&grain=quarter&asOf=${house.app.clock.now().slice(0, 10)}`)
  for (const row of [rows].flat()) {
    const points = at(find(spent['groups'], 'key', at(row, 'investment')), 'points')
    expect({ kind: at(row, 'investment'), weeks: Number(at(row, 'actual', 'weeks')).toFixed(6) }).toEqual({
      kind: at(row, 'investment'),
      weeks: Number(at(find(points, 'period', quarter), 'value') ?? 0).toFixed(6),
    })
    expect(sum(at(row, 'bets'), 'actual')).toBeCloseTo(Number(at(row, 'actual', 'weeks')), 9)
  }
  expect(sum(answer['squads'], 'planned')).toBeCloseTo(Number(at(answer, 'split', 'planned')), 9)
  expect(sum(answer['squads'], 'actual')).toBeCloseTo(Number(at(answer, 'split', 'actual')), 9)
  const platform = await read('plan/allocation?squad=Platform')
  expect(at(platform, 'split', 'planned')).toBeCloseTo(Number(at(find(answer['squads'], 'name', 'Platform'), 'planned')), 9)
  expect(platform['agreed']).toMatchObject({ isOwn: false })
})

test('before anybody recorded effort the actual side is unknown, and a word that is no quarter is refused', async () => {
  const early = await read('plan/allocation?quarter=2019-Q1')
  expect(early).toMatchObject({ agreed: null, effort: { lacks: expect.stringContaining('No effort rows') }, split: { actual: null, rows: [] } })
  expect((await owner('GET', '/api/v1/plan/allocation?quarter=spring')).status).toBe(400)
})

test('an approved split changes by rebalancing alone, with a decision that was taken; the day before still reads the old one', async () => {
  const { key } = Object(at(await read('plan/allocation'), 'agreed'))
  const split = (await list('allocations?limit=50')).find((row) => at(row, 'key') === key)
  const id = String(at(split, 'id'))
  const lines = [at(split, 'lines')].flat().map((line) => ({ ...Object(line), target: at(line, 'investment') === 'growth' ? 0.35 : at(line, 'investment') === 'platform' ? 0.3 : at(line, 'target') })) // prettier-ignore
  expect((await post(`allocations/${id}/edit`, { lines })).body['detail']).toContain('Use rebalance.')
  const decided = at((await list('decisions?state=decided&limit=1'))[0], 'id')
  const open = (await post('decisions', { question: 'Another split?', options: [{ name: 'Yes' }, { name: 'No' }], decider: at((await list('members'))[0], 'id') })).body // prettier-ignore
  const rebalance = (decision: unknown) => post(`allocations/${id}/rebalance`, { lines, cause: 'capacity', decision })
  expect((await rebalance(open['id'])).body['detail']).toBe(`${String(open['key'])} is framed.`)
  expect((await rebalance(decided)).body).toMatchObject({ revision: 2, cause: 'capacity' })
  expect(at(find(at(await read('plan/allocation'), 'split', 'rows'), 'investment', 'growth'), 'target')).toBe(0.35)
  const copy = (await post('allocations', { title: 'Another', period: at(split, 'period'), lines })).body
  expect((await post(`allocations/${String(copy['id'])}/approve`)).body['detail']).toBe(`${key} is the approved split of ${String(at(split, 'period'))}.`)
})

test('a product line is graded and proposed for from its own metrics; each rule that was asked shows what it read', async () => {
  const health = await read('plan/health')
  const line = (name: string) => find(health['lines'], 'name', name)
  expect([health['lines']].flat().map((one) => at(one, 'name'))).toEqual(['Core', 'Insights', 'Connect'])
  expect(['Core', 'Insights', 'Connect'].map((name) => at(line(name), 'proposed', 'proposal'))).toEqual(['invest', 'hold', 'harvest'])
  const asked = at(line('Connect'), 'proposed', 'asked')
  expect([asked].flat().map((rule) => [at(rule, 'proposes'), at(rule, 'holds')])).toEqual([
    ['sunset', false],
    ['harvest', true],
  ])
  const retention = await read('metrics/product-net-retention?by=product&asOf=2026-11-16')
  expect(at(line('Connect'), 'inputs', 'netRetention')).toBe(at(find(retention['groups'], 'key', 'connect'), 'value'))
  for (const name of ['Core', 'Insights', 'Connect']) expect(Number(at(line(name), 'figures', 'satisfaction', 'value'))).toBeGreaterThan(0.6)
  expect(at(line('Core'), 'graded', 'grade')).not.toBeNull()
  for (const part of ['effortShare', 'costShare'] as const) {
    const shares = [health['lines']].flat().map((one) => Number(at(one, 'figures', part, 'value')))
    expect(shares.every((share) => share > 0) && shares.reduce((all, share) => all + share, 0) <= 1 + 1e-9).toBe(true)
  }
})

test('a day before the workspace was founded has no product line, and the usual limits', async () => {
  const then = await read('plan/health?asOf=2020-01-01')
  expect(then).toMatchObject({ lines: [], limits: { own: {} } })
})

test('a workspace draws the lines of its rules: what it would change is told first, it takes a reason, and a past day keeps its own', async () => {
  const proposalsIn = (health: unknown) => [at(health, 'lines')].flat().map((one) => at(one, 'proposed', 'proposal'))
  const limits = { rules: { harvest: { margin: 0.2 } }, signals: {} }
  const draw = (more: object) => post('plan/health/limits', { limits, ...more })
  expect(proposalsIn((await draw({ dryRun: true })).body)).toEqual(['invest', 'hold', 'hold'])
  expect(proposalsIn(await read('plan/health'))).toEqual(['invest', 'hold', 'harvest'])
  expect((await draw({ reason: 'no' })).body).toMatchObject({ type: expect.stringContaining('refused'), detail: 'The reason says too little.' })
  expect((await draw({})).body['detail']).toBe('“reason” is required.')
  expect((await draw({ limits: { rules: { invest: { incidents: 1 } } } })).body['detail']).toBe('The rule “invest” does not read “incidents”.')
  expect((await draw({ limits: { rules: { invest: { margin: 'much' } } } })).body['detail']).toBe('“margin” of “invest” is not a number.')
  const faulty = { reason: 'A slip of the pen.' }
  for (const [given, fault] of [
    [{ rule: limits.rules }, 'There is no “rule” among the limits, only rules and signals.'],
    [{ rules: 'x' }, '“rules” is not an object.'],
    [{ rules: { harvest: 5 } }, '“harvest” of “rules” is not an object.'],
    [{ signals: { margin: { weak: 0.5, bad: 0.2, worst: 0 } } }, '“margin” has no “worst”, only weak and bad.'],
    [{ rules: { invest: { margin: 20 } } }, '“margin” of “invest” lies outside of -10 to 1; 20% is 0.2.'],
  ])
    for (const dryRun of [true, false]) expect((await draw({ limits: given, dryRun, ...faulty })).body['detail']).toBe(fault)
  expect((await draw({ reason: 'Connectors are sold below cost for another year.' })).body).toMatchObject({ healthLimits: limits })
  const told = await read('plan/health')
  expect(proposalsIn(told)).toEqual(['invest', 'hold', 'hold'])
  expect(at(find(told['lines'], 'name', 'Connect'), 'proposed', 'asked', 1, 'when', 2)).toMatchObject({ input: 'margin', limit: 0.2, usual: 0.3, holds: false })
  expect(at(told, 'limits', 'own')).toEqual({ rules: { harvest: { margin: 0.2 } }, signals: {} })
  expect((await read('plan/health?asOf=2020-01-01'))['limits']).toMatchObject({ own: { rules: {}, signals: {} } }) // before the workspace was there
  await draw({ limits: {}, reason: 'Back to what is usual.' })
  expect(proposalsIn(await read('plan/health'))).toEqual(['invest', 'hold', 'harvest'])
})

test('a sunset needs a decision and a path for everybody who pays; progress is read from the ledger, and nobody is retired who still pays', async () => {
  const [migration] = [(await read('plan/health'))['migrations']].flat()
  const connect = (await list('products?limit=50')).find((row) => at(row, 'name') === 'Connect')
  const decision = (await list('decisions?state=decided&limit=50')).find((row) => String(at(row, 'question')).includes('Connect'))
  const sunset = () => post(`plan/products/${String(at(connect, 'id'))}/planSunset`, { decision: at(decision, 'id'), migration: at(migration, 'id') })
  const [left, groups, uncovered] = [Number(at(migration, 'left', 'accounts')), at(migration, 'groups'), [at(migration, 'uncovered')].flat()]
  expect(sum(groups, 'accounts') + uncovered.length).toBe(left)
  expect(sum(groups, 'arr') + sum(uncovered, 'arr')).toBeCloseTo(Number(at(migration, 'left', 'arr')), 2)
  expect(Number(at(migration, 'moved', 'of')) - Number(at(migration, 'moved', 'accounts')) + Number(at(migration, 'joined'))).toBe(left)
  const ended = await post(`plan/migrations/${String(at(migration, 'id'))}/end`)
  expect(ended.body['detail']).toMatch(new RegExp(`^${left} accounts have not moved: `))
  const row = (await list('migrations?limit=10'))[0]
  const everyone = [at(row, 'groups')].flat().map((group) => Object(group))
  await post(`migrations/${String(at(row, 'id'))}/edit`, { groups: everyone.slice(0, 1) })
  expect((await sunset()).body['detail']).toMatch(/^\d+ of \d+ accounts that pay for it have no path: /)
  await post(`migrations/${String(at(row, 'id'))}/edit`, { groups: [...everyone, { name: 'All others', by: 'everybody', path: 'As Business.' }] })
  expect((await sunset()).body).toMatchObject({ lifecycle: 'sunsetting', migration: at(row, 'id') })
  const retired = await post(`plan/products/${String(at(connect, 'id'))}/retire`)
  expect(retired.body['detail']).toMatch(new RegExp(`^${left} accounts still pay for it: `))
  expect((await post(`plan/products/${String(at(connect, 'id'))}/retire`, { exception: at(decision, 'id') })).body).toMatchObject({ lifecycle: 'retired' })
})

test('opportunities are sized by what was said and what these pay, each account once in a whole; one loud account is named', async () => {
  const tree = await read('plan/opportunities')
  const outcomes = [tree['outcomes']].flat()
  const nodes = outcomes.flatMap((one) => [at(one, 'nodes')].flat())
  const titled = (title: string) => nodes.find((node) => String(at(node, 'title')).startsWith(title))
  const [access, certificates, seats] = [titled('People wait'), titled('Set-up stops'), titled('Idle seats')]
  expect([access, certificates, seats].map((node) => at(node, 'depth'))).toEqual([0, 1, 1])
  const accounts = [access, certificates, seats].map((node) => Number(at(node, 'evidence', 'accounts')))
  expect(accounts[1]).toBeGreaterThan(3)
  expect(accounts[0]).toBeLessThanOrEqual((accounts[1] ?? 0) + (accounts[2] ?? 0))
  expect(accounts[0]).toBeGreaterThanOrEqual(Math.max(accounts[1] ?? 0, accounts[2] ?? 0))
  expect(at(titled('Reports lack'), 'evidence')).toMatchObject({ isLoud: true, loudest: { name: 'Polder Energy' } })
  expect(at(certificates, 'score')).toBeCloseTo(9.1 + (9.1 - 3.2), 9)
  const none = outcomes.find((one) => at(one, 'objective') === null)
  expect([at(none, 'nodes')].flat().map((node) => at(node, 'title'))).toContain('Partners cannot build what they need')

  const detail = await read(`plan/opportunities/${String(at(certificates, 'key'))}`)
  const behind = [detail['accounts']].flat()
  expect(behind).toHaveLength(accounts[1] ?? 0)
  const paid = behind.reduce((sum: number, one) => sum + Number(at(one, 'revenue')), 0)
  expect(paid).toBeCloseTo(Number(at(certificates, 'evidence', 'revenue')), 2)
  expect([detail['quotes']].flat()).toHaveLength(Number(at(certificates, 'evidence', 'voices')))
})

test('an opportunity is validated by three accounts or a reason, and never placed below a part of itself', async () => {
  const rows = [(await read('opportunities?limit=50'))['items']].flat()
  const [partners, answers, reports] = ['Partners', 'Answers', 'Reports'].map((start) => rows.find((row) => String(at(row, 'title')).startsWith(start)))
  const id = (row: unknown) => String(at(row, 'id'))
  expect((await post(`plan/opportunities/${id(partners)}/validate`)).body['detail']).toBe('0 of 3 accounts are behind it.')
  expect((await post(`plan/opportunities/${id(partners)}/validate`, { exception: 'Two integrators build half of it.' })).body).toMatchObject({
    state: 'validated',
    accounts: 0,
  })
  expect((await post(`plan/opportunities/${id(answers)}/validate`)).body).toMatchObject({ state: 'validated', exception: null })
  expect((await post(`opportunities/${id(answers)}/place`, { parent: id(reports) })).body['detail']).toContain('is a part of it already')
  expect((await post(`opportunities/${id(answers)}/validate`, { accounts: 99 })).status).toBe(404)
})

test('a bet tells how it stands, what it moves now, when it lands and who asked for it, also as of a day before it was said', async () => {
  const bet = find(await list('initiatives?limit=100'), 'title', 'SSO set-up that succeeds first time')
  const id = String(at(bet, 'id'))
  const told = await read(`plan/bets/${String(at(bet, 'key'))}`)
  expect(told['health']).toMatchObject({ state: 'atRisk', days: 3, isStale: false, by: 'Ines Falk' })
  const [line] = [told['outcomes']].flat()
  const metric = await read('metrics/gross-revenue-retention?by=segment&asOf=2026-11-16')
  expect(at(line, 'value')).toBe(at(find(metric['groups'], 'key', 'Mid-market'), 'value'))
  const heard = await list(`feedback?initiative=${id}&signal=signal&limit=500`)
  expect(at(told, 'evidence', 'voices')).toBe(heard.length)
  expect(at(told, 'evidence', 'accounts')).toBe(new Set(heard.flatMap((one) => at(one, 'account') ?? [])).size)
  expect((await read(`plan/bets/${id}?asOf=2026-11-12`))['health']).toMatchObject({ state: null, says: null }) // nothing had been said then
})

test('Today asks whoever is named in a comment for an answer, and tells whoever watches what changed', async () => {
  const me = find(await list('members?limit=100'), 'name', 'Vera Lindqvist')
  const [other] = (await list('members?limit=100')).filter((one) => at(one, 'id') !== at(me, 'id'))
  const watched = find(await list('initiatives?limit=100'), 'title', 'Alerts for teams')
  const about = `initiative/${String(at(watched, 'id'))}`
  const needs = async () => [(await read('today'))['needs']].flat()
  expect((await needs()).filter((one) => ['named', 'moved'].includes(String(at(one, 'kind'))))).toEqual([])
  const said = await post('comments', { body: 'Can @Vera Lindqvist say yes?', about, author: at(other, 'id'), mentions: [at(me, 'id')] })
  expect(find(await needs(), 'kind', 'named')).toMatchObject({ title: 'Can @Vera Lindqvist say yes?', noun: 'initiative', id: at(watched, 'id') })
  expect((await post(`comments/${String(said.body['id'])}/resolve`)).status).toBe(200)
  expect(find(await needs(), 'kind', 'named')).toBeUndefined()
  const first = await post('watches', { about })
  expect([first.status, (await post('watches', { about })).status]).toEqual([201, 409])
  expect(first.body['member']).toBe(at(me, 'id'))
  expect(find(await needs(), 'kind', 'moved')).toBeUndefined()
  clock.advance(60_000)
  await post(`initiatives/${String(at(watched, 'id'))}/report`, { health: 'onTrack', message: 'Sixteen teams, and nobody has turned it off.' })
  expect(find(await needs(), 'kind', 'moved')).toMatchObject({ title: 'Alerts for teams', says: expect.stringContaining('you watch it') })
  expect((await post(`watches/${String(first.body['id'])}/end`)).status).toBe(200)
  expect(find(await needs(), 'kind', 'moved')).toBeUndefined()
})
