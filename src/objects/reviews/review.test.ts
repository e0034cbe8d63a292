import { expect, test } from 'vitest'
import { answer, ines, now, nth, trial } from '../trial.ts'
import { freeze, generate, refresh, review, send } from './review.ts'

const draft = { name: 'Monthly business review December 2026', kind: 'mbr', period: '2026-12', asOf: '2026-12-31T23:59:59Z', figures: { rows: [] } }

test('generating drafts a review with its figures and words', () => {
  const input = { ...draft, headline: 'Retention recovers.', previous: nth(7), comments: [{ metric: 'csat', why: 'Fewer incidents.' }] }
  expect(generate.creates).toBe(true)
  expect(answer(trial(review, generate, draft, input))).toMatchObject({
    state: 'draft',
    period: '2026-12',
    asOf: '2026-12-31T23:59:59.000Z',
    previous: nth(7),
    comments: [{ metric: 'csat', why: 'Fewer incidents.' }],
  })
  expect(() => trial(review, generate, draft, { ...input, figures: null })).toThrow('“figures” is required.')
  expect(() => trial(review, generate, draft, { ...input, comments: [{ metric: 'csat', why: 'x'.repeat(201) }] })).toThrow('200 are allowed')
})

test('nobody makes a review by hand: it comes from the numbers', () => {
  expect(Object.keys(review.without)).toEqual(['create'])
})

test('what says which numbers it tells is set when it is generated, and by no edit', () => {
  for (const name of ['kind', 'period', 'asOf', 'figures', 'signature', 'frozenAt', 'frozenBy', 'state', 'previous', 'questions'])
    expect([name, Object(review.fields)[name].byVerb]).toEqual([name, true])
})

test('a draft is measured again; frozen numbers do not move', () => {
  const input = { asOf: '2026-12-31T23:59:59Z', figures: { rows: [1] } }
  expect(answer(trial(review, refresh, draft, input))).toEqual({ asOf: '2026-12-31T23:59:59.000Z', figures: { rows: [1] } })
  expect(answer(trial(review, refresh, draft, { ...input, questions: [nth(3)] }))).toMatchObject({ questions: [nth(3)] })
  for (const state of ['frozen', 'sent']) expect(answer(trial(review, refresh, { ...draft, state }, input))).toBe('Frozen numbers do not move.')
})

test('freezing fixes the figures under a signature, once, by somebody', () => {
  expect(answer(trial(review, freeze, draft, { signature: 'ab12' }, ines))).toEqual({ state: 'frozen', frozenAt: now, frozenBy: ines.id, signature: 'ab12' })
  expect(answer(trial(review, freeze, { ...draft, figures: null }, { signature: 'ab12' }))).toBe('It holds no figures.')
  expect(answer(trial(review, freeze, { ...draft, state: 'frozen' }, { signature: 'ab12' }))).toBe('It is frozen already.')
})

test('only a frozen review is sent', () => {
  expect(answer(trial(review, send, { ...draft, state: 'frozen' }))).toEqual({ state: 'sent' })
  for (const state of ['draft', 'sent']) expect(answer(trial(review, send, { ...draft, state }))).toBe('Only a frozen review can be sent.')
})
