import { expect, test } from 'vitest'
import { answer, now, nth, trial } from '../trial.ts'
import { competitor, reassess, recordMove, retire as retireCompetitor, track } from './competitor.ts'
import { job, retire as retireJob, validate as validateJob } from './job.ts'
import { persona, retire as retirePersona, validate } from './persona.ts'

const today = now.slice(0, 10)

test('a persona counts as shown once feedback shows it', () => {
  expect(answer(trial(persona, validate, { title: 'Administrator' }))).toBe('Nothing shows it yet.')
  expect(answer(trial(persona, validate, { title: 'Administrator', evidence: [nth(7)] }))).toEqual({ state: 'validated', validatedOn: today })
  expect(answer(trial(persona, validate, { title: 'Administrator', state: 'retired', evidence: [nth(7)] }))).toBe('It is retired already.')
  expect(answer(trial(persona, retirePersona, { title: 'Administrator' }, { reason: 'Two people in one.' }))).toEqual({
    state: 'retired',
    reason: 'Two people in one.',
  })
})

test('a job is validated when every outcome has scores of people who were asked, and says where from', () => {
  const fields = { title: 'Give access', situation: 'somebody starts', motivation: 'them in', outcome: 'nobody calls' }
  const scored = { statement: 'It works at once', importance: 9, satisfaction: 4, n: 40 }
  expect(answer(trial(job, validateJob, fields))).toBe('It has no outcome.')
  expect(answer(trial(job, validateJob, { ...fields, outcomes: [scored, { ...scored, statement: 'It is undone', n: 0 }] }))).toBe(
    '“It is undone” has no scores of people who were asked.',
  )
  expect(answer(trial(job, validateJob, { ...fields, outcomes: [{ ...scored, importance: null }], basis: 'Survey' }))).toMatch(/has no scores/)
  expect(answer(trial(job, validateJob, { ...fields, outcomes: [scored] }))).toBe('It does not say where its scores come from.')
  expect(answer(trial(job, validateJob, { ...fields, outcomes: [scored], basis: 'Survey' }))).toEqual({ state: 'validated', validatedOn: today })
  expect(answer(trial(job, retireJob, { ...fields, state: 'retired' }, { reason: 'x' }))).toBe('It is retired already.')
})

const rival = { title: 'Tarnbridge', positioning: 'All work in one place.', owner: nth(1) }

test('a competitor is tracked by somebody who knows what it says', () => {
  expect(answer(trial(competitor, track, { ...rival, positioning: null }))).toBe('Nobody has written down what they say they are.')
  expect(answer(trial(competitor, track, { ...rival, owner: null }))).toBe('Nobody looks after it.')
  expect(answer(trial(competitor, track, rival))).toMatchObject({ state: 'tracked' })
  expect(answer(trial(competitor, track, { ...rival, state: 'retired' }))).toMatchObject({ state: 'tracked' })
  expect(answer(trial(competitor, retireCompetitor, { ...rival, state: 'tracked' }, { reason: 'Bought.' }))).toEqual({ state: 'retired', reason: 'Bought.' })
})

test('moves stand newest first, with what we make of them; none lies ahead', () => {
  const move = { on: '2026-11-02', kind: 'price', what: 'A third off.', threat: 3, response: 'ignore' }
  const before = { ...move, on: '2026-09-01', what: 'A new plan.' }
  const tracked = { ...rival, state: 'tracked', moves: [move] }
  expect(answer(trial(competitor, recordMove, tracked, before))).toMatchObject({
    moves: [{ on: '2026-11-02' }, { on: '2026-09-01', what: 'A new plan.', response: 'ignore' }],
  })
  expect(answer(trial(competitor, recordMove, tracked, { ...move, on: '2099-01-01' }))).toBe('That day has not come.')
  expect(answer(trial(competitor, recordMove, rival, move))).toBe('It is new; moves are recorded of competitors that we track.')
  expect(() => trial(competitor, recordMove, tracked, { ...move, threat: 6 })).toThrow(/threat/)
})

test('a reassessment dates what was looked at today and keeps the rest as old as it is', () => {
  const old = { capability: nth(5), standing: 'parity', checkedOn: '2026-01-05', source: null }
  const tracked = { ...rival, state: 'tracked', capabilities: [old, { ...old, capability: nth(6) }] }
  expect(answer(trial(competitor, reassess, tracked, { capabilities: [{ capability: nth(6), standing: 'ahead' }] }))).toEqual({
    capabilities: [old, { capability: nth(6), standing: 'ahead', checkedOn: today, source: null }],
  })
  const twice = [
    { capability: nth(6), standing: 'ahead' },
    { capability: nth(6), standing: 'behind' },
  ]
  expect(answer(trial(competitor, reassess, tracked, { capabilities: twice }))).toBe('One capability is named twice.')
  expect(answer(trial(competitor, reassess, tracked, { capabilities: [{ ...old, checkedOn: '2099-01-01' }] }))).toBe(
    'Somebody would have looked in the future.',
  )
  expect(answer(trial(competitor, reassess, tracked, { capabilities: [] }))).toBe('No capability was looked at.')
})
