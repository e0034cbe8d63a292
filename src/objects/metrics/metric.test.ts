import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { certify, deprecate, metric, revise } from './metric.ts'
import { agree, metricTarget, retire, revise as move } from './metricTarget.ts'

const nrr = { name: 'Net revenue retention', metricKey: 'net-revenue-retention', definition: 'Kept and grown.', owner: nth(1) }

test('a definition is certified once, by a role above editors, and only with somebody who answers for it', () => {
  expect(certify.allow).toBe('admin')
  expect(answer(trial(metric, certify, nrr))).toEqual({ state: 'certified' })
  expect(answer(trial(metric, certify, { ...nrr, owner: null }))).toBe('It has no owner.')
  expect(answer(trial(metric, certify, { ...nrr, state: 'certified' }))).toBe('It is certified already.')
})

test('revising a definition counts its version up; the same words are no revision', () => {
  expect(answer(trial(metric, revise, { ...nrr, definitionVersion: 3 }, { definition: 'Kept, grown, in constant currency.' }))).toEqual({
    definition: 'Kept, grown, in constant currency.',
    definitionVersion: 4,
  })
  expect(answer(trial(metric, revise, nrr, { definition: ' Kept and grown. ' }))).toBe('The definition is the same.')
})

test('a metric is deprecated once', () => {
  expect(answer(trial(metric, deprecate, nrr))).toEqual({ state: 'deprecated' })
  expect(answer(trial(metric, deprecate, { ...nrr, state: 'deprecated' }))).toBe('It is deprecated already.')
})

const target = { name: 'NRR 110 %', metric: nth(4), direction: 'up', baseline: 1.02, target: 1.1, by: '2026-12-31' }

test.each([
  [{}, { state: 'agreed', firstTarget: 1.1, firstBy: '2026-12-31' }],
  [{ baseline: 0 }, expect.objectContaining({ state: 'agreed' })],
  [{ baseline: 1.2 }, 'The target lies on the wrong side of the baseline.'],
  [{ direction: 'down' }, 'The target lies on the wrong side of the baseline.'],
  [{ direction: 'within' }, 'A range needs an upper end above its lower one.'],
  [{ direction: 'within', upper: 1.2 }, expect.objectContaining({ state: 'agreed' })],
  [{ floor: 1.2 }, 'The floor lies beyond the target.'],
  [{ floor: 1.05 }, expect.objectContaining({ state: 'agreed' })],
  [{ path: 'stepped' }, 'A path in steps has no step.'],
  [{ path: 'stepped', steps: [{ from: '2027-01-01', value: 1.05 }] }, 'A step begins after the target is due.'],
  [{ path: 'stepped', steps: [{ from: '2026-06-01', value: 1.05 }] }, expect.objectContaining({ state: 'agreed' })],
  [{ baseline: null }, 'It has no measured baseline.'],
  [{ baseline: 1.1 }, 'Target and baseline are the same number.'],
  [{ state: 'agreed' }, 'It is agreed already.'],
  [{ state: 'retired' }, 'It is retired already.'],
])('agreeing on a target with %j', (values, decided) => {
  expect(answer(trial(metricTarget, agree, { ...target, ...values }))).toEqual(decided)
})

test.each([
  [{}, { target: 1.08, reason: 'A large account left.' }, { target: 1.08, upper: null, by: '2026-12-31', revisedFor: 'A large account left.' }],
  [{}, { by: '2027-03-31', reason: 'Later.' }, { target: 1.1, upper: null, by: '2027-03-31', revisedFor: 'Later.' }],
  [{}, { target: 1.1, reason: 'x' }, 'Nothing of it would change.'],
  [{}, { target: 1.02, reason: 'x' }, 'Target and baseline are the same number.'],
  [{ state: 'draft' }, { target: 1.08, reason: 'x' }, 'It is draft; only an agreed target is revised.'],
])('revising an agreed target %j by %j', (values, input, decided) => {
  expect(answer(trial(metricTarget, move, { ...target, state: 'agreed', ...values }, input))).toEqual(decided)
})

test('a target is retired from any state, once', () => {
  for (const state of ['draft', 'agreed']) expect(answer(trial(metricTarget, retire, { ...target, state }))).toEqual({ state: 'retired' })
  expect(answer(trial(metricTarget, retire, { ...target, state: 'retired' }))).toBe('It is retired already.')
})
