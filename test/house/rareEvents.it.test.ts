import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { addDays, addPeriods } from '#engines/numbers/dates.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/**
 * Incidents some forty days apart until 30 April 2024, then none for a year and two months; a release a week, of which every twelfth was rolled back in the night after it. What happens less
 * than once in a month is judged by its gaps (kpis.md §6), on every surface.
 */
let house: TestHouse
let owner: Visitor
const gaps = [38, 43, 40, 36, 44, 41, 39, 42, 37, 40, 43, 38]
const last = '2024-04-30'
const today = '2025-06-30'
const line = async (key: string, asOf = today) =>
  [(await owner('GET', `/api/v1/scorecard?asOf=${asOf}`)).body['items']].flat().find((item) => at(item, 'key') === key)
const feed = async (asOf = today) => [(await owner('GET', `/api/v1/signals?asOf=${asOf}`)).body['entries']].flat()
const entry = async (asOf?: string) => (await feed(asOf)).find((one) => at(one, 'metric') === 'incident-rate' && at(one, 'kind') === 'newSignal')

const days = gaps.toReversed().reduce((dates, gap) => [addDays(dates[0] ?? last, -gap), ...dates], [last])
const rowOf = (severity: string) => (date: string) => `${severity}-${date},${severity},${date}T10:00:00Z,${date}T11:00:00Z,Core,api`
const severe = days.map(rowOf('p1'))
const small = ['2025-02-01', '2025-03-10', '2025-04-15', '2025-05-20', '2025-06-20'].map(rowOf('p3'))
const incidentsOf = (rows: readonly string[]): string => ['id,severity,impact_start,impact_end,area,service_id', ...rows].join('\n')

