import { expect, test } from 'vitest'
import { Problem } from '#kernel'
import { nothingIfRefused, refusesFigure } from './refusedFigure.ts'

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
