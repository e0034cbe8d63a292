import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chipsOf } from './chipsOf.ts'
import { readQuestion } from './readQuestion.ts'
import { editDistance, nearest } from './suggest.ts'
import { company } from './testing/company.ts'
import { normal, tokenise } from './tokens.ts'
import { metricWords } from './metricWords.ts'
import { structure } from './words.ts'

test('words are cut where a reader would cut them, and keep their place in the text', () => {
  expect(tokenise('What’s NRR in 2026-Q1, for Mid-market?').map(({ norm }) => norm)).toEqual(["what's", 'nrr', 'in', '2026-q1', 'for', 'mid', 'market'])
  expect(normal('Crème-brûlée’s')).toBe('creme brulee')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      for (const { text: written, start, end } of tokenise(text)) expect(text.slice(start, end)).toBe(written)
    }),
  )
})

// Damerau 1964 names the four slips of one edit; "ca" to "abc" is 3 in the restricted distance (2 in the unrestricted one).
test.each([
  ['activation', 'activaton', 1],
  ['activation', 'activattion', 1],
  ['activation', 'acitvation', 1],
  ['activation', 'actavation', 1],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['', 'nrr', 3],
])('from %s to %s are %d edits', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits)
})

test('a distance is symmetric, zero only for equals, and never longer than the longer word', () => {
  const word = fc.stringMatching(/^[a-d]{0,7}$/)
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, b) === 0).toBe(a === b)
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }),
  )
})

test('what is near is offered nearest first; what is far is not offered', () => {
  expect(nearest('enterprice', ['smb', 'enterprise', 'mid market'])).toEqual(['enterprise'])
  expect(nearest('adop', ['feature adoption', 'adoption'])).toEqual(['adoption'])
  expect(nearest('zz', ['zzz'])).toEqual([])
})

test('the tables hold words as they are compared, each once in its row', () => {
  for (const phrases of [...Object.values(structure), ...Object.values(metricWords)]) {
    expect(new Set(phrases).size).toBe(phrases.length)
    for (const phrase of phrases) expect(normal(phrase)).toBe(phrase)
  }
})

test('a chip row shows what was read, what may be added, and what each part could be instead', () => {
  const answer = readQuestion('NRR by segment last 4 quarters', company)
  if (answer.kind !== 'question') throw new Error(answer.kind)
  const chips = chipsOf(answer.question, company)
  expect(chips.map(({ slot, label, isSet }) => [slot, label, isSet])).toEqual([
    ['intent', 'show', true],
    ['metric', 'Net revenue retention', true],
    ['by', 'by segment', true],
    ['filter', 'for …', false],
    ['time', 'last 4 quarters', true],
    ['compare', 'vs …', false],
  ])
  expect(chips[2]?.options.find(({ label }) => label === 'by plan')?.ask).toBe('Show net revenue retention by plan last 4 quarters')
  expect(chips[4]?.clear).toBe('Show net revenue retention by segment')
})

test('a question is offered only what its answer is set against', () => {
  const sides = (text: string): string[] => {
    const reading = readQuestion(text, company)
    const chip = reading.kind === 'question' ? chipsOf(reading.question, company).find(({ slot }) => slot === 'compare') : undefined
    return chip?.options.map(({ label }) => label) ?? []
  }
  expect(sides('ARR in Q3 vs Q2')).toEqual(['vs Q2 2026', 'vs prior', 'vs last year', 'vs target'])
  expect(sides('why did ARR change in Q3 vs Q2')).toEqual(['vs Q2 2026', 'vs prior', 'vs last year'])
  expect(sides('rank segments by ARR vs prior')).toEqual(['vs prior'])
})
