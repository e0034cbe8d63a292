import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { Problem, type AnyRow, type Context, type Query } from '#kernel'
import { shownRound } from '../rounds/round.ts'
import { capacityOf } from './cut.ts'
import { scoredGround } from './ranked.ts'

const row = (id: string, values: object): AnyRow => rowOf(id, { id, updatedAt: '2027-01-04T08:00:00Z', ...values })
const today = '2027-01-04'
const plans = ['2027-Q1', '2027-Q2'].map((period) =>
  row(`CAP-${period}`, { team: 'Web', period, headcount: 2, weeks: 13, leave: 0, operations: 0, reserve: 0 }),
)
/** Two people who came long ago and whom no plan counts yet, and one who is only sought. */
const seats = [
  row('SEA-1', { team: 'Web', state: 'filled', startsOn: '2026-06-01', share: 2 }),
  row('SEA-2', { team: 'Web', state: 'open', startsOn: '2026-06-01', share: 1 }),
]
const bet = row('INI-1', { title: 'Seats', stage: 'ready', teams: ['Web'], effort: { likely: 52 } })
const survey = { importance: 8, satisfaction: 3, n: 40, on: '2026-12-20' }

/** A context over rows in memory, in which nobody knows who pays. */
function over(all: Readonly<Record<string, readonly AnyRow[]>>): Context {
  const known: Partial<Context> = {
    workspace: { id: 'w', slug: 'w', name: 'W', currency: 'USD', timeZone: 'UTC' },
    me: { id: 'm', name: 'M', role: 'owner', door: 'test' },
    now: () => `${today}T09:00:00.000Z`,
    find: async (noun) => all[noun]?.[0] ?? row('none', {}),
    read: async (noun: string, { filter = {} }: Query = {}) => {
      const items = (all[noun] ?? []).filter((one) => Object.entries(filter).every(([name, wanted]) => [wanted].flat().includes(one[name])))
      return { items, next: null, total: items.length }
    },
    measure: () => Promise.reject(new Problem('refused', 'There is no revenue.')),
  }
  return known as Context
}

test('filled seats that no plan counts work at a bet and lie above the cut line, sought ones do not', async () => {
  const { bets } = await scoredGround(over({ initiative: [bet], capacityPlan: plans, seat: seats }), today)
  expect(bets[0]?.figures['duration']).toBe(52 / 4)
  expect(capacityOf(plans, [], ['2027-Q2', '2027-Q3'], '2027-04-01')).toEqual({ Web: 26 })
  expect(capacityOf(plans, seats, ['2027-Q2', '2027-Q3'], '2027-04-01')).toEqual({ Web: 52 })
  expect(capacityOf(plans, seats, ['2027-Q1', '2027-Q2'], '2027-03-31')['Web']).toBeCloseTo(52 / 90 + 52, 9)
})

test('a round shows what customers say of its bets, and what somebody keeps before that', async () => {
  const terms = { method: 'opportunity', turn: 1, bets: ['INI-1'], participants: [], state: 'open', due: today, agreed: [] }
  const rows = {
    scoringRound: [row('RND-1', terms)],
    initiative: [bet],
    capacityPlan: plans,
    seat: seats,
    opportunity: [row('OPP-1', { themes: [], initiatives: ['INI-1'], state: 'validated', survey })],
  }
  const held = async (scoreInput: readonly AnyRow[]) => (await shownRound(over({ ...rows, scoreInput }), 'RND-1')).bets[0]?.held
  expect(await held([])).toEqual({ importance: 8, satisfaction: 3 })
  expect(await held([row('SIN-1', { initiative: 'INI-1', name: 'importance', value: 6, origin: 'judgement' })])).toEqual({ importance: 6, satisfaction: 3 })
})
