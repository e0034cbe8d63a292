import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from './smallCompany.ts'
import { at, testHouse, type Reply, type TestHouse } from './testHouse.ts'
import { young } from './young.ts'

/** What customers do and say, counted by hand in young.ts and smallCompany.ts. */
let house: TestHouse
let dir: string
let small: string
beforeAll(async () => {
  house = await testHouse()
  dir = await house.folder('young', young)
  small = await house.folder('small', facts)
})
afterAll(() => house.stop())

const ask = (metric: string, ...more: readonly string[]): Promise<Reply> => house.json('measure', metric, '--facts', dir, '--as-of', '2024-12-31', ...more)
const askSmall = (metric: string, ...more: readonly string[]): Promise<Reply> =>
  house.json('measure', metric, '--facts', small, '--as-of', '2024-12-31', '--from', '2024-01-01', ...more)
const pointOf = (answer: Reply, period: string): unknown =>
  at(
    answer,
    'points',
    [...Array(120).keys()].findIndex((index) => at(answer, 'points', index, 'period') === period),
  )

describe('activation and time to value', () => {
  test('one of the two of week 41 reported within 14 days; 14 days to the second is too late, and week 1 is too young', async () => {
    const answer = await ask('activation-rate')
    expect(pointOf(answer, '2024-W41')).toMatchObject({ value: 0.5, numerator: 1, denominator: 2, n: 2 })
    expect(pointOf(answer, '2024-W42')).toMatchObject({ value: 0, numerator: 0, denominator: 1 })
    expect(pointOf(answer, '2025-W01')).toMatchObject({ value: null, reason: 'immature', parts: { started: 1 } })
    expect(answer).toMatchObject({ value: 0, numerator: 0, denominator: 1 })
    expect(at(answer, 'notes')).toEqual(
      expect.arrayContaining([expect.stringMatching(/headline is the cohort 2024-W42/), expect.stringMatching(/2 re-created/)]),
    )
  })

  test('a milestone, its count, its people and its days are switches, and an event that nobody sends is refused', async () => {
    expect(pointOf(await ask('activation-rate', '--set', 'activation_days=15'), '2024-W41')).toMatchObject({ value: 1 })
    expect(pointOf(await ask('activation-rate', '--set', 'milestone_users=2'), '2024-W41')).toMatchObject({ value: 0 })
    expect(pointOf(await ask('activation-rate', '--set', 'milestone_event=login'), '2024-W41')).toMatchObject({ value: 1 })
    const { exit, err } = await house.cli('measure', 'activation-rate', '--facts', dir, '--set', 'milestone_event=raport.done', '--json')
    expect([exit, at(JSON.parse(err), 'problem', 'detail')]).toEqual([1, 'No event is called “raport.done”.'])
  })

  test('of those who began before the first event, that nobody reached it is not known', async () => {
    const events = young['event.csv'].split('\n').filter((line) => !/^E.*,2024-1[01]-/.test(line))
    const late = await house.folder('late', { ...young, 'event.csv': events.join('\n') })
    const answer = await house.json('measure', 'activation-rate', '--facts', late, '--as-of', '2024-12-31')
    expect(pointOf(answer, '2024-W41')).toMatchObject({ value: null, reason: 'no_data', parts: { started: 2 } })
  })

  test('half of the four had value by day 14; those who still wait or left are not dropped', async () => {
    // 3 and 14 days; Crux was watched for 30 days, Dune for 2: open after 3 days 2/3, after 14 days 1/3
    const answer = await ask('time-to-value')
    expect(answer).toMatchObject({ value: 14, numerator: 2, denominator: 4, n: 4, parts: { p75: null, lostBeforeValue: 0.25 } })
    expect(at(answer, 'parts', 'open30')).toBeCloseTo(1 / 3, 12)
    expect(await ask('time-to-value', '--set', 'lost_before_value=competing')).toMatchObject({ value: 14 })
  })

  test('from the contract, value that came before it is a finding, and a median that was not reached says so', async () => {
    // Acme: 9 days and 8 hours; Bolt reported a day before its contract; Crux never: open 1/2 after Acme’s day, which is the median
    const answer = await ask('time-to-value', '--set', 'start=contract')
    expect(answer).toMatchObject({ numerator: 1, denominator: 2 })
    expect(at(answer, 'value')).toBeCloseTo(9 + 8 / 24, 10)
    expect(at(answer, 'notes')).toEqual(expect.arrayContaining([expect.stringMatching(/^1 accounts had their first outcome before/)]))
    expect(await ask('time-to-value', '--set', 'milestone_event=alert.sent', '--set', 'start=kickoff')).toMatchObject({ value: null })
    expect(await ask('time-to-value', '--set', 'milestone_users=2')).toMatchObject({ value: null, reason: 'not_reached', n: 4 })
  })
})

