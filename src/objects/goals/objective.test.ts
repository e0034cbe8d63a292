import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { abandon, close, commit, objective } from './objective.ts'

const grow = { title: 'Customers grow with us again', period: '2026-Q4', owner: nth(1), pillar: 'Keep and grow mid-market' }
const results = [nth(11), nth(12)]

test('committing an objective freezes its key results and commits each of them', () => {
  const decided = trial(objective, commit, grow, { keyResults: results })
  expect(answer(decided)).toEqual({ state: 'active', keyResults: results })
  expect(decided).toMatchObject({ then: results.map((id) => ({ noun: 'keyResult', verb: 'commit', id, input: { objective: nth(99) } })) })
})

test.each([
  [{ owner: null }, 2, 'It has no owner.'],
  [{ pillar: null }, 2, 'It serves no pillar.'],
  [{ state: 'active' }, 2, 'It is active already.'],
  [{}, 0, 'It has 0 key results; one to five tell an outcome.'],
  [{}, 6, 'It has 6 key results; one to five tell an outcome.'],
])('an objective with %j and %i key results is not committed', (values, count, reason) => {
  const keyResults = Array.from({ length: count }, (_, index) => nth(index + 11))
  expect(answer(trial(objective, commit, { ...grow, ...values }, { keyResults }))).toBe(reason)
})

test('an objective closes only when every committed key result has a result, measured or not', () => {
  const active = { ...grow, state: 'active', keyResults: results }
  const some = { results: [{ keyResult: results[0], value: 1.07 }], note: 'Half of it.' }
  expect(answer(trial(objective, close, active, some))).toBe('1 committed key results have no result.')
  const all = trial(objective, close, active, { ...some, results: [...some.results, { keyResult: results[1], value: null }] })
  expect(answer(all)).toEqual({ state: 'closed', closingNote: 'Half of it.', closedOn: '2026-11-16' })
  expect(all).toMatchObject({
    then: [
      { verb: 'score', input: { value: 1.07 } },
      { verb: 'score', input: { value: null } },
    ],
  })
})

test('only an active objective is closed or abandoned', () => {
  expect(answer(trial(objective, close, grow, { results: [], note: 'x' }))).toBe('It is proposed; only an active objective can be closed.')
  expect(answer(trial(objective, abandon, grow, { decision: nth(5), note: 'x' }))).toBe('It is proposed; only an active objective is abandoned.')
  expect(answer(trial(objective, abandon, { ...grow, state: 'active' }, { decision: nth(5), note: 'x' }))).toMatchObject({ state: 'abandoned' })
})
