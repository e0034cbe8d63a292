import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { archive, feedback, process, reopen } from './feedback.ts'

const note = { body: 'We gave up after the fourth upload.', channel: 'call', saidAt: '2026-11-09T10:00:00Z' }

test('feedback becomes the sign of a need with a theme and its importance', () => {
  expect(answer(trial(feedback, process, note, { theme: 'SSO set-up', initiative: nth(5), importance: 3 }))).toEqual({
    state: 'processed',
    signal: 'signal',
    theme: 'SSO set-up',
    initiative: nth(5),
    importance: 3,
    noiseReason: null,
  })
})

test('noise needs a reason and no theme', () => {
  expect(answer(trial(feedback, process, note, { noise: 'A test call.' }))).toMatchObject({ signal: 'noise', noiseReason: 'A test call.' })
  expect(answer(trial(feedback, process, note, { noise: 'A test call.', theme: 'SSO set-up' }))).toBe('It is either a need or noise.')
})

test.each([
  [{}, {}, 'It is linked to no theme.'],
  [{}, { theme: 'SSO set-up' }, 'Its importance is missing.'],
  [{ state: 'archived' }, { theme: 'SSO set-up', importance: 1 }, 'It is archived.'],
])('processing %j with %j is refused', (values, input, reason) => {
  expect(answer(trial(feedback, process, { ...note, ...values }, input))).toBe(reason)
})

test('only what was read is put away or read again', () => {
  expect(answer(trial(feedback, archive, note))).toBe('Nobody has read it yet.')
  expect(answer(trial(feedback, archive, { ...note, state: 'processed' }))).toEqual({ state: 'archived' })
  expect(answer(trial(feedback, archive, { ...note, state: 'archived' }))).toBe('It is archived already.')
  expect(answer(trial(feedback, reopen, { ...note, state: 'archived' }))).toEqual({ state: 'unprocessed', signal: 'unjudged' })
  expect(answer(trial(feedback, reopen, note))).toBe('Nobody has read it yet.')
})
