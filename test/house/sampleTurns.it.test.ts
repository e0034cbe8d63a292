import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPeriods, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { netRevenueRetention } from '#metrics/netRevenueRetention.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, lastDay, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** The made-up company as somebody meets it who starts in the first days of a month, while the month before is held open, or on the day that closes it. */
describe.each([
  ['the 1st of a month', 1],
  ['the 5th', 5],
  ['the 6th', 6],
  ['1 January', 1, 1],
] as const)('started on %s', (_, day, month?: number) => {
  let house: TestHouse
  let owner: Visitor
  let [today, closed] = ['', '']
  beforeAll(async () => {
    house = await testHouse({ clock: lastDay(day, month) })
    await createSample(house.app)
    owner = await ownerOf(house, 'harborlight')
    today = house.app.clock.now().slice(0, 10)
    closed = addPeriods(today.slice(0, 7), day < netRevenueRetention.maturityDays ? -2 : -1)
  })
  afterAll(() => house.stop())

  const items = async (path: string): Promise<unknown[]> => [(await owner('GET', `/api/v1/${path}`)).body['items']].flat()
  const line = async (key: string) => (await items('scorecard')).find((item) => at(item, 'key') === key)
  const of = (list: unknown, metric: string) => [list].flat().find((entry) => at(entry, 'metric') === metric && at(entry, 'kind') === 'newSignal')

  test('the planted break of retention is signalled for the last closed month, in mid-market, and judged by its owner', async () => {
    const monthWord = showPeriod(closed).split(' ')[0] ?? ''
    expect(await line('net-revenue-retention')).toMatchObject({
      signal: { state: 'signal', says: expect.stringMatching(`^Below the lower limit of .* in ${monthWord}$`) },
    })
    const { entries, muted } = (await owner('GET', '/api/v1/signals')).body
    expect(of(entries, 'net-revenue-retention')).toMatchObject({
      key: `newSignal/net-revenue-retention/outside/below/${closed}`,
      driver: expect.stringMatching(/mid/i),
      verdict: { verdict: 'real', says: expect.stringContaining('Called real by Dana') },
    })
    expect(of(muted, 'ticket-rate')).toMatchObject({ cause: 'Explained by a declared change: Chats with a person count as tickets' })
    const { body } = await owner('GET', '/api/v1/today')
    expect(of(body['signals'], 'net-revenue-retention')).toMatchObject({ driver: expect.stringMatching(/mid/i) })
  })

  test('retention of the last closed month is not provisional; what is over and held open says so', async () => {
    const told = (await owner('GET', `/api/v1/metrics/net-revenue-retention?asOf=${periodEnd(closed)}`)).body
    expect(told).toMatchObject({ period: closed, value: expect.any(Number), trust: { state: 'trusted', reasons: [] } })
    const { points, trust } = (await owner('GET', '/api/v1/metrics/net-revenue-retention')).body
    const last = [points].flat().findLast((point) => at(point, 'mature') === true)
    expect(last).toMatchObject({ period: closed, value: told['value'] })
    expect(at(trust, 'state')).toBe(addPeriods(closed, 1) < today.slice(0, 7) ? 'provisional' : 'trusted')
  })

  test('every metric that its people measure has a figure that is trusted or waits for late facts alone, and no check finds an error', async () => {
    const owned = (await items('metrics?limit=200')).filter((one) => at(one, 'owner') !== null).map((one) => String(at(one, 'metricKey')))
    expect(owned.length).toBeGreaterThan(9)
    const card = await items('scorecard')
    const told = card.filter((item) => owned.includes(String(at(item, 'key'))))
    expect(told.filter((item) => at(item, 'value') === null).map((item) => at(item, 'key'))).toEqual(['ces', 'sus']) // the company asks neither
    const doubts = told.flatMap((item) => [at(item, 'trust', 'reasons')].flat().map((reason) => ({ key: at(item, 'key'), check: at(reason, 'check') })))
    expect(doubts.filter(({ check }) => check !== 'maturity')).toEqual([])
    expect((await items('quality')).filter((finding) => at(finding, 'severity') === 'error')).toEqual([])
  })

  test('targets stand where the last closed month stands: retention is behind as soon as one of the quarter is closed', async () => {
    const quarter = periodOf(today, 'quarter')
    const ours = (await items('targets')).filter((one) => at(one, 'by') === periodEnd(quarter) && at(one, 'segment') === null)
    expect(ours.map((one) => at(one, 'state'))).toEqual(ours.map(() => 'agreed'))
    const revenue = ours.filter((one) => /retention|recurring/.test(String(at(one, 'metric'))))
    expect(revenue.map((one) => at(one, 'now', 'period'))).toEqual([closed, closed, closed])
    const isJudged = periodOf(periodEnd(closed), 'quarter') === quarter
    const retention = revenue.filter((one) => /retention/.test(String(at(one, 'metric'))))
    if (isJudged) expect(retention.map((one) => at(one, 'status'))).toEqual(['behind', 'behind'])
    else expect(retention.map((one) => at(one, 'status'))).not.toContain('reached')
  })

  test('the review that was sent is that of the last closed month', async () => {
    expect((await items('reviews')).map((one) => [at(one, 'kind'), at(one, 'state'), at(one, 'period')])).toEqual([['mbr', 'sent', closed]])
  })
})
