import { expect, test } from 'vitest'
import { answer, trial } from '../trial.ts'
import { allocation, approve } from './allocation.ts'

const split = {
  title: '2027-Q1',
  period: '2027-Q1',
  lines: [
    { investment: 'growth', target: 0.7 },
    { investment: 'platform', target: 0.3, floor: 0.2 },
  ],
}

test('a split whose targets sum to 100 % is approved once', () => {
  expect(answer(trial(allocation, approve, split))).toEqual({ state: 'approved', decision: null })
  expect(answer(trial(allocation, approve, { ...split, state: 'approved' }))).toBe('It is approved already.')
})

test.each([
  [[{ investment: 'growth', target: 0.7 }], 'Its targets sum to 70 %.'],
  [[{ investment: 'growth', target: 1, floor: 0.2, ceiling: 0.9 }], 'The target of growth lies outside its floor and ceiling.'],
])('a split of %j is not', (lines, reason) => expect(answer(trial(allocation, approve, { ...split, lines }))).toBe(reason))
