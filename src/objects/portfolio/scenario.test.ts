import { expect, test } from 'vitest'
import { answer, nth, trial, vera } from '../trial.ts'
import { adopt, discard, keep, scenario } from './scenario.ts'

const best = { title: 'Solver’s best' }
const plan = [{ initiative: nth(5), period: '2027-Q1' }]
const solved = { ...best, state: 'solved', plan, value: 10 }

test('a solved scenario is adopted by a decision, and moves every bet by its own verb', () => {
  expect(answer(trial(scenario, keep, best, { value: 10, bound: 10.2, gap: 0.02, plan }))).toMatchObject({ state: 'solved', value: 10, gap: 0.02, plan })
  const decided = trial(scenario, adopt, solved, { decision: nth(7) })
  expect(answer(decided)).toEqual({ state: 'adopted', decision: nth(7) })
  expect(decided).toMatchObject({ then: [{ noun: 'initiative', verb: 'reschedule', id: nth(5), input: { timeframe: '2027-Q1', cause: 'capacity' } }] })
})

test('a decision that was not taken merges nothing', () => {
  const decision = (state: string) => ({ id: nth(7), key: 'DEC-7', state })
  const adopting = (state: string) => answer(trial(scenario, adopt, solved, { decision: nth(7) }, vera, { decision: [decision(state)] }))
  expect(adopting('proposed')).toBe('DEC-7 is proposed.')
  expect(adopting('decided')).toMatchObject({ state: 'adopted' })
})

test('a draft is not adopted, and what is adopted is neither solved again nor discarded', () => {
  expect(answer(trial(scenario, adopt, best, { decision: nth(7) }))).toBe('It is draft; only a solved scenario is adopted.')
  expect(answer(trial(scenario, keep, { ...solved, state: 'adopted' }, { value: 1 }))).toBe('It is adopted.')
  expect(answer(trial(scenario, discard, { ...solved, state: 'adopted' }))).toBe('It is adopted; undo that first.')
  expect(answer(trial(scenario, discard, solved))).toEqual({ state: 'discarded' })
})
