import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statedIn } from './inUnit.ts'

test.each([
  ['1.1', 'ratio', { value: 1.1, upper: null, direction: null }],
  ['110%', 'ratio', { value: 1.1, upper: null, direction: null }],
  ['at least 85 %', 'ratio', { value: 0.85, upper: null, direction: 'up' }],
  ['< 3%', 'ratio', { value: 0.03, upper: null, direction: 'down' }],
  ['between 85 and 95%', 'ratio', { value: 0.85, upper: 0.95, direction: 'within' }],
  ['$4.2M', 'money', { value: 4_200_000, upper: null, direction: null }],
  ['4200000', 'money', { value: 4_200_000, upper: null, direction: null }],
  ['-5', 'score', { value: -5, upper: null, direction: null }],
  ['36 hours', 'days', { value: 1.5, upper: null, direction: null }],
  ['2 days', 'hours', { value: 48, upper: null, direction: null }],
  ['30 points', 'score', { value: 30, upper: null, direction: null }],
  [0.9, 'ratio', { value: 0.9, upper: null, direction: null }],
  ['1.99', 'ratio', { value: 1.99, upper: null, direction: null }],
  ['250%', 'ratio', { value: 2.5, upper: null, direction: null }],
  ['at least 4/5', 'score', { value: 4, upper: null, direction: 'up' }],
  ['at most 0.5 per account', 'ratePerAccount', { value: 0.5, upper: null, direction: 'down' }],
] as const)('%s in %s', (cell, unit, told) => {
  expect(statedIn(cell, unit, 'USD')).toEqual(told)
})

test.each([
  ['110', 'ratio', '110 for a share: write 110% or 1.1.'],
  [95, 'ratio', '95 for a share: write 95% or 0.95.'],
  ['2', 'ratio', '2 for a share: write 2% or 0.02, or 200% if it is that many times the whole.'],
  [5, 'ratio', '5 for a share: write 5% or 0.05, or 500% if it is that many times the whole.'],
  ['at least 4/5', 'ratio', '4 out of 5 for a metric that counts in shares; write 80% if that is meant.'],
  ['at least 4/5', 'count', '4 out of 5 for a metric that counts in numbers.'],
  ['4/5', 'ratio', '4 out of 5 for a metric that counts in shares; write 80% if that is meant.'],
  ['at least $5 per user', 'money', 'A value per user for a metric that counts in money; write the value of the metric itself.'],
  ['at least 3 per week', 'count', 'A value per week for a metric that counts in numbers; write the value of the metric itself.'],
  ['5%', 'money', 'A percentage for a metric that counts in money.'],
  ['€5k', 'money', 'An amount in EUR; the workspace reports in USD.'],
  ['$5k', 'count', 'An amount of money for a metric that counts in numbers.'],
  ['1,5', 'count', '“1,5” can be read in two ways; write 1500 or 1.5.'],
  ['10 minutes', 'count', 'A value in minutes for a metric that counts in numbers.'],
  ['TBD', 'ratio', '“TBD” is no single value: No target is set.'],
  ['+10% over baseline', 'ratio', '“+10% over baseline” is no single value: The target is relative to another value; a baseline is needed.'],
] as const)('%s in %s is a fault that says so', (cell, unit, fault) => {
  expect(statedIn(cell, unit, 'USD')).toEqual({ fault })
})

test('a percentage is a hundredth of its number, to the last digit that was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999 }), (hundredths) => {
      const told = statedIn(`${(hundredths / 100).toFixed(2)}%`, 'ratio', 'USD')
      expect('value' in told ? told.value : null).toBeCloseTo(hundredths / 10_000, 12)
    }),
  )
})
