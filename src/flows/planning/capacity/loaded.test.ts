import { expect, test } from 'vitest'
import { rowOf as row } from '#test/support/rowOf.ts'
import type { AnyRow } from '#kernel'
import { loaded } from './loaded.ts'

/** Made by hand: ten people give 10 × 13 × 0.8 = 104 person-weeks a quarter, whoever has a skill 10.4 each. */
const cap = (period: string, values: object = {}) =>
  row(`CAP-${period}`, { team: 'Core', period, headcount: 10, weeks: 13, leave: 0, operations: 0.1, reserve: 0.1, state: 'confirmed', ...values })
const bet = (key: string, weeks: number | null, timeframe: string | null, values: object = {}) =>
  row(key, { title: key, stage: 'ready', horizon: 'next', teams: ['Core'], effort: weeks === null ? null : { likely: weeks }, timeframe, ...values })
const seat = (key: string, state: string, startsOn: string, values: object = {}) =>
  row(key, { title: key, team: 'Core', skill: null, share: 1, startsOn, state, countedFrom: null, ...values })

/** Person-weeks spent by quarter and bet. */
type Effort = Readonly<Record<string, Readonly<Record<string, number>>>>
const told = (rows: Readonly<Record<string, readonly AnyRow[]>>, asked: { quarters?: number; asOf?: string } = {}, spent: Effort = {}) =>
  loaded(
    {
      now: () => '2027-01-11T09:00:00.000Z',
      read: async (noun: string) => ({ items: rows[noun] ?? [], next: null, total: 0 }),
      behind: async ({ period }) => Object.entries(spent[period] ?? {}).map(([account, closing]) => ({ account, closing })),
    },
    { quarters: 2, ...asked },
  )
const plans = [cap('2027-Q1'), cap('2027-Q2')]
const lineOf = ({ lines }: Awaited<ReturnType<typeof loaded>>, quarter: string, squad = 'Core') =>
  lines.find((one) => one.quarter === quarter && one.squad === squad)

test('a bet asks evenly over its time, each squad its part, and what is over is told with the bets that cause it', async () => {
  const answer = await told({
    capacityPlan: plans,
    initiative: [bet('INI-1', 181, '2027-H1'), bet('INI-2', 40, '2027-Q1', { teams: ['Core', 'Web'] })],
  })
  // 181 person-weeks over 181 days: one a day, 90 of them in the first quarter
  expect(lineOf(answer, '2027-Q1')).toMatchObject({ asked: 110, gives: 104, state: 'over', headcount: 10, isConfirmed: true })
  expect(lineOf(answer, '2027-Q1')?.over).toBeCloseTo(6, 9)
  expect(lineOf(answer, '2027-Q1')?.bets.map(({ bet: key, weeks, frees }) => [key, weeks, Math.round(frees * 100) / 100])).toEqual([
    ['INI-1', 90, 6],
    ['INI-2', 20, 6],
  ])
  expect(lineOf(answer, '2027-Q2')).toMatchObject({ asked: expect.closeTo(91, 9), state: 'tight', over: 0 })
  expect(lineOf(answer, '2027-Q1', 'Web')).toMatchObject({ asked: 20, gives: 0, over: 20, headcount: null })
})

test('a committed bet asks from the quarter that first committed it; what is late, later or not sized is not counted but named', async () => {
  const flying = { stage: 'delivering', horizon: 'now' }
  const answer = await told({
    capacityPlan: plans,
    baseline: [row('BSL-1', { period: '2026-Q4', committedAt: '2026-10-01T00:00:00.000Z', items: [{ initiative: 'id-INI-1' }] })],
    initiative: [
      bet('INI-1', 182, '2027-Q1', flying), // 92 days before, 90 in this quarter
      bet('INI-2', 10, '2026-Q4', flying),
      bet('INI-3', null, '2027-Q1'),
      bet('INI-4', 10, null),
      bet('INI-5', 10, '2027-Q1', { teams: [] }),
      bet('INI-6', 99, '2027-Q1', { horizon: 'later' }),
      bet('INI-7', 99, '2027-Q1', { stage: 'declined' }),
      bet('INI-8', 99, '2028'),
    ],
  })
  expect(lineOf(answer, '2027-Q1')).toMatchObject({ asked: 90, bets: [{ bet: 'INI-1', isCommitted: true }] })
  expect(answer.uncounted.map(({ key, lacks }) => `${key} lacks ${lacks}`)).toEqual([
    'INI-2 lacks a time that is not over',
    'INI-3 lacks a size in person-weeks',
    'INI-4 lacks a time',
    'INI-5 lacks a squad',
  ])
})