describe('active people and adoption', () => {
  test('people who do something, not logins, bots, ourselves or nobody', async () => {
    expect(await ask('daily-active-users')).toMatchObject({ value: 1, parts: { daily: 1, weekly: 1, monthly: 2 } })
    expect(await ask('weekly-active-users', '--grain', 'month')).toMatchObject({ value: 1 })
    const monthly = await ask('monthly-active-users', '--grain', 'month', '--by', 'area')
    expect(monthly).toMatchObject({
      value: 2,
      groups: [
        { key: 'Core', value: 2 },
        { key: 'Insights', value: 1 },
      ],
    })
    // Ann on two days and Bob on one of the 28
    expect(at(await ask('stickiness', '--grain', 'month'), 'value')).toBeCloseTo(3 / 28 / 2, 12)
  })

  test('where no event says who acted nobody was counted, which is not nobody', async () => {
    const nameless = young['event.csv'].replaceAll(/^(E\d+,\w+),\w*,/gm, '$1,,')
    const of = await house.folder('nameless', { ...young, 'event.csv': nameless })
    const answer = await house.json('measure', 'daily-active-users', '--facts', of, '--as-of', '2024-12-31')
    expect(answer).toMatchObject({ value: null, reason: 'no_data', notes: ['15 events do not say who acted: nobody is counted for them.'] })
    expect(await house.json('measure', 'active-accounts', '--facts', of, '--as-of', '2024-12-31')).toMatchObject({ value: 4 })
  })

  test('adoption has breadth, depth, weeks, revenue and people apart', async () => {
    expect(await ask('feature-adoption')).toMatchObject({
      value: 0.5,
      numerator: 1,
      denominator: 2,
      parts: { breadth: 0.5, depth: 2, weeks: 1, revenueWeighted: 0.5, users: 0.5, stillAfter8Weeks: 1 },
    })
  })

  test('of Ann and Bob, who began in October, one came in November and both in December', async () => {
    const answer = await ask('cohort-retention', '--set', 'age=1', '--from', '2024-09-01')
    expect(pointOf(answer, '2024-11')).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 })
    expect(at(answer, 'cohorts', 1)).toMatchObject({
      cohort: '2024-10',
      size: 2,
      cells: [
        { age: 0, value: 1 },
        { age: 1, value: 0.5 },
        { age: 2, value: 1 },
      ],
    })
    expect(pointOf(await ask('cohort-retention', '--set', 'age=1', '--set', 'variant=unbounded'), '2024-11')).toMatchObject({ value: 1 })
  })
})

describe('what they say', () => {
  test('the last answer of an invitation, once a year, on one scale, of one kind of wave', async () => {
    expect(await ask('nps')).toMatchObject({
      value: 25,
      n: 4,
      parts: { promoters: 2, passives: 1, detractors: 1, responseRate: 0.8, accountWeighted: 25 },
    })
    expect(await ask('nps', '--set', 'mode=transactional')).toMatchObject({ value: -100, n: 1 })
    expect(await ask('ces')).toMatchObject({ value: 5.5, n: 2 })
    expect(await ask('sus')).toMatchObject({ value: 75, n: 2 })
  })

  test('a net promoter score on another scale is refused', async () => {
    const folder = await house.folder('scale', { ...young, 'survey_response.csv': young['survey_response.csv'].replace('nps,9,0,10', 'nps,9,1,10') })
    const { exit, err } = await house.cli('measure', 'nps', '--facts', folder, '--as-of', '2024-12-31', '--json')
    expect([exit, at(JSON.parse(err), 'problem', 'code')]).toEqual([1, 'unsupported'])
  })

  test('tickets by days paid, urgent ones, active people, revenue and first answers apart', async () => {
    // paid days: Acme 31, Bolt 4, Crux 19 + 4
    const answer = await ask('ticket-rate')
    expect(at(answer, 'value')).toBeCloseTo(2 / (58 / 31), 12)
    expect(at(answer, 'parts')).toMatchObject({ urgentTickets: 1, perActiveUser: 1, hoursToFirstResponse: 2, deflected: 1 })
    expect(at(answer, 'parts', 'perThousandOfMrr')).toBeCloseTo(2 / 0.35, 10)
  })
})

describe('what they pay', () => {
  test('three contracts fell due in December; Acme ran on, Crux came back in eight days, Bolt left', async () => {
    expect(await ask('renewal-rate')).toMatchObject({ numerator: 2, denominator: 3, parts: { revenueWeighted: 0.4 } })
    expect(await ask('renewal-rate', '--set', 'renewal_grace_days=7')).toMatchObject({ numerator: 1, denominator: 3 })
  })

  test('flows of the small company', async () => {
    expect(await askSmall('monthly-net-revenue-retention')).toMatchObject({ value: 1, denominator: 2450 })
    expect(await askSmall('average-revenue-per-account')).toMatchObject({ value: 612.5, n: 4 })
    expect(await askSmall('win-back-share')).toMatchObject({ value: 1, numerator: 1, denominator: 1 })
    expect(pointOf(await askSmall('voluntary-churn-rate'), '2024-09')).toMatchObject({ value: 0.25, parts: { voluntary: 1, delinquent: 0, lost: 1 } })
    expect(at(pointOf(await askSmall('quick-ratio', '--grain', 'quarter'), '2024-Q2'), 'value')).toBeCloseTo(500 / 150, 12)
    expect(at(pointOf(await askSmall('net-mrr-churn', '--grain', 'quarter'), '2024-Q2'), 'value')).toBeCloseTo(-350 / 2300, 12)
    // one of 22 account-months of July to December was lost; 80 % of 612.50 a month is left
    expect(at(await askSmall('lifetime-value'), 'value')).toBeCloseTo(0.8 * 612.5 * 22, 6)
  })

  test('Dune, who paid first in February, still paid as much three months later', async () => {
    expect(pointOf(await askSmall('cohort-logo-retention'), '2024-05')).toMatchObject({ value: 1, numerator: 1, denominator: 1 })
    expect(pointOf(await askSmall('cohort-revenue-retention'), '2024-05')).toMatchObject({ value: 1, numerator: 300, denominator: 300 })
  })
})
