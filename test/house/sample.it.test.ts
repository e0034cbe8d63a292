import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addPeriods, periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { signatureOf } from '#flows/reviews/review.ts'
import { parseField, type Field } from '#kernel'
import { createSample, sampleOf } from '../../src/house/sampleCompany.ts'
import { at, midMonth, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** The made-up company as a person meets it: every number trusted, every story's metric there, and all of it gone by one click. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse({ clock: midMonth })
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const items = async (path: string): Promise<unknown[]> => [(await owner('GET', `/api/v1/${path}`)).body['items']].flat()

/** A value that the generator wrote, as the store gives it back: amounts and the like are parsed on their way in. */
function told(name: string, field: Field<unknown>, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (field.columnar === 'TIMESTAMP') return new Date(String(value)).toISOString()
  const own = ['VARCHAR', 'DATE', 'BOOLEAN'].includes(String(field.columnar)) ? value : parseField(name, field, value)
  return field.columnar === 'JSON' && typeof own !== 'string' ? JSON.stringify(own) : own
}

/** How many rows, and a digest of all of them in whatever order. */
const digest = (rows: readonly string[]) => ({ rows: rows.length, sha256: createHash('sha256').update(rows.toSorted().join('\n')).digest('hex') })

test('the store holds every row that the generator makes, and no other', { timeout: 120_000 }, async () => {
  const workspace = (await house.app.workspaces.list()).find(({ slug }) => slug === 'harborlight')?.id ?? ''
  for (const [name, rows] of Object.entries(sampleOf(house.app.clock).facts)) {
    const columns = Object.entries(house.app.registry.facts.get(name)?.columns ?? {})
    const stored = await house.app.store.query(workspace, `select ${columns.map(([column]) => `"${column}"`).join(', ')} from "${name}"`)
    const made = [...rows].map((row) => JSON.stringify(columns.map(([column, field]) => told(column, field, row[column]))))
    const kept = stored.rows.map((row) => JSON.stringify(row))
    expect({ fact: name, ...digest(kept) }).toEqual({ fact: name, ...digest(made) })
    expect(made.length).toBeGreaterThan(0)
  }
})

test('on a day of the quarter before, its targets of that quarter are held against what was measured; the day before them there are none', async () => {
  const [today] = [house.app.clock.now().slice(0, 10)]
  const quarter = addPeriods(periodOf(today, 'quarter'), -1)
  const [middle, first] = [addDays(periodStart(quarter), 45), periodStart(quarter)]
  const nrr = async (asOf: string): Promise<unknown> =>
    (await items(`scorecard?asOf=${asOf}`)).find((item) => at({ item }, 'item', 'key') === 'net-revenue-retention')
  const told = await nrr(middle)
  expect(told).toMatchObject({ target: { by: periodEnd(quarter), state: 'agreed' }, variance: expect.any(Number) })
  expect(at({ told }, 'told', 'target', 'name')).toContain(`by the end of ${quarter.slice(5)}`)
  expect(await nrr(first)).toMatchObject({ target: null })
  expect(await nrr(today)).toMatchObject({ target: { by: periodEnd(periodOf(today, 'quarter')) } })
})

test('every metric that its stories need has a value, a series and the trust of its reader', async () => {
  const card = await items('scorecard')
  const told = Object.fromEntries(card.map((item) => [String(at(item, 'key')), { value: typeof at(item, 'value'), trust: at(item, 'trust', 'state') }]))
  const trusted = { value: 'number', trust: 'trusted' }
  for (const key of [
    'net-revenue-retention',
    'gross-revenue-retention',
    'logo-churn-rate',
    'annual-recurring-revenue',
    'mrr-movements',
    'ticket-rate',
    'csat',
    'feature-adoption',
    'active-accounts',
    'slo-attainment',
    'error-budget',
    'service-level',
    'change-failure-rate',
    'competency-growth',
    'cost-to-serve',
    'cycle-time',
    'defect-removal-efficiency',
    'delivery-predictability',
    'deployment-frequency',
    'escaped-defects',
    'experiment-velocity',
    'forecast-calibration',
    'incident-rate',
    'increment-predictability',
    'lead-time-for-changes',
    'offer-acceptance',
    'product-margin',
    'quality-of-hire',
    'ramp-time',
    'regretted-attrition',
    'roadmap-predictability',
    'stakeholder-satisfaction',
    'time-to-restore',
  ])
    expect({ key, ...told[key] }).toEqual({ key, ...trusted, trust: expect.stringMatching(/^(trusted|provisional)$/) })
  expect((await items('quality')).filter((finding) => at(finding, 'severity') === 'error')).toEqual([])
})

const listIn = (body: unknown, ...path: readonly string[]): unknown[] => [at(body, ...path)].flat()

test('before its first row no number is told, not even as zero', { timeout: 120_000 }, async () => {
  const zeros: string[] = []
  for (const key of house.app.registry.metrics.keys()) {
    const byMonth = await owner('GET', `/api/v1/metrics/${key}?from=2018-01&grain=month`)
    const { body } = byMonth.status === 200 ? byMonth : await owner('GET', `/api/v1/metrics/${key}?from=2018-01`)
    const oldest =
      listIn(body, 'freshness', 'inputs')
        .map((input) => String(at(input, 'oldest')))
        .toSorted()[0] ?? '2018-01-01'
    const early = listIn(body, 'points').filter((point) => at(point, 'value') === 0 && periodEnd(String(at(point, 'period'))) < oldest)
    zeros.push(...early.map((point) => `${key} ${String(at(point, 'period'))}`))
  }
  expect(zeros).toEqual([])
})

test('the planted signals are found: retention breaks its limits in mid-market; the new level of tickets is explained by a declared change', async () => {
  const card = await items('scorecard')
  const line = (key: string) => card.find((item) => at(item, 'key') === key)
  expect(line('net-revenue-retention')).toMatchObject({ signal: { state: 'signal' } })
  expect(line('ticket-rate')).toMatchObject({ signal: { state: 'routine', says: expect.stringContaining('limits are provisional') } })
  const today = (await owner('GET', '/api/v1/today')).body
  expect([today['signals']].flat().find((one) => at(one, 'metric') === 'net-revenue-retention')).toMatchObject({ driver: expect.stringMatching(/mid/i) })
  expect(
    [today['signals']].flat().map((one) => at(one, 'metric')),
    'judged by the line of another',
  ).not.toContain('monthly-net-revenue-retention')
  const isGlad = [today['signals']]
    .flat()
    .map((one) => at(one, 'kind') === 'newSignal' && Number(at(one, 'value')) > Number(at(one, 'centre')) === (at(one, 'better') === 'up'))
  expect(isGlad.slice(isGlad.indexOf(true)).every(Boolean) && isGlad[0] === false, 'what asks for something stands before good news').toBe(true)
  expect([today['needs']].flat().length).toBeGreaterThan(0)
})

/** Rules a and b of the limits, read here in another way: beyond a limit, and the eighth and later of a row of closed periods on one side. */
test('every point carries the rules that it breaks, so that a chart marks runs as well as what lies outside', async () => {
  const told: Record<string, number> = { outside: 0, run: 0, near: 0 }
  const plain = new Set(['gross-revenue-retention', 'net-revenue-retention', 'csat', 'slo-attainment']) // separate months, one stretch of limits
  for (const item of await items('scorecard')) {
    const limits = at(item, 'signal', 'limits')
    const closed = [at(item, 'points')].flat().filter((point) => at(point, 'mature') === true && at(point, 'value') !== null)
    for (const point of closed) for (const rule of [at(point, 'rules')].flat()) told[String(rule)] = (told[String(rule)] ?? 0) + 1
    if (!plain.has(String(at(item, 'key'))) || at(item, 'signal', 'chart') !== 'xmr') continue
    const [lower, centre, upper] = ['lower', 'centre', 'upper'].map((name) => Number(at(limits, name)))
    const sides = closed.map((point) => Math.sign(Number(at(point, 'value')) - Number(centre)))
    closed.forEach((point, index) => {
      const value = Number(at(point, 'value'))
      const rules = [at(point, 'rules')].flat()
      const row = sides
        .slice(0, index + 1)
        .toReversed()
        .findIndex((side) => side !== sides[index])
      const length = row < 0 ? index + 1 : row
      expect({ key: at(item, 'key'), period: at(point, 'period'), outside: rules.includes('outside'), run: rules.includes('run') }).toEqual({
        key: at(item, 'key'),
        period: at(point, 'period'),
        outside: value > Number(upper) || value < Number(lower),
        run: length >= 8 && sides[index] !== 0,
      })
    })
  }
  expect(Object.entries(told).filter(([, count]) => count === 0)).toEqual([])
})

test('the goals, bets, decisions, risks and words of its people are there, each under its own person', async () => {
  for (const plural of [
    'objectives',
    'keyResults',
    'initiatives',
    'decisions',
    'dependencies',
    'risks',
    'feedback',
    'products',
    'notes',
    'accounts',
    'metricTargets',
  ])
    expect((await items(`${plural}?limit=1`)).length).toBe(1)
  const [decision] = await items('decisions?state=decided&limit=1')
  const history = await items(`decisions/${String(at(decision, 'id'))}/history`)
  expect(history.length).toBeGreaterThan(1)
  expect(new Set(history.map((change) => at(change, 'actor', 'name')))).not.toContain('Operator')
})

test('what its bets promise begins where the part of the metric that they name once stood', { timeout: 120_000 }, async () => {
  const dates = [0, 90, 180, 365].map((back) => addDays(house.app.clock.now().slice(0, 10), -back))
  const astray: string[] = []
  for (const bet of await items('initiatives?limit=50')) {
    for (const outcome of [at(bet, 'outcome')].flat()) {
      const [metric, part, by] = ['metric', 'segment', 'dimension'].map((name) => at(outcome, name))
      const readings = await Promise.all(
        dates.map((asOf) => owner('GET', `/api/v1/metrics/${String(metric)}?asOf=${asOf}${part ? `&by=${String(by ?? 'segment')}` : ''}`)),
      )
      const values = readings.flatMap(({ body }) =>
        (part ? [body['groups']].flat().filter((group) => at(group, 'key') === part) : [body]).map((one) => Number(at(one, 'value'))),
      )
      const baseline = Number(at(outcome, 'baseline'))
      if (!values.some((value) => Math.abs(baseline - value) <= 0.1 * value))
        astray.push(`${String(at(bet, 'key'))} ${String(metric)} ${String(part)}: ${baseline}, was ${values.join(', ')}`)
    }
  }
  expect(astray).toEqual([])
})

test('the review of the last closed month stands there as it was sent, signed over what it holds', async () => {
  const [sent, ...more] = await items('reviews')
  expect(more).toEqual([])
  expect(sent).toMatchObject({ kind: 'mbr', state: 'sent', period: sampleOf(house.app.clock).closedMonth })
  const { figures, period, asOf, signature } = (await owner('GET', `/api/v1/reviews/${String(at(sent, 'id'))}`)).body
  expect([at(figures, 'rows')].flat().length).toBeGreaterThan(5)
  expect(signatureOf({ figures, period, asOf })).toBe(signature)
})

test('its people defined two metrics: of one the second version counts, of the other a change waits, and both series differ', async () => {
  const defined = (await items('metric-definitions')).filter((one) => at(one, 'origin') !== 'computed')
  expect(defined.map((one) => [at(one, 'key'), at(one, 'state'), at(one, 'version'), at(one, 'proposed')]).toSorted()).toEqual([
    ['accounts-that-export', 'certified', 2, false],
    ['urgent-ticket-share', 'certified', 1, true],
  ])
  for (const [key, version] of [
    ['accounts-that-export', '1'],
    ['urgent-ticket-share', 'proposed'],
  ]) {
    expect((await owner('GET', `/api/v1/metrics/${key}`)).body).toMatchObject({
      value: expect.any(Number),
      trust: { state: expect.stringMatching(/^(trusted|provisional)$/) },
    })
    const told = (await owner('GET', `/api/v1/metrics/${key}/restatement?version=${version}`)).body
    const points = [told['points']].flat().filter((one) => at(one, 'before') !== null)
    expect(points.length).toBeGreaterThan(12)
    expect(points.every((one) => Number(at(one, 'difference')) > 0)).toBe(true)
  }
  expect((await items('notes')).filter((one) => at(one, 'kind') === 'definition').map((one) => at(one, 'name'))).toContain(
    'Accounts whose work leaves the product: version 2 counts',
  )
  const own = { from: '1', to: 'proposed', changes: [expect.objectContaining({ isProse: false })] }
  expect((await owner('GET', '/api/v1/metric-definitions/urgent-ticket-share/diff')).body).toMatchObject(own)
})

test('one click takes facts and objects away; people stay, and the chain tells all of it', async () => {
  expect((await owner('POST', '/api/v1/sample/remove')).status).toBe(200)
  for (const plural of [
    'objectives',
    'keyResults',
    'initiatives',
    'decisions',
    'dependencies',
    'risks',
    'feedback',
    'products',
    'notes',
    'accounts',
    'reviews',
    'scoreInputs',
    'scoreFormulas',
    'kanoAnswers',
    'views',
  ])
    expect({ plural, left: (await items(plural)).length }).toEqual({ plural, left: 0 })
  expect(await items('metric-definitions')).toEqual([])
  expect((await owner('GET', '/api/v1/metrics/annual-recurring-revenue')).body).toMatchObject({ value: null, reason: 'no_data' })
  expect((await items('members')).length).toBeGreaterThan(1)
  expect((await owner('GET', '/api/v1/me')).body['workspace']).toMatchObject({ isSample: false })
  expect((await owner('GET', '/api/v1/audit/verify')).body).toMatchObject({ valid: true })
  expect((await owner('POST', '/api/v1/sample/remove')).status).toBeLessThan(500)
})
