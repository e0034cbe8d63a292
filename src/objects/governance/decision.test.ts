import { expect, test } from 'vitest'
import { answer, ines, nth, trial, vera } from '../trial.ts'
import { affirm, decide, decision, recordOutcome, reopen, request, supersede } from './decision.ts'

const assist = {
  question: 'Do we assist SSO set-up until the flow is fixed?',
  options: [{ name: 'Keep self-service' }, { name: 'Assist every set-up' }],
  assumptions: [{ says: 'Rotation happens once a year.' }],
  decider: vera.id,
}
const choice = { chosen: 'Assist every set-up', rationale: 'Losses stop within a week.', reviewOn: '2027-01-31' }
const decided = { ...assist, ...choice, state: 'decided', decidedOn: '2026-05-27' }

test('a choice is taken with its reasons and a day to look again', () => {
  expect(answer(trial(decision, request, assist))).toEqual({ state: 'awaiting' })
  expect(answer(trial(decision, decide, { ...assist, state: 'awaiting' }, { ...choice, confidence: 0.7 }))).toEqual({
    state: 'decided',
    ...choice,
    confidence: 0.7,
    rejected: null,
    decidedOn: '2026-11-16',
    reopenedFor: null,
  })
  expect(answer(trial(decision, decide, assist, { ...choice, on: '2026-05-27' }))).toMatchObject({ decidedOn: '2026-05-27' })
})

test.each([
  [{ options: [{ name: 'Assist every set-up' }] }, {}, 'One option is no choice.'],
  [{}, { chosen: 'Withdraw it' }, '“Withdraw it” is not one of its options.'],
  [{ assumptions: null }, {}, 'It names no assumption.'],
  [{}, { reviewOn: '2026-11-16' }, 'The review would come before the decision.'],
  [{ state: 'decided' }, {}, 'It is decided already.'],
  [{ state: 'superseded' }, {}, 'It is superseded already.'],
])('a decision with %j and %j is refused', (values, input, reason) => {
  expect(answer(trial(decision, decide, { ...assist, ...values }, { ...choice, ...input }))).toBe(reason)
})

test('the reasons against the others are kept, and are about others that it has', () => {
  const against = { option: 'Keep self-service', why: 'Losses go on for five weeks.' }
  const given = (...rejected: readonly object[]) => answer(trial(decision, decide, assist, { ...choice, rejected }))
  expect(given(against)).toMatchObject({ chosen: 'Assist every set-up', rejected: [against] })
  expect(given({ option: 'Assist every set-up', why: 'No.' })).toBe('“Assist every set-up” is chosen and rejected at once.')
  expect(given({ option: 'Withdraw it', why: 'No.' })).toBe('“Withdraw it” is not one of its options.')
  expect(given(against, against)).toBe('One option is rejected twice.')
})

test('it may rest on nothing when somebody says so', () => {
  expect(answer(trial(decision, decide, { ...assist, assumptions: null }, { ...choice, noAssumptions: true }))).toMatchObject({ state: 'decided' })
})

test('an editor who is not the decider does not decide', () => {
  expect(answer(trial(decision, decide, assist, choice, ines))).toBe('Somebody else decides this.')
  expect(answer(trial(decision, decide, { ...assist, decider: ines.id }, choice, ines))).toMatchObject({ state: 'decided' })
})

test('a broken assumption reopens it; looking again affirms it or replaces it', () => {
  expect(answer(trial(decision, reopen, decided, { because: 'It rotated twice.' }))).toEqual({ state: 'reopened', reopenedFor: 'It rotated twice.' })
  expect(answer(trial(decision, reopen, assist, { because: 'x' }))).toBe('It is framed; only a decided question is reopened.')
  expect(answer(trial(decision, affirm, { ...decided, state: 'reopened' }, { reviewOn: '2027-05-01' }))).toEqual({
    state: 'decided',
    reviewOn: '2027-05-01',
    reopenedFor: null,
  })
  expect(answer(trial(decision, affirm, decided, { reviewOn: '2026-11-16' }))).toBe('The next review is today.')
  expect(answer(trial(decision, affirm, assist, { reviewOn: '2027-05-01' }))).toBe('It is framed; there is nothing to affirm.')
  expect(answer(trial(decision, supersede, decided, { by: nth(7) }))).toEqual({ state: 'superseded', supersededBy: nth(7) })
  expect(answer(trial(decision, supersede, decided, { by: nth(99) }))).toBe('A decision cannot replace itself.')
  expect(answer(trial(decision, supersede, assist, { by: nth(7) }))).toBe('It is framed; only a decision that was taken is superseded.')
})

test('only what was decided has an outcome', () => {
  const result = { asExpected: false, note: 'Nothing moved.' }
  expect(answer(trial(decision, recordOutcome, decided, result))).toEqual({ result })
  expect(answer(trial(decision, recordOutcome, assist, result))).toBe('It was never decided.')
})