beforeAll(async () => {
  house = await testHouse({ clock: setClock(`${today}T09:00:00.000Z`) })
  const releases = Array.from({ length: 124 }, (_, index) => {
    const date = addDays('2023-02-13', 7 * index)
    return `R${index},core,${date}T08:00:00Z,${index % 12 === 6 ? `${addDays(date, 1)}T02:00:00Z` : ''}`
  })
  await house.json(
    'import',
    await house.folder('facts', {
      'incident.csv': incidentsOf([...severe, ...small]),
      'release.csv': ['id,product_id,released_at,rolled_back_at', ...releases].join('\n'),
    }),
    '--workspace',
    'harborlight',
  )
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

describe('incidents', () => {
  test('the number stays a count; the wait since the last one is held against the gaps, and is good news', async () => {
    expect(await line('incident-rate')).toMatchObject({
      value: 0,
      unit: 'count',
      state: 'green',
      signal: {
        state: 'signal',
        chart: 't',
        limits: null,
        spans: [],
        says: expect.stringMatching(/^Rarer than before: 426 days since the last P0 or P1, above the upper limit of \d\d$/),
        gaps: { name: 'Days between P0 and P1 incidents', unit: 'days', better: 'up', latest: { value: 426, isGood: true } },
      },
    })
    const points = [at(await line('incident-rate'), 'signal', 'gaps', 'points')].flat()
    expect(points.map((point) => at(point, 'value'))).toEqual([...gaps, 426])
    expect(points.map((point) => at(point, 'mature'))).toEqual([...gaps.map(() => true), false])
  })

  test('the feed tells it in days, draws the gaps, and keeps its name from day to day', async () => {
    const now = await entry()
    expect(now).toMatchObject({
      says: expect.stringContaining('Rarer than before'),
      unit: 'days',
      better: 'up',
      value: 426,
      centre: expect.closeTo(40, 0),
      line: { name: 'Days between P0 and P1 incidents', chart: 't', because: expect.stringContaining('Fewer than one event per period') },
    })
    expect(at(await entry('2025-06-28'), 'key')).toBe(at(now, 'key'))
    expect(at(now, 'key')).toBe(`newSignal/incident-rate/outside/above/${last}`)
  })

  test('gaps that cannot be trusted bear no mark where the number stands; the feed keeps theirs with what it holds back', async () => {
    const now = async () => [(await owner('GET', '/api/v1/scorecard')).body['items']].flat().find((item) => at(item, 'key') === 'incident-rate')
    const muted = async () => [(await owner('GET', '/api/v1/signals')).body['muted']].flat().find((one) => at(one, 'metric') === 'incident-rate')
    const marked = [{ period: today, rules: ['outside'] }]
    expect([at(await now(), 'signal', 'gaps', 'marks'), await muted()]).toMatchObject([marked, undefined])
    const faulty = {
      'incident.csv': incidentsOf([
        ...small,
        'twice,p3,2025-06-21T10:00:00Z,2025-06-21T11:00:00Z,Core,api',
        'twice,p3,2025-06-21T10:00:00Z,2025-06-21T12:00:00Z,Core,api',
      ]),
    }
    const { import: id } = await house.json('import', await house.folder('faulty', faulty), '--workspace', 'harborlight')
    const says = expect.stringContaining('cannot be trusted')
    expect(await now()).toMatchObject({ state: 'untrusted', signal: { state: 'none', says, marks: [], gaps: { marks: [], says } } })
    expect(await muted()).toMatchObject({ cause: 'The value is not to be trusted now', line: { marks: marked } })
    await house.json('import', 'undo', String(id), '--workspace', 'harborlight')
    expect(await now()).toMatchObject({ signal: { state: 'signal' } })
  })

  test('a day with a usual wait is routine, and says how long ago the last one was', async () => {
    expect(await line('incident-rate', addDays(last, 30))).toMatchObject({
      state: 'none',
      signal: { state: 'routine', says: '30 days since the last P0 or P1; usual 40' },
    })
    expect(await entry(addDays(last, 30))).toBeUndefined()
  })

  test('rows that are out of date show the wait, and conclude nothing from it', async () => {
    await house.company('quiet')
    await house.json('import', await house.folder('quiet', { 'incident.csv': incidentsOf(severe) }), '--workspace', 'quiet')
    const visit = await ownerOf(house, 'quiet')
    const [stale] = [(await visit('GET', '/api/v1/scorecard')).body['items']].flat().filter((item) => at(item, 'key') === 'incident-rate')
    expect(stale).toMatchObject({
      signal: { state: 'routine', says: '426 days since the last P0 or P1; usual 40; no newer row has come in, so nothing is concluded from the wait' },
    })
    const entries = [(await visit('GET', '/api/v1/signals')).body['entries']].flat()
    expect(entries.filter((one) => at(one, 'kind') === 'newSignal')).toEqual([])
  })

  test('a target of the count is not held against limits in days', async () => {
    expect((await owner('GET', '/api/v1/metrics/incident-rate/target-check?target=0')).body).toMatchObject({ noise: null })
  })

  test.each([
    ['May 2024', /^31 days since the last P0 or P1; usual 40\.$/],
    ['Q1 2025', /^Rarer than before: 335 days since the last P0 or P1, above the upper limit of \d\d\.$/],
  ])('why it changed in %s is told by the gaps as they stood when it was over', async (time, says) => {
    const asked = (await owner('GET', `/api/v1/ask?q=${encodeURIComponent(`why did P0 and P1 incidents change in ${time}`)}`)).body
    expect(at(asked, 'why', 'signal')).toMatch(says)
  })
})

test('failed releases are judged by the releases between them, on a g chart', async () => {
  expect(await line('change-failure-rate')).toMatchObject({
    unit: 'ratio',
    signal: {
      chart: 'g',
      state: 'routine',
      says: expect.stringMatching(/^\d releases since the last failed release; usual 11; limits are provisional, from 9 gaps$/),
      gaps: { name: 'Releases between failed releases', unit: 'count', better: 'up', latest: { centre: 11 } },
    },
  })
})

test('a wait for the next release is not held against gaps: where every row is an event, none proves that the feed still runs', async () => {
  const released = Array.from({ length: 14 }, (_, index) => `R${index},core,${addDays('2023-06-01', 45 * index)}T08:00:00Z`)
  await house.company('slow')
  await house.json('import', await house.folder('slow', { 'release.csv': ['id,product_id,released_at', ...released].join('\n') }), '--workspace', 'slow')
  const visit = await ownerOf(house, 'slow')
  const [item] = [(await visit('GET', '/api/v1/scorecard')).body['items']].flat().filter((one) => at(one, 'key') === 'deployment-frequency')
  expect(item).toMatchObject({ value: 0, signal: { chart: 'xmr', state: 'routine', gaps: null } })
})

test('regretted exits are judged by the days between them', async () => {
  const left = [150, 140, 160, 145, 155, 150, 148].reduceRight((dates, gap) => [addDays(dates[0] ?? '', -gap), ...dates], ['2025-03-01'])
  const exits = left.map((date, index) => `Q${index},P${index},exit,${date}T09:00:00Z,engineer,true`)
  const months = Array.from({ length: 48 }, (_, index) => `${addPeriods('2021-07', index)}-01,all,80`)
  const offers = `Q99,P99,offer_extended,${today.slice(0, 8)}10T09:00:00Z,engineer,`
  await house.company('people')
  const files = {
    'hiring.csv': ['requisition_id,person_id,kind,at,role,regretted', ...exits, offers].join('\n'),
    'headcount.csv': ['month,team_id,count', ...months].join('\n'),
  }
  await house.json('import', await house.folder('people', files), '--workspace', 'people')
  const visit = await ownerOf(house, 'people')
  const [item] = [(await visit('GET', '/api/v1/scorecard')).body['items']].flat().filter((one) => at(one, 'key') === 'regretted-attrition')
  expect(item).toMatchObject({
    unit: 'ratio',
    signal: {
      chart: 't',
      state: 'routine',
      says: '121 days since the last regretted exit; usual 150; limits are provisional, from 7 gaps',
      gaps: { name: 'Days between regretted exits', better: 'up' },
    },
  })
})

test('while fewer than six gaps lie between the events, the counts keep their limits', async () => {
  await house.company('few')
  await house.json('import', await house.folder('few', { 'incident.csv': incidentsOf([...severe.slice(-4), ...small]) }), '--workspace', 'few')
  const visit = await ownerOf(house, 'few')
  const [item] = [(await visit('GET', '/api/v1/scorecard')).body['items']].flat().filter((one) => at(one, 'key') === 'incident-rate')
  expect(item).toMatchObject({ signal: { chart: 'xmr', gaps: null } })
})
