import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { agree, metricTarget, retire, revise as move } from './metricTarget.ts'
import { certify, decline, define, deprecate, metric, propose, redefine, revise } from './metric.ts'

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

test('a metric is deprecated once, and names what takes its place or why nothing does', () => {
  expect(answer(trial(metric, deprecate, nrr))).toBe('It names no successor.')
  expect(answer(trial(metric, deprecate, nrr, { reason: 'Nobody read it.' }))).toEqual({ state: 'deprecated', successor: null, proposal: null })
  expect(answer(trial(metric, deprecate, nrr, { successor: nth(9) }))).toEqual({ state: 'deprecated', successor: nth(9), proposal: null })
  expect(answer(trial(metric, deprecate, { ...nrr, state: 'deprecated' }, { reason: 'x' }))).toBe('It is deprecated already.')
})

const words = { spec: { name: 'p1_share' }, hash: 'a', name: 'P1 share' }
const version = (n: number, hash: string, by = nth(7), certifiedBy: string | null = null) => ({
  version: n,
  hash,
  spec: { name: 'p1_share', hash },
  by,
  at: '2026-11-01T09:00:00.000Z',
  why: null,
  certifiedBy,
})
const draft = { ...nrr, origin: 'defined', spec: version(1, 'a').spec, definitionHash: 'a', definitionVersion: 1, versions: [version(1, 'a')] }
const passing = (hash: string) => ({ hash, passes: true, says: 'six points' })

test('a definition begins as a draft of version 1, signed by who wrote it', () => {
  expect(trial(metric, define, nrr, { metricKey: 'p1-share', ...words, why: 'asked by the board' })).toMatchObject({
    set: { origin: 'defined', state: 'draft', definitionVersion: 1, versions: [{ version: 1, hash: 'a', why: 'asked by the board' }] },
  })
})

test('another meaning is another version, other prose is the same one; a certified meaning is not changed behind its reviewers', () => {
  expect(trial(metric, redefine, draft, { ...words, hash: 'b' })).toMatchObject({ set: { definitionVersion: 2, versions: [{ hash: 'a' }, { hash: 'b' }] } })
  expect(trial(metric, redefine, draft, { ...words, name: 'Share of P1' })).toMatchObject({
    set: { definitionVersion: 1, name: 'Share of P1', versions: [{ hash: 'a' }] },
  })
  const certified = { ...draft, state: 'certified' }
  expect(answer(trial(metric, redefine, certified, { ...words, hash: 'b' }))).toMatch('a change of what it computes is proposed')
  expect(trial(metric, redefine, certified, words)).toMatchObject({ set: { state: 'certified', definitionVersion: 1 } })
  expect(answer(trial(metric, redefine, { ...nrr, origin: 'computed' }, words))).toMatch('is computed by its own engine')
})

test('a draft is certified by somebody else, with an owner, after its checks passed on this very wording', () => {
  expect(answer(trial(metric, certify, draft))).toBe('Its checks have not run on this wording.')
  expect(answer(trial(metric, certify, { ...draft, checked: passing('b') }))).toBe('Its checks have not run on this wording.')
  expect(answer(trial(metric, certify, { ...draft, checked: { hash: 'a', passes: false, says: 'no rows' } }))).toBe('Its checks fail: no rows')
  expect(trial(metric, certify, { ...draft, checked: passing('a') })).toMatchObject({ set: { state: 'certified' } })
})

test('a revision of a certified definition waits for a second person; who proposed it is refused', () => {
  const certified = { ...draft, state: 'certified' }
  const change = { spec: { name: 'p1_share', filter: 'x' }, hash: 'b', why: 'spam is no ticket' }
  expect(answer(trial(metric, propose, draft, change))).toMatch('It is not certified')
  expect(answer(trial(metric, propose, certified, { ...change, hash: 'a' }))).toMatch('computes the same')
  expect(trial(metric, propose, certified, change)).toMatchObject({ set: { proposal: { hash: 'b', why: 'spam is no ticket' } } })
  const waiting = { ...certified, proposal: { ...change, by: nth(7), at: '2026-11-02T09:00:00.000Z' }, checked: passing('b') }
  expect(trial(metric, certify, waiting)).toMatchObject({
    set: { definitionVersion: 2, definitionHash: 'b', proposal: null, versions: [{ hash: 'a' }, { hash: 'b', by: nth(7) }] },
  })
  const own = trial(metric, propose, certified, change)
  const by = own.decides === 'change' ? own.set.proposal : null
  expect(answer(trial(metric, certify, { ...certified, proposal: by ?? null, checked: passing('b') }))).toBe('You wrote this definition yourself.')
  expect(answer(trial(metric, decline, waiting, { reason: 'not now' }))).toEqual({ proposal: null, checked: null })
  expect(answer(trial(metric, decline, certified, { reason: 'not now' }))).toBe('No revision is proposed.')
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
