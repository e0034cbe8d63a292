import { expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { adopt, discard, keep, scenario } from './scenario.ts'

const best = { title: 'Solver’s best' }
const plan = [{ initiative: nth(5), period: '2027-Q1' }]
const solved = { ...best, state: 'solved', plan, value: 10 }

test('a solved scenario is adopted by a decision, and moves by their own verb the bets that do not stand there already', () => {
  expect(answer(trial(scenario, keep, best, { value: 10, bound: 10.2, gap: 0.02, plan }))).toMatchObject({ state: 'solved', value: 10, gap: 0.02, plan })
  const bets = [
    { id: nth(5), key: 'INI-5', stage: 'ready', timeframe: '2027-Q2' },
    { id: nth(6), key: 'INI-6', stage: 'ready', timeframe: '2027-Q1' },
    { id: nth(8), key: 'INI-8', stage: 'measuring', timeframe: '2026-Q4' },
  ]
  const wide = { ...solved, plan: bets.map(({ id }) => ({ initiative: id, period: '2027-Q1' })) }
  const decided = trial(scenario, adopt, wide, { decision: nth(7) }, vera, { initiative: bets })
  expect(answer(decided)).toEqual({ state: 'adopted', decision: nth(7) })
  expect(decided).toMatchObject({ then: { length: 1 } })
  expect(decided).toMatchObject({ then: [{ noun: 'initiative', verb: 'reschedule', id: nth(5), input: { timeframe: '2027-Q1', cause: 'capacity' } }] })
})

test('a decision that was not taken merges nothing', () => {
  const decision = (state: string) => ({ id: nth(7), key: 'DEC-7', state })
  const adopting = (state: string) => answer(trial(scenario, adopt, solved, { decision: nth(7) }, vera, { decision: [decision(state)] }))
  expect(adopting('proposed')).toBe('DEC-7 is proposed.')
  expect(adopting('decided')).toMatchObject({ state: 'adopted' })
})

test('a plan of a quarter that is over is not adopted', () => {
  expect(answer(trial(scenario, adopt, { ...solved, plan: [{ initiative: nth(5), period: '2026-Q3' }] }, { decision: nth(7) }))).toBe(
    'It plans 2026-Q3, which is over.',
  )
  expect(answer(trial(scenario, adopt, { ...solved, plan: [{ initiative: nth(5), period: '2026-Q4' }] }, { decision: nth(7) }))).toMatchObject({
    state: 'adopted',
  })
})

test('a draft is not adopted, and what is adopted is neither solved again nor discarded', () => {
  expect(answer(trial(scenario, adopt, best, { decision: nth(7) }))).toBe('It is draft; only a solved scenario is adopted.')
  expect(answer(trial(scenario, keep, { ...solved, state: 'adopted' }, { value: 1 }))).toBe('It is adopted.')
  expect(answer(trial(scenario, discard, { ...solved, state: 'adopted' }))).toBe('It is adopted; undo that first.')
  expect(answer(trial(scenario, discard, solved))).toEqual({ state: 'discarded' })
})

const cap = (n: number, team: string, period: string, headcount: number, more: object = {}) => ({
  id: nth(n),
  key: `CAP-${n}`,
  team,
  period,
  headcount,
  skills: null,
  state: 'confirmed',
  ...more,
})
const moving = (people: readonly object[], plans: readonly Readonly<Record<string, unknown>>[]) =>
  trial(scenario, adopt, { ...solved, plan: [], people }, { decision: nth(7) }, vera, {
    capacityPlan: plans,
    decision: [{ id: nth(7), key: 'DEC-7', state: 'decided' }],
  })

test('people who change squads are taken from the plans of one and put into those of the other, from their first quarter on', () => {
  const plans = [
    cap(20, 'Connect', '2026-Q4', 10),
    cap(21, 'Connect', '2027-Q1', 10, { skills: [{ skill: 'Backend', people: 4 }] }),
    cap(22, 'Identity', '2027-Q1', 8, { state: 'proposed' }),
  ]
  const move = { from: 'Connect', to: 'Identity', people: 2, skill: 'backend', since: '2027-Q1' }
  expect(moving([move], plans)).toMatchObject({
    then: [
      {
        noun: 'capacityPlan',
        verb: 'revise',
        id: nth(21),
        input: { headcount: 8, skills: [{ skill: 'Backend', people: 2 }], reason: 'XXX-1 was adopted by DEC-7.' },
      },
      { noun: 'capacityPlan', verb: 'edit', id: nth(22), input: { headcount: 10, skills: [] } },
    ],
  })
  const told = cap(22, 'Identity', '2027-Q1', 8, { skills: [{ skill: 'Design', people: 3 }] })
  expect(moving([move], plans.toSpliced(2, 1, told))).toMatchObject({
    then: [
      {},
      {
        id: nth(22),
        input: {
          headcount: 10,
          skills: [
            { skill: 'Design', people: 3 },
            { skill: 'backend', people: 2 },
          ],
        },
      },
    ],
  })
  expect(answer(moving([{ ...move, people: 5 }], plans))).toBe('Connect has too few people with Backend in 2027-Q1.')
  expect(answer(moving([{ ...move, people: 11, skill: null }], plans))).toBe('Connect has 10 people in 2027-Q1, and 11 would leave.')
  expect(answer(moving([{ ...move, people: 7, skill: null }], plans))).toBe('Of the people of Connect in 2027-Q1 too few are without a named skill.')
  expect(answer(moving([{ ...move, since: '2026-Q4' }], plans))).toBe('Identity has no capacity plan for 2026-Q4.')
  const over = cap(22, 'Identity', '2027-Q1', 8, { skills: [{ skill: 'Design', people: 9 }] })
  const [toOver, more] = [plans.toSpliced(2, 1, over), { ...move, people: 1, skill: null }]
  expect(answer(moving([move], toOver))).toBe('CAP-22 of Identity in 2027-Q1: Its skills name 11 people, and it has 10.')
  expect(answer(moving([move, more], toOver))).toMatchObject({ state: 'adopted' }) // who has no named skill makes up for it
  expect(() => moving([{ ...move, to: 'Connect' }], plans)).toThrow('Connect would move people to itself.')
})

test('people whose first quarter is over move from the running one on: what was planned for the past stays', () => {
  const plans = [cap(20, 'Connect', '2026-Q3', 10), cap(21, 'Identity', '2026-Q3', 8), cap(22, 'Connect', '2026-Q4', 10), cap(23, 'Identity', '2026-Q4', 8)]
  const move = { from: 'Connect', to: 'Identity', people: 2, skill: null, since: '2026-Q3' }
  expect(moving([move], plans)).toMatchObject({
    then: [
      { id: nth(22), input: { headcount: 8 } },
      { id: nth(23), input: { headcount: 10 } },
    ],
  })
  expect(moving([move], plans)).toMatchObject({ then: { length: 2 } })
  expect(answer(moving([move], plans.toSpliced(1, 1)))).toMatchObject({ state: 'adopted' }) // the past need not be planned
})
