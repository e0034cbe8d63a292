import { expect, test } from 'vitest'
import { answer, trial } from '../trial.ts'
import { capacityPlan, confirm, netWeeks, revise } from './capacityPlan.ts'

const core = { title: 'Core apps, 2027-Q1', team: 'Core apps', period: '2027-Q1', headcount: 12 }

test('twelve people give 12 x 13 x 0.88 x 0.75 = 102.96 person-weeks', () => {
  expect(netWeeks({ headcount: 12, weeks: 13, leave: 0.12, operations: 0.15, reserve: 0.1 })).toBeCloseTo(102.96, 9)
  expect(netWeeks({ headcount: 0, weeks: null, leave: null, operations: null, reserve: null })).toBe(0)
})

test('a confirmed plan changes only with a reason', () => {
  expect(answer(trial(capacityPlan, confirm, core))).toEqual({ state: 'confirmed' })
  expect(answer(trial(capacityPlan, confirm, { ...core, state: 'confirmed' }))).toBe('It is confirmed already.')
  expect(answer(trial(capacityPlan, confirm, { ...core, operations: 0.9, reserve: 0.2 }))).toBe('Operations and reserve take more than all of it.')
  expect(answer(trial(capacityPlan, revise, { ...core, state: 'confirmed' }, { headcount: 14, reason: 'Two joined.' }))).toEqual({
    headcount: 14,
    note: 'Two joined.',
  })
  expect(answer(trial(capacityPlan, revise, core, { headcount: 14, reason: 'x' }))).toBe('It is only proposed.')
})

test('capacity is that of a quarter, and nobody has fewer than no people', () => {
  for (const [values, says] of [
    [{ period: '2027' }, '“period”: “2027” is not a quarter.'],
    [{ period: '2027-03' }, '“period”: “2027-03” is not a quarter.'],
    [{ headcount: -2 }, '“headcount”: -2 is outside 0 to 10000.'],
  ] as const)
    expect(() => trial(capacityPlan, confirm, { ...core, ...values })).toThrow(says)
  expect(answer(trial(capacityPlan, confirm, { ...core, headcount: 0 }))).toEqual({ state: 'confirmed' })
})
