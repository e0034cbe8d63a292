import { expect, test } from 'vitest'
import { answer, trial } from '../trial.ts'
import { capacityPlan, confirm, revise } from './capacityPlan.ts'

const core = { title: 'Core apps, 2027-Q1', team: 'Core apps', period: '2027-Q1', headcount: 12 }

test('a confirmed plan changes only with a reason', () => {
  expect(answer(trial(capacityPlan, confirm, core))).toEqual({ state: 'confirmed' })
  expect(answer(trial(capacityPlan, confirm, { ...core, state: 'confirmed' }))).toBe('It is confirmed already.')
  expect(answer(trial(capacityPlan, confirm, { ...core, operations: 0.9, reserve: 0.2 }))).toBe('Operations and reserve take more than all of it.')
  expect(answer(trial(capacityPlan, revise, { ...core, state: 'confirmed' }, { headcount: 14, reason: 'Two joined.' }))).toEqual({
    headcount: 14,
    skills: null,
    away: null,
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

test('each person counts once under a skill, and an absence ends after it begins', () => {
  const skills = [
    { skill: 'Data', people: 8 },
    { skill: 'Web', people: 5 },
  ]
  expect(answer(trial(capacityPlan, confirm, { ...core, skills }))).toBe('Its skills name 13 people, and it has 12.')
  expect(answer(trial(capacityPlan, confirm, { ...core, headcount: 13, skills }))).toEqual({ state: 'confirmed' })
  expect(answer(trial(capacityPlan, revise, { ...core, headcount: 13, skills, state: 'confirmed' }, { headcount: 12, reason: 'One left.' }))).toBe(
    'Its skills name 13 people, and it has 12.',
  )
  expect(() =>
    trial(capacityPlan, confirm, {
      ...core,
      skills: [
        { skill: 'Data', people: 1 },
        { skill: 'data ', people: 1 },
      ],
    }),
  ).toThrow('stands twice')
  expect(() => trial(capacityPlan, confirm, { ...core, away: [{ from: '2027-02-01', to: '2027-01-01', people: 1 }] })).toThrow('An absence ends on 2027-01-01')
})
