import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** Promises over windows of their own: a rolling one of 28 days, a calendar month, and one whose counts of five minutes tell how fast it burns. */
let house: TestHouse
let owner: Visitor
const day = 86_400_000
const today = Date.parse('2025-01-16T00:00:00Z')
const iso = (instant: number): string => new Date(instant).toISOString()

beforeAll(async () => {
  house = await testHouse({ clock: setClock('2025-01-16T09:00:00.000Z') })
  await house.company('harbor')
  const slo = [
    'id,service,target,window_days,window_kind',
    'api,api,0.99,28,rolling',
    'web,web,0.99,30,calendar',
    'pay,pay,0.999,30,rolling',
    'due,due,0.99,30,rolling',
  ].join('\n')
  const daily = (id: string, ago: number, bad: number) => `${id},${iso(today - (ago + 1) * day)},${iso(today - ago * day)},${1000 - bad},1000`
  const latest = today + 9 * 3_600_000
  const fine = Array.from({ length: 864 }, (_, ago) => {
    const end = latest - ago * 300_000
    return `pay,${iso(end - 300_000)},${iso(end)},${ago < 20 ? 970 : 1000},1000`
  })
  // 40 days: nothing fails but ten days with 30 bad of 1,000, from the 25th to the 16th day before today
  const rows = Array.from({ length: 40 }, (_, ago) => [daily('api', ago, ago >= 15 && ago < 25 ? 30 : 0), daily('web', ago, ago < 10 ? 12 : 0)]).flat()
  // overspent long ago, and in the last three days twice as fast as the even pace
  const due = Array.from({ length: 37 }, (_, ago) => daily('due', ago + 3, 30))
  const recent = fine.map((_, ago) => `due,${iso(latest - (ago + 1) * 300_000)},${iso(latest - ago * 300_000)},980,1000`)
  const windows = ['slo_id,start,end,good,valid', ...rows, ...fine, ...due, ...recent].join('\n')
  await house.json('import', await house.folder('levels', { 'slo.csv': slo, 'sli_window.csv': windows }), '--workspace', 'harbor')
  owner = await ownerOf(house, 'harbor')
})
afterAll(() => house.stop())

const groupOf = async (metric: string, service: string, words = '') => {
  const { body } = await owner('GET', `/api/v1/metrics/${metric}?by=service${words}`)
  return [at(body, 'groups')].flat().find((one) => at(one, 'key') === service)
}
const pointOf = (group: unknown, period: string) => [at(group, 'points')].flat().find((one) => at(one, 'period') === period)

test('a budget is that of the window which its objective promises: 300 bad of the 280 that 28 days allow, and 15 of 31 days of a month', async () => {
  const rolling = pointOf(await groupOf('error-budget', 'api', '&grain=day'), '2025-01-15')
  expect(rolling).toMatchObject({ value: expect.closeTo(1 - 300 / 280, 9), numerator: 300, denominator: 28_000, parts: { windowDays: 28, windowPassed: 1 } })
  const month = pointOf(await groupOf('error-budget', 'web', '&asOf=2025-01-15'), '2025-01')
  expect(month).toMatchObject({ value: expect.closeTo(1 - (120 / 15_000 / 0.01) * (15 / 31), 9), parts: { windowPassed: expect.closeTo(15 / 31, 9) } })
})

test('attainment counts windows of the promise, and rolling ones never together with those of a calendar', async () => {
  const { body } = await owner('GET', '/api/v1/metrics/slo-attainment?by=service')
  expect(body).toMatchObject({ value: null, reason: 'unsupported', notes: expect.arrayContaining([expect.stringContaining('Break it down by service')]) })
  expect(body['notes']).toContain('Windows: calendar month; rolling 28 days; rolling 30 days.')
  // counts begin on 7 December, so that the first whole window ends on 3 January; until the 15th each of the 13 holds all ten bad days
  expect(pointOf(await groupOf('slo-attainment', 'api', '&window=1m&asOf=2025-01-15'), '2025-01')).toMatchObject({ value: 0, denominator: 13, interval: null })
  expect(pointOf(await groupOf('slo-attainment', 'web', '&window=1m'), '2024-12')).toMatchObject({ value: 1, denominator: 1 })
})

test('a review lists the attainment of objectives of both kinds among what could not be measured, with its reason', async () => {
  const { body } = await owner('POST', '/api/v1/reviews/generate', { body: { kind: 'mbr', period: '2024-12' } })
  const because = 'Rolling and calendar windows are not counted together, so there is no figure of them all. Break it down by service.'
  expect(at(body, 'figures', 'refused')).toEqual([{ key: 'slo-attainment', name: 'SLO attainment', because }])
  const scored = [at((await owner('GET', '/api/v1/scorecard?asOf=2024-12-31')).body, 'items')].flat().find((one) => at(one, 'key') === 'slo-attainment')
  expect(scored).toMatchObject({ value: null, reason: 'unsupported', why: because })
})

test('signals tell a budget that is overspent and one that burns fast', async () => {
  const { body } = await owner('GET', '/api/v1/signals')
  const entries = [at(body, 'entries')].flat().filter((one) => at(one, 'kind') === 'budgetBurn')
  const says = entries.map((one) => String(at(one, 'says')))
  expect(says).toContain('pay: burns at 14.4 times the even pace or faster over 1 hour and 5 minutes; at that pace the error budget would last 50 hours')
  // a spent budget is graver than a slow burn
  expect(says.find((one) => one.startsWith('due'))).toContain('overspent by')
  expect(says.find((one) => one.startsWith('api'))).toContain('overspent by 7%')
  expect(says.some((one) => one.startsWith('web'))).toBe(false) // a third of it is spent after half of the month
})

test('a calendar window of 45 days is held at import, with what to write instead', async () => {
  const held = await house.json(
    'import',
    await house.folder('odd', { 'slo.csv': 'id,service,target,window_days,window_kind\nodd,odd,0.99,45,calendar\n' }),
    '--workspace',
    'harbor',
    '--dry-run',
  )
  expect(JSON.stringify(held)).toContain('No calendar period has 45 days.')
})

test('a month of which three days were counted has a verdict that is provisional, and says on which days it rests', async () => {
  const few = Array.from({ length: 3 }, (_, at) => `mon,2024-12-1${at}T00:00:00Z,2024-12-1${at + 1}T00:00:00Z,999,1000`)
  const files = {
    'slo.csv': 'id,service,target,window_days,window_kind\nmon,mon,0.99,30,calendar\n',
    'sli_window.csv': ['slo_id,start,end,good,valid', ...few].join('\n'),
  }
  await house.json('import', await house.folder('few', files), '--workspace', 'harbor')
  const { body } = await owner('GET', '/api/v1/metrics/slo-attainment?by=service&window=1m')
  const group = [at(body, 'groups')].flat().find((one) => at(one, 'key') === 'mon')
  expect(pointOf(group, '2024-12')).toMatchObject({ value: 1, denominator: 1, parts: { daysCounted: 3, daysPromised: 31, daysCountedShare: 3 / 31 } })
  expect(at(body, 'trust')).toMatchObject({ state: 'provisional', reasons: expect.arrayContaining([expect.objectContaining({ check: 'slo.coverage' })]) })
  expect(JSON.stringify(at(body, 'trust', 'reasons'))).toContain('mon: 3 of 31 days, 2024-12-01 to 2024-12-31')
})
