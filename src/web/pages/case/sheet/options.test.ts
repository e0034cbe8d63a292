import { expect, test } from 'vitest'
import { nameFault, nothingIs, renamedOption, withOption, withoutOption } from './options.ts'
import { readSheet, sheetOf } from './sheet.ts'

const sheet = sheetOf({
  rate: 0.1,
  options: [
    { name: 'Build it', summary: 'All of it.' },
    { name: 'Wait', isNothing: true },
  ],
  proposes: 'Build it',
  stages: [{ option: 'Build it', name: 'Pilot', chance: 1, likely: 5, start: 0, end: 1 }],
  flows: [
    { option: 'Build it', name: 'Upgrades', kind: 'revenue', at: 1, likely: 10 },
    { option: 'Wait', name: 'Churn', kind: 'cost', at: 1, likely: 3 },
  ],
})
const told = (of: typeof sheet) => {
  const { options, proposes, stages, flows } = readSheet(of).values
  return [options.map(({ name }) => name), proposes, [...stages, ...flows].map((one) => `${String(one['option'])}: ${String(one['name'])}`)]
}

test('options come as the case has them', () =>
  expect(readSheet(sheet).values.options).toEqual([
    { name: 'Build it', isNothing: false, summary: 'All of it.' },
    { name: 'Wait', isNothing: true, summary: null },
  ]))

test('an option is added, takes its figures along under another name, and goes with them', () => {
  expect(told(withOption(sheet, ' Buy it '))).toEqual([['Build it', 'Wait', 'Buy it'], 'Build it', ['Build it: Pilot', 'Build it: Upgrades', 'Wait: Churn']])
  expect(told(renamedOption(sheet, 0, 'Make it'))).toEqual([['Make it', 'Wait'], 'Make it', ['Make it: Pilot', 'Make it: Upgrades', 'Wait: Churn']])
  expect(told(withoutOption(sheet, 0))).toEqual([['Wait'], null, ['Wait: Churn']])
  expect(told(withOption(sheetOf({}), 'First'))).toEqual([['First'], 'First', []])
})

test('of two options by one name one goes or gets another; the other keeps the name and the figures that both had', () => {
  const twice = { ...sheet, options: [...sheet.options, { name: 'Build it', isNothing: false, summary: null }] }
  expect(told(withoutOption(twice, 2))).toEqual([['Build it', 'Wait'], 'Build it', ['Build it: Pilot', 'Build it: Upgrades', 'Wait: Churn']])
  expect(told(renamedOption(twice, 0, 'Make it'))).toEqual([
    ['Make it', 'Wait', 'Build it'],
    'Make it',
    ['Build it: Pilot', 'Make it: Pilot', 'Build it: Upgrades', 'Make it: Upgrades', 'Wait: Churn'],
  ])
  expect(nothingIs(twice, 2).options.map(({ isNothing }) => isNothing)).toEqual([false, false, true])
})

test('exactly one is doing nothing', () => expect(nothingIs(sheet, 0).options.map(({ isNothing }) => isNothing)).toEqual([true, false]))

test.each([
  ['', 'Name it.'],
  ['build IT ', '“build IT” is an option already.'],
  ['x'.repeat(121), 'A name has 120 characters at the most.'],
  ['Buy it', null],
])('the name “%s”', (name, fault) => expect(nameFault(sheet, name)).toBe(fault))
