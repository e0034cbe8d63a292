import { expect, test } from 'vitest'
import { answer, trial } from '../trial.ts'
import { assumption, breakIt, confirm, retire } from './assumption.ts'

const rotates = { statement: 'Certificates rotate once a year.' }

test('whoever looks says what was seen, and until when nobody has to look again', () => {
  expect(answer(trial(assumption, confirm, rotates, { evidence: 'Twelve of twelve.', holdsUntil: '2027-03-01' }))).toEqual({
    state: 'holding',
    evidence: 'Twelve of twelve.',
    lookedAt: '2026-11-16',
    holdsUntil: '2027-03-01',
  })
  expect(answer(trial(assumption, confirm, { ...rotates, holdsUntil: '2026-12-01' }, { evidence: 'x' }))).toMatchObject({ holdsUntil: '2026-12-01' })
  expect(answer(trial(assumption, confirm, rotates, { evidence: 'x', holdsUntil: '2026-11-16' }))).toBe('That day is today.')
})

test('what is broken is broken once, may be confirmed again, and what is retired stays so', () => {
  expect(answer(trial(assumption, breakIt, rotates, { evidence: 'It rotated twice.' }))).toMatchObject({ state: 'broken', lookedAt: '2026-11-16' })
  expect(answer(trial(assumption, breakIt, { ...rotates, state: 'broken' }, { evidence: 'x' }))).toBe('It is broken already.')
  expect(answer(trial(assumption, confirm, { ...rotates, state: 'broken' }, { evidence: 'x' }))).toMatchObject({ state: 'holding' })
  expect(answer(trial(assumption, retire, rotates))).toEqual({ state: 'retired' })
  expect(answer(trial(assumption, retire, { ...rotates, state: 'retired' }))).toBe('It is retired already.')
  expect(answer(trial(assumption, confirm, { ...rotates, state: 'retired' }, { evidence: 'x' }))).toBe('It is retired.')
})
