import { expect, test } from 'vitest'
import { unitOfPart } from './unitOfPart.ts'

test.each([
  ['p85', 'days', 'days'],
  ['acceptedMedian', 'days', 'days'],
  ['open30', 'days', 'ratio'],
  ['per1000Accounts', 'ratio', 'score'],
  ['revenue', 'ratio', 'money'],
  ['age', 'ratio', 'count'],
  ['stillAfter8Weeks', 'ratio', 'ratio'],
  ['monthlyChurn', 'money', 'ratio'],
  ['averageRevenue', 'money', 'money'],
  ['answers5', 'score', 'count'],
  ['promoters', 'score', 'count'],
  ['accountWeighted', 'ratio', 'ratio'],
] as const)('%s beside a number in %s is told in %s', (name, unit, told) => {
  expect(unitOfPart(name, unit)).toBe(told)
})
