import { expect, test } from 'vitest'
import { Problem } from '#kernel'
import { spentOn } from './planning/spent.ts'
import { isAnswer, nothingIfRefused, refusesFigure } from './refusedFigure.ts'

const unsound = new Problem('unavailable', 'The ledger does not add up.', '', { code: 'reconciliation' })
const away = new Problem('unavailable', 'The database cannot be reached.')
const hidden = new Problem('forbidden', 'Your role may not see it.')
const refused = new Problem('refused', 'There is no rate.')
const bug = new TypeError('undefined is no function')

test('a number is refused by its rows alone', () => {
  expect([refused, unsound, away, hidden, bug].map(refusesFigure)).toEqual([true, true, false, false, false])
})

test('what is refused or hidden is nothing among others, and what fails stays a failure', () => {
  expect([refused, unsound, hidden].map(nothingIfRefused)).toEqual([null, null, null])
  for (const failure of [away, bug]) expect(() => nothingIfRefused(failure)).toThrow(failure)
})

test('of one thing among many a refusal is an answer, and so is what is too large; a store that is away is none', () => {
  const large = new Problem('unavailable', 'The question needs more memory.', '', { code: 'too-large' })
  expect([refused, unsound, hidden, large, away, bug].map(isAnswer)).toEqual([true, true, true, true, false, false])
})

test('effort that may not be read is none, and a store that is away is told as such', async () => {
  const spent = (error: Error) => spentOn({ now: () => '2026-11-30T00:00:00Z', behind: () => Promise.reject(error) }, '2026-11-30')
  expect(await spent(hidden)).toBeNull()
  await expect(spent(away)).rejects.toBe(away)
})
