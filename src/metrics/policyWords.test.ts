import { expect, test } from 'vitest'
import { choices, defaultPolicy, presets, resolvePolicy } from '#engines/metrics/revenue/revenue.ts'
import { asksOf, meaningOf, switchNames, valuesOf } from './policyWords.ts'

test('every switch and every value that it allows is told in words', () => {
  expect(switchNames.toSorted()).toEqual(Object.keys(defaultPolicy).toSorted())
  for (const [name, values] of Object.entries(choices))
    for (const value of values) {
      expect(meaningOf(name, value), `${name}=${value}`).not.toBe(String(value))
      expect(asksOf(name)).not.toContain('_')
    }
})

test('rules with an argument say it, however they are written', () => {
  expect(meaningOf('past_due', 'active_through_dunning(30)')).toBe('Stays until dunning ends, then leaves as delinquent (30 days)')
  expect(meaningOf('past_due', defaultPolicy.past_due)).toBe('Stays until dunning ends, then leaves as delinquent (30 days)')
  expect(meaningOf('cohort', 'min_contract(10000, 12)')).toBe('Contracts above a value and term (10000, 12)')
  expect(meaningOf('window_months', 12)).toBe('12 months')
})

test('every preset can be told', () => {
  const told = Object.keys(presets).flatMap((preset) =>
    Object.entries(resolvePolicy(preset)).flatMap(([name, value]) => (name === 'provenance' ? [] : [meaningOf(name, value)])),
  )
  expect(told.filter((words) => words.length < 6)).toEqual([])
})

test('every value that a person is offered is one that the engine takes', () => {
  const taken = valuesOf.flatMap(([name, values]) => values.map((value) => resolvePolicy({ [name]: value }).provenance.set))
  expect(taken.every((set) => set.length === 1)).toBe(true)
  expect(valuesOf.length).toBe(switchNames.length - 3)
})
