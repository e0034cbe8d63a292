import { expect, test } from 'vitest'
import { readQuestion } from './readQuestion.ts'
import type { Reading } from './question.ts'
import { company } from './testing/company.ts'

const read = (text: string): Reading => readQuestion(text, company)
const asksOf = (reading: Reading): string[] => (reading.kind === 'didYouMean' ? reading.choices.map(({ ask }) => ask) : [])

test('a mistyped question is proposed as the nearest one that reads, and is not taken by itself', () => {
  const reading = read('logo chrun by segmnt')
  expect(reading).toMatchObject({ kind: 'didYouMean', notUnderstood: expect.arrayContaining(['chrun', 'segmnt']) })
  expect(asksOf(reading)[0]).toBe('logo churn by segment')
})

test('of two names that are as near none is taken: both are proposed', () => {
  const vocabulary = {
    ...company,
    metrics: company.metrics.slice(0, 2).map((metric, at) => ({ ...metric, name: ['Boats sold', 'Boots sold'][at] ?? '', synonyms: [] })),
  }
  const reading = readQuestion('bowts sold', vocabulary)
  expect(reading).toMatchObject({ kind: 'didYouMean', says: expect.stringContaining('Did you mean one of these?') })
  expect(asksOf(reading).map((ask) => ask.toLowerCase())).toEqual(['boats sold', 'boots sold'])
})

test('what is near to nothing is proposed as nothing, and every proposal reads as a question', () => {
  expect(read('NRR xylophone')).toMatchObject({ says: expect.not.stringContaining('Did you mean') })
  for (const text of ['NRR by segmnt', 'chrun last quartr', 'gros revenue retention by plann'])
    for (const ask of asksOf(read(text)).slice(0, 1)) expect([text, read(ask).kind]).toEqual([text, 'question'])
})