test('what was spent on a running bet is taken off, what is left is worked on from today, and the quarter gave what was spent in it', async () => {
  const rows = {
    capacityPlan: plans,
    initiative: [
      bet('INI-1', 217, '2027-H1', { stage: 'delivering' }), // less 30 + 16 is 171, over the 171 days from 11 January: 80 in the first quarter
      bet('INI-2', 40, '2027-Q1', { stage: 'delivering' }), // more was spent than its size: a tenth is left
      bet('INI-3', 10, '2027-Q2', { stage: 'committed' }), // begins with its time
      bet('INI-4', 5, '2027-Q1'),
    ],
  }
  const answer = await told(rows, {}, { '2026-Q4': { 'INI-1': 30, 'INI-2': 50 }, '2027-Q1': { 'INI-1': 16 } })
  const weeksIn = (quarter: string) => lineOf(answer, quarter)?.bets.map(({ bet: key, weeks }) => `${key} ${Math.round(weeks * 1e6) / 1e6}`)
  expect(weeksIn('2027-Q1')).toEqual(['INI-1 96', 'INI-4 5', 'INI-2 4'])
  expect(weeksIn('2027-Q2')).toEqual(['INI-1 91', 'INI-3 10'])
  expect([answer.isSpentKnown, (await told(rows)).isSpentKnown]).toEqual([true, false])
})

test('a skill can be over while the squad has room, and is told as it was written first', async () => {
  const skilled = [cap('2027-Q1', { skills: [{ skill: 'Data', people: 2 }] }), cap('2027-Q2')]
  const answer = await told({ capacityPlan: skilled, initiative: [bet('INI-1', 60, '2027-Q1', { skills: [{ skill: 'data ', share: 0.5 }] })] })
  const line = lineOf(answer, '2027-Q1')
  expect(line).toMatchObject({ asked: 60, gives: 104, state: 'over', overAll: 0, skills: [{ skill: 'Data', asked: 30 }] })
  expect(line?.over).toBeCloseTo(30 - 20.8, 9)
})

test('seats add by their ramp: filled ones to what is given, open and planned ones beside it, and none once plans count them', async () => {
  const answer = await told({
    capacityPlan: plans,
    initiative: [bet('INI-1', 120, '2027-Q2')],
    seat: [
      seat('SEAT-1', 'filled', '2026-11-01'),
      seat('SEAT-2', 'open', '2027-01-01'),
      seat('SEAT-3', 'planned', '2027-06-15'),
      seat('SEAT-4', 'filled', '2026-01-01', { countedFrom: '2027-Q1' }),
      seat('SEAT-5', 'closed', '2026-01-01'),
    ],
  })
  const [first, second] = [lineOf(answer, '2027-Q1'), lineOf(answer, '2027-Q2')]
  expect(first?.gives).toBeCloseTo(114.4, 9)
  expect(first?.seats.filled).toBeCloseTo(10.4, 9)
  expect(first?.seats.open).toBeCloseTo(10.4 * ((20 * 0.5 + 23) / 64), 9) // half in February, all in March
  expect(second).toMatchObject({ seats: { planned: 0 } })
  expect([second?.over, second?.overIfHired].map((over) => Math.round((over ?? 0) * 10) / 10)).toEqual([5.6, 0])
  expect(answer.seats.map(({ key, state, gives }) => [key, state, Math.round((gives[1]?.weeks ?? 0) * 10) / 10])).toEqual([
    ['SEAT-4', 'filled', 0],
    ['SEAT-1', 'filled', 10.4],
    ['SEAT-2', 'open', 10.4],
    ['SEAT-3', 'planned', 0],
  ])
})

test('nothing planned is an empty answer, and a number of quarters that is none is refused', async () => {
  expect(await told({})).toMatchObject({ squads: [], lines: [], seats: [], uncounted: [] })
  await expect(told({}, { quarters: 0 })).rejects.toThrow('0 is no number of quarters.')
})
