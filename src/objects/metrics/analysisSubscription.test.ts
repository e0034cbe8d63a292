import { expect, test } from 'vitest'
import { answer, ines, nth, trial, vera } from '../trial.ts'
import { analysisSubscription, create, end, markRead, setPace } from './analysisSubscription.ts'

const question = { id: nth(7), title: 'Onboarding', kind: 'funnel', spec: { range: { last: 12, unit: 'week' } } }
const own = { name: 'Onboarding', analysis: nth(7), member: vera.id, every: 'week' }
const asked = (analysis: unknown, running: readonly Readonly<Record<string, unknown>>[] = []) =>
  answer(trial(analysisSubscription, create, own, { analysis: nth(7), every: 'month' }, vera, { analysis: [Object(analysis)], analysisSubscription: running }))

test('a member subscribes for themselves, once to each question; one that ended does not count', () => {
  expect(asked(question)).toEqual({ name: 'Onboarding', analysis: nth(7), member: vera.id, every: 'month', state: 'active' })
  expect(asked(question, [{ ...own, state: 'active' }])).toBe('You are told of it every week already.')
  expect(
    asked(question, [
      { ...own, state: 'ended' },
      { ...own, member: ines.id, state: 'active' },
    ]),
  ).toMatchObject({ member: vera.id })
})

test('a member follows 25 questions at most; what others follow, or what ended, does not count', () => {
  const follows = (n: number, more: Readonly<Record<string, unknown>> = {}) =>
    Array.from({ length: n }, (_, at) => ({ ...own, analysis: nth(100 + at), state: 'active', ...more }))
  expect(asked(question, [...follows(24), ...follows(30, { member: ines.id }), ...follows(30, { state: 'ended' })])).toMatchObject({ analysis: nth(7) })
  expect(asked(question, follows(25))).toBe('You are told of 25 questions already, which is the most.')
})

test.each([
  [{ ...question, kind: 'cohort' }, 'A cohort is a list of members and no answer.'],
  [{ ...question, kind: 'paths' }, 'Paths have no single number that moves.'],
  [{ ...question, spec: { range: { from: '2026-01-01', to: '2026-02-01' } } }, 'It asks about fixed days, which never move.'],
  [{ ...question, id: nth(8) }, 'There is no such saved question.'],
])('what never moves is not followed: %j', (given, reason) => expect(asked(given)).toBe(reason))

test('its pace is set, its news are read and it is ended by its own member alone, while it lasts', () => {
  expect(answer(trial(analysisSubscription, setPace, own, { every: 'month' }))).toEqual({ every: 'month', readPeriod: null })
  expect(answer(trial(analysisSubscription, setPace, own, { every: 'week' }))).toBe('It is told every week already.')
  expect(answer(trial(analysisSubscription, markRead, own, { period: '2026-W47' }))).toEqual({ readPeriod: '2026-W47' })
  expect(answer(trial(analysisSubscription, markRead, { ...own, readPeriod: '2026-W47' }, { period: '2026-W47' }))).toBe('It was read already.')
  expect(answer(trial(analysisSubscription, markRead, own, { period: 'yesterday' }))).toBe('“yesterday” is no week or month.')
  expect(answer(trial(analysisSubscription, end, own))).toEqual({ state: 'ended' })
  for (const [verb, input] of [
    [setPace, { every: 'month' }],
    [markRead, { period: '2026-11' }],
    [end, {}],
  ] as const) {
    expect(answer(trial(analysisSubscription, verb, own, input, ines))).toBe('It is the subscription of somebody else.')
    expect(answer(trial(analysisSubscription, verb, { ...own, state: 'ended' }, input))).toBe('It has ended.')
  }
})
