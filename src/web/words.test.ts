import { expect, test } from 'vitest'
import { nouns } from './vocabulary.ts'
import { pluralOf, words } from './words.ts'

test('every noun has the plural of its definition', () => {
  const told = Object.keys(nouns).map((noun) => [noun, pluralOf(noun)])
  expect(told.length).toBeGreaterThan(40)
  expect(told).toEqual(Object.values(nouns).map(({ noun }) => [noun.noun, noun.plural]))
})

test.each([
  ['metricTarget', 'Metric target'],
  ['work_item_transition', 'Work item transition'],
  ['sli_window', 'SLI window'],
  ['fx_rate', 'FX rate'],
  ['slope', 'Slope'],
  ['stillAfter8Weeks', 'Still after 8 weeks'],
  ['open30', 'Open 30'],
  ['p75', 'P75'],
])('%s is said as “%s”', (name, said) => {
  expect(words(name)).toBe(said)
})
