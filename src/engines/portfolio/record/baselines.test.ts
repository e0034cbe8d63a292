import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applied, diff, predictability, type FrozenItem } from './baselines.ts'

const item = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  horizon: fc.constantFrom('now', 'next', null),
  effort: fc.nat(5),
  owner: fc.constantFrom('vera', null),
  timeframe: fc.constantFrom('2027-Q1', '2027-Q2'),
})
const state = fc.uniqueArray(item, { selector: ({ id }) => id })
const sorted = (items: readonly FrozenItem[]) => items.toSorted((a, b) => a.id.localeCompare(b.id))

test('a diff applied to the first state gives the second, and a state has no diff to itself (R-3.4)', () => {
  fc.assert(
    fc.property(state, state, (one, other) => {
      expect(sorted(applied(one, diff(one, other)))).toEqual(sorted(other))
      expect(diff(one, one)).toEqual([])
    }),
  )
})

test('each change is called by what changed', () => {
  const was = { id: 'a', horizon: 'now', timeframe: '2027-Q1', effort: 10, owner: 'vera', outcome: 'nrr 1.1' }
  const is = { ...was, horizon: 'next', timeframe: '2027-Q2', effort: 12, owner: 'ines', outcome: 'nrr 1.2' }
  expect(diff([was, { id: 'b' }], [is, { id: 'c' }]).map(({ change }) => change)).toEqual([
    'added',
    'removed',
    'moved horizon',
    'moved in time',
    're-estimated',
    're-targeted',
    're-owned',
  ])
})

test('what was removed stays in the denominator; learning is shown beside', () => {
  const items = [
    { id: 'a', effort: 20, deliveredOn: '2027-03-31', reachedTarget: true },
    { id: 'b', effort: 10, deliveredOn: '2027-04-01' },
    { id: 'c', effort: 10, deliveredOn: null, withdrawnByLearning: true },
  ]
  expect(predictability(items, '2027-03-31')).toEqual({
    byEffort: 0.5,
    byCount: 1 / 3,
    byTarget: 1 / 3,
    withoutLearning: 20 / 30,
    n: 3,
    delivered: 1,
    reading: 'low',
  })
  expect(predictability([], '2027-03-31')).toMatchObject({ byEffort: null, reading: null })
  const read = (effort: number) =>
    predictability(
      [
        { id: 'a', effort, deliveredOn: '2027-01-01' },
        { id: 'b', effort: 100 - effort, deliveredOn: null },
      ],
      '2027-03-31',
    ).reading
  expect([69.9, 70, 85, 85.1].map(read)).toEqual(['low', 'good', 'good', 'high'])
})
