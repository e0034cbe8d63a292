import { expect, test } from 'vitest'
import { readQuestion } from '#engines/questions/readQuestion.ts'
import { surveySentence } from '#engines/questions/readSurvey.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import { harborlight } from './testing/harborlight.ts'
import { leadersQuestions } from './testing/leadersQuestions.ts'

const cases = leadersQuestions
  .trim()
  .split('\n')
  .map((line): [string, string] => {
    const [asked = '', read = ''] = line.split(' | ')
    return [asked, read]
  })

test('there are more than two hundred of them, each once', () => {
  expect(new Set(cases.map(([asked]) => asked)).size).toBe(cases.length)
  expect(cases.length).toBeGreaterThan(200)
})

test.each(cases)('%s', (asked, read) => {
  expect(said(asked)).toBe(read)
})

test('what is read reads as itself again', () => {
  for (const [, read] of cases.filter(([, one]) => !/^[?!]/.test(one))) expect(said(read)).toBe(read)
})

function said(text: string): string {
  const reading = readQuestion(text, harborlight)
  switch (reading.kind) {
    case 'question':
      return sentenceOf(reading.question, harborlight)
    case 'survey':
      return surveySentence(reading.survey, harborlight.calendar)
    case 'didYouMean':
      return `? ${reading.says}`
    case 'refusal':
      return `! ${reading.says}`
  }
}
