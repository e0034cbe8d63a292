import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, midMonth, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Answer, type Visitor } from './visitor.ts'

/** The plan of the made-up company over REST: the rules that no door goes around, and what is computed from records, facts and history. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock: midMonth })
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const list = async (path: string): Promise<readonly unknown[]> => [(await owner('GET', `/api/v1/${path}`)).body['items']].flat()
const named = async (plural: string, title: string): Promise<Readonly<Record<string, unknown>>> => {
  const found = (await list(`${plural}?limit=200`)).find((row) => at(row, 'title') === title)
  return typeof found === 'object' && found !== null ? { ...found } : {}
}
const post = (path: string, body: unknown = {}): Promise<Answer> => owner('POST', `/api/v1/${path}`, { body })
const find = (rows: unknown, key: string, value: unknown): unknown => [rows].flat().find((row) => at(row, key) === value)

test('a key result of a part reads that part, and attainment is of one period', async () => {
  const { objectives, periods } = (await owner('GET', '/api/v1/plan/goals')).body
  const lines = [objectives].flat().flatMap((one) => [at(one, 'keyResults')].flat())
  const active = lines.filter((line) => at(line, 'state') === 'active')
  for (const line of active) expect(at(line, 'doubts')).toEqual([])
  const insights = active.find((line) => at(line, 'title') === 'Insights adoption')
  expect(Math.abs(Number(at(insights, 'now')) - Number(at(insights, 'baseline')))).toBeLessThan(0.15)
  expect(at(insights, 'part')).toBe('insights')
  const told = [periods].flat()
  expect(told.length).toBe(2)
  expect(told.map((one) => at(one, 'attainment', 'of'))).toEqual([8, 6])
  expect(at(told[0], 'landing', 'expected')).toBeGreaterThan(0)
})

test('a key result whose baseline is not what its metric read is refused at the commitment, and the reading comes from the metric', async () => {
  const [metric, member] = [await named('metrics', 'Customer satisfaction'), (await list('members'))[0]]
  const csat = (await list('metrics?limit=200')).find((row) => at(row, 'metricKey') === 'csat') ?? metric
  const pillar = at((await list('pillars'))[0], 'title')
  const today = house.app.clock.now().slice(0, 10)
  const year = Number(today.slice(0, 4))
  const objective = (await post('objectives', { title: 'Answers people praise', period: `${year + 1}-Q1`, pillar, owner: at(member, 'id') })).body
  const terms = { objective: objective['id'], metric: at(csat, 'id'), kind: 'increase', start: today, due: `${year + 1}-12-31`, target: 92 }
  const wrong = (await post('keyResults', { ...terms, title: 'Satisfaction', baseline: 81 })).body
  const refused = await post(`objectives/${String(objective['id'])}/commit`, { keyResults: [wrong['id']] })
  expect(refused.body['detail']).toBe('It has no measured baseline.')
  const byFlow = await post(`plan/objectives/${String(objective['id'])}/commit`)
  expect(byFlow.body['detail']).toMatch(/^Its baseline is 81, but its metric read 0\.\d+ on /)
  await post(`keyResults/${String(wrong['id'])}/edit`, { baseline: null, target: 0.99 })
  await post(`plan/key-results/${String(wrong['id'])}/bind`)
  const bound = (await owner('GET', `/api/v1/keyResults/${String(wrong['id'])}`)).body
  expect(bound['baseline']).toBe(bound['reading'])
  expect((await post(`plan/objectives/${String(objective['id'])}/commit`)).body).toMatchObject({ state: 'active' })
})

test('bets rank by one score with the others beside it; each flip turns the order, stale inputs are named, and history is what the record said', async () => {
  const answer = (await owner('GET', '/api/v1/plan/priorities?method=rice')).body
  const bets = [answer['bets']].flat()
  expect(bets.length).toBe(11)
  const values = bets.map((bet) => Number(at(bet, 'scores', 'rice', 'value')))
  expect(values).toEqual(values.toSorted((a, b) => b - a))
  expect(bets.some((bet) => [at(bet, 'flips')].flat().some((flip) => at(flip, 'at') !== null))).toBe(true)
  expect(find(bets, 'title', 'Partners wait on us for connectors')).toMatchObject({
    stale: expect.arrayContaining([{ input: 'reach', says: '47 days old, limit 30' }]),
  })
  expect(find([at(find(bets, 'title', 'Seat cuts seen before the renewal'), 'inputs')].flat(), 'name', 'reach')).toMatchObject({
    source: 'metric',
    stale: null,
  })
  expect(at(answer['cut'], 'used')).toBeLessThanOrEqual(Number(at(answer['cut'], 'capacity')))
  expect((await owner('GET', '/api/v1/plan/priorities?method=best')).status).toBe(400)
  const past = await list(`plan/priorities/${String(at(bets[0], 'key'))}/history?method=rice`)
  expect(past.map((one) => at(one, 'rank')).slice(0, 3)).toEqual([null, null, null])
  expect(past.slice(-2).map((one) => at(one, 'rank'))).toEqual([1, 1])
})

test('what waits is told of the record as it is now, however often it was asked before', async () => {
  const slip = async (): Promise<unknown> => (await owner('GET', '/api/v1/plan/slip?bet=INI-2&days=14')).body
  const before = await slip()
  expect(await slip()).toEqual(before)
  expect(await house.json('plan', 'slip', '--bet', 'INI-2', '--workspace', 'harborlight')).toEqual(before)
  const engine = await named('initiatives', 'Query engine on columnar storage')
  await post(`initiatives/${String(engine['id'])}/edit`, { title: 'Query engine, renamed' })
  expect(at(await slip(), 'title')).toBe('Query engine, renamed')
  expect(at(await owner('GET', '/api/v1/plan/dependencies'), 'body', 'needs')).toContainEqual(
    expect.objectContaining({ giver: { key: 'INI-2', title: 'Query engine, renamed' } }),
  )
  await post(`initiatives/${String(engine['id'])}/edit`, { title: engine['title'] })
  expect(await slip()).toEqual(before)
  for (const days of ['0', '-4', '2.5', 'ten', '5000'])
    expect(await owner('GET', `/api/v1/plan/slip?bet=INI-2&days=${days}`)).toMatchObject({ status: 400, body: { detail: `“${days}” is no number of days.` } })
})

test('lateness is handed on by what it exceeds of slack; a slip names the promised days and accounts that it hits', async () => {
  const map = (await owner('GET', '/api/v1/plan/dependencies')).body
  expect(find(map['needs'], 'title', 'Query engine, metering')).toMatchObject({ slack: -58, standing: 'late' })
  expect(find(map['needs'], 'title', 'Terms for usage billing')).toMatchObject({ slack: null, standing: 'notAgreed' })
  const engine = await named('initiatives', 'Query engine on columnar storage')
  expect(find(map['moved'], 'title', 'Usage-based Connect pricing')).toMatchObject({ days: 58 })
  expect(map['circles']).toEqual([])
  const slip = (await owner('GET', `/api/v1/plan/slip?bet=${String(engine['key'])}&days=14`)).body
  const audit = find(slip['chain'], 'title', 'Audit log export for regulated buyers')
  expect(audit).toMatchObject({ days: 7, hardDate: { reason: 'contract', isMissed: true } })
  expect(Number(slip['recurring'])).toBeGreaterThan(0)
  expect(find(slip['promises'], 'title', 'Query engine, metering')).toMatchObject({ isLate: true, wasLate: true })
  for (const part of ['accounts', 'promises', 'releases', 'keyResults'] as const) {
    const keys = [slip[part]].flat().map((one) => at(one, 'key'))
    expect({ part, keys: [...new Set(keys)] }).toEqual({ part, keys })
  }
  expect((await owner('GET', '/api/v1/plan/slip?bet=INI-999')).status).toBe(404)
})

test('a circle is refused with its way, work that waits is not shipped without a decision, and a promise that nobody gave is not built on', async () => {
  const [engine, pricing, audit] = await Promise.all(
    ['Query engine on columnar storage', 'Usage-based Connect pricing', 'Audit log export for regulated buyers'].map((title) => named('initiatives', title)),
  )
  const back = (await post('dependencies', { title: 'Back', from: engine?.['id'], to: pricing?.['id'], neededBy: '2027-01-01' })).body
  const refused = await post(`dependencies/${String(back['id'])}/agree`, { promisedFor: '2027-01-01' })
  const stuck = await owner('GET', `/api/v1/plan/slip?bet=${String(engine?.['key'])}&days=14`)
  expect(stuck.body['detail']).toMatch(/INI-\d+, INI-\d+ wait for each other/)
  expect((await owner('GET', '/api/v1/plan/dependencies')).body['circles']).toEqual([expect.arrayContaining([engine?.['key'], pricing?.['key']])])
  expect(refused.body['detail']).toBe(`It would close a circle: ${engine?.['key']} waits for ${pricing?.['key']} waits for ${engine?.['key']}.`)
  expect((await post(`initiatives/${String(pricing?.['id'])}/commit`)).body['detail']).toMatch(/^DEP-\d+ is requested\.$/)
  const sso = await named('initiatives', 'SSO set-up that succeeds first time')
  expect((await post(`initiatives/${String(sso['id'])}/ship`)).body['detail']).toBe('It waits for DEP-4 Identity service 3.2.')
  expect((await post(`initiatives/${String(audit?.['id'])}/edit`, { effort: { likely: 5 } })).body['detail']).toContain(
    'Use reschedule, move, reestimate or retarget.',
  )
  const decision = (await list('decisions?state=decided&limit=1'))[0]
  expect((await post(`initiatives/${String(sso['id'])}/ship`, { override: at(decision, 'id') })).body).toMatchObject({
    stage: 'measuring',
    decision: at(decision, 'id'),
  })
})

test('a quarter that was committed tells what changed since, by cause and sponsor, with the rows; learning does not count, an undo annuls its pair', async () => {
  const kept = async () => (await owner('GET', '/api/v1/plan/kept')).body
  const before = await kept()
  const lines = [at(before, 'thrash', 'lines')].flat()
  const counted = lines.filter((line) => at(line, 'left') === null)
  const sum = counted.reduce((total: number, line) => total + Number(at(line, 'weight')), 0)
  expect(at(before, 'thrash', 'above')).toBeCloseTo(sum, 9)
  const causes = Object.values(Object(at(before, 'thrash', 'byCause')))
  expect(causes.reduce((total: number, share) => total + Number(share), 0)).toBeCloseTo(Number(at(before, 'thrash', 'index')), 9)
  expect(find(lines, 'kind', 'rescoped')).toMatchObject({ moved: 16, cause: 'estimate', sponsor: 'Core apps' })
  expect(find(lines, 'kind', 'deferred')).toMatchObject({ cause: 'sales-commitment', sponsor: 'Sales' })
  expect(before['differences']).toEqual(expect.arrayContaining([expect.objectContaining({ says: 're-estimated: 66 weeks → 82 weeks' })]))

  const alerts = await named('initiatives', 'Alerts for teams')
  const moved = (await post(`initiatives/${String(alerts['id'])}/reschedule`, { timeframe: '2029-Q1', cause: 'executive', sponsor: 'Board' })).body
  const worse = await kept()
  expect(Number(at(worse, 'thrash', 'index'))).toBeGreaterThan(Number(at(before, 'thrash', 'index')))
  expect(at(worse, 'thrash', 'bySponsor', 'Board')).toBeGreaterThan(0)
  const [change] = (await list(`initiatives/${String(moved['id'])}/history`)).toSorted((a, b) => Number(at(b, 'seq')) - Number(at(a, 'seq')))
  await post(`changes/${String(at(change, 'seq'))}/undo`)
  expect(at(await kept(), 'thrash', 'above')).toBeCloseTo(sum, 9)
  const now = house.app.clock.now()
  const past = (await owner('GET', `/api/v1/plan/kept?asOf=${encodeURIComponent(now)}`)).body
  expect(at(past, 'thrash', 'above')).toBeCloseTo(sum, 9)
  const long = encodeURIComponent(new Date(Date.parse(now) - 730 * 86_400_000).toISOString())
  expect((await owner('GET', `/api/v1/plan/kept?asOf=${long}`)).status).toBe(404)
  expect((await owner('GET', `/api/v1/plan/slip?bet=${String(alerts['key'])}&asOf=${long}`)).status).toBe(404)
  const feed = await list(`plan/changes?since=${encodeURIComponent(String(at(before, 'baseline', 'committedAt')))}`)
  expect(feed[0]).toMatchObject({ key: alerts['key'], says: [expect.stringContaining('Q1 2029')] })
})

test('a committed quarter is amended with a cause, again and again; each stays, and bets that joined are told', async () => {
  const [first] = await list('baselines?limit=10')
  const period = at(first, 'period')
  const amend = async (amends: unknown, input: object): Promise<Answer> => {
    const made = (await post('baselines', { title: 'Amended', period, amends })).body
    return await post(`baselines/${String(made['id'])}/commit`, input)
  }
  const why = { cause: 'capacity', reason: 'Two people left.' }
  expect((await amend(null, why)).body['detail']).toBe(`${String(at(first, 'key'))} is the baseline of that quarter.`)
  expect((await amend(at(first, 'id'), {})).body['detail']).toBe('It amends what was committed.')
  const second = (await amend(at(first, 'id'), why)).body
  expect(second).toMatchObject({ state: 'committed', ...why })
  expect((await amend(at(first, 'id'), why)).body['detail']).toBe(`${String(second['key'])} is the baseline of that quarter.`)
  expect((await amend(second['id'], why)).body).toMatchObject({ state: 'committed' })
  const told = (await owner('GET', `/api/v1/plan/kept?baseline=${String(second['key'])}`)).body
  expect(at(told, 'baseline', 'amends')).toEqual({ key: at(first, 'key'), ...why })
  expect(told['differences']).toEqual([])
})
