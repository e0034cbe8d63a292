import { expect, test } from 'vitest'
import { answer, ines, nth, trial, vera } from '../trial.ts'
import { accept, close, exposureOf, mitigate, occur, risk } from './risk.ts'

const engine = {
  title: 'Query engine cannot hold twice today’s load',
  kind: 'technicalDebt',
  probability: 0.25,
  impact: { amount: 800_000, currency: 'USD' },
  owner: nth(4),
  reviewOn: '2026-12-01',
}
const live = { reason: 'Known and watched.', reviewOn: '2026-12-31' }

test('exposure is probability times likely loss, and unknown without a loss', () => {
  expect(exposureOf({ probability: 0.25, impact: { amount: 800_000, currency: 'USD' } })).toBe(200_000)
  expect(exposureOf({ probability: 0.25, impact: null })).toBeNull()
})

test('above the limit an editor does not accept a risk, an owner does', () => {
  expect(answer(trial(risk, accept, engine, live, ines))).toBe('Its exposure is above your limit.')
  expect(answer(trial(risk, accept, engine, live, vera))).toEqual({ state: 'accepted', response: 'accept', ...live })
  expect(answer(trial(risk, accept, { ...engine, probability: 0.1875 }, live, ines))).toMatchObject({ state: 'accepted' })
  expect(answer(trial(risk, accept, { ...engine, impact: null }, live))).toBe('Nobody has estimated the loss.')
  expect(answer(trial(risk, accept, engine, { ...live, reviewOn: '2026-11-16' }))).toBe('The acceptance would have ended already.')
  expect(answer(trial(risk, accept, { ...engine, state: 'closed' }, live))).toBe('It is closed; only an open risk is accepted.')
})

test('a mitigation never makes a risk more likely', () => {
  expect(answer(trial(risk, mitigate, engine, { mitigation: 'Rehearsed.', probability: 0.1 }))).toEqual({
    state: 'mitigated',
    mitigation: 'Rehearsed.',
    probability: 0.1,
  })
  expect(answer(trial(risk, mitigate, engine, { mitigation: 'Rehearsed.' }))).toMatchObject({ probability: 0.25 })
  expect(answer(trial(risk, mitigate, engine, { mitigation: 'Rehearsed.', probability: 0.3 }))).toBe('It would be more likely than before.')
  expect(answer(trial(risk, mitigate, { ...engine, state: 'accepted' }, { mitigation: 'x' }))).toBe('It is accepted; only an open risk is mitigated.')
})

test('what has happened happens once, and a closed risk stays closed', () => {
  expect(answer(trial(risk, occur, engine))).toEqual({ state: 'occurred', occurredOn: '2026-11-16' })
  expect(answer(trial(risk, occur, { ...engine, state: 'occurred' }))).toBe('It is occurred already.')
  expect(answer(trial(risk, close, { ...engine, state: 'occurred' }, { reason: 'Paid.' }))).toEqual({ state: 'closed', reason: 'Paid.' })
  expect(answer(trial(risk, close, { ...engine, state: 'closed' }, { reason: 'Paid.' }))).toBe('It is closed already.')
})
