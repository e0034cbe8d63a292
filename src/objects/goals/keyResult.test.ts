import { describe, expect, test } from 'vitest'
import { answer, ines, nth, trial } from '../trial.ts'
import { bind, checkIn, commit, drop, keyResult, rebind, retarget, score, scoreOf } from './keyResult.ts'

const nrr = {
  title: 'Net revenue retention',
  objective: nth(3),
  metric: nth(4),
  kind: 'increase',
  baseline: 1.079,
  baselineAt: '2026-09-30',
  reading: 1.079,
  target: 1.1,
  start: '2026-10-01',
  due: '2026-12-31',
}

test('a key result that ends on the day of its start, or before, fits as little as it can be committed', () => {
  const dates = (due: string) => keyResult.unfit?.({ start: nrr.start, due })
  expect(dates('2026-10-01')).toBe('It does not end after it starts. Correct the two dates.')
  expect(dates('2026-09-30')).toBe('It does not end after it starts. Correct the two dates.')
  expect(dates('2026-10-02')).toBeNull()
})

test('committing freezes the target and the definition', () => {
  expect(answer(trial(keyResult, commit, nrr, { objective: nth(3), metricVersion: 4 }))).toEqual({ state: 'active', originalTarget: 1.1, metricVersion: 4 })
})

test.each([
  [{ metric: null }, 'It has no metric.'],
  [{ baseline: null }, 'It has no measured baseline.'],
  [{ baselineAt: null }, 'It has no measured baseline.'],
  [{ baselineAt: '2026-10-02' }, 'Its baseline was measured after the start.'],
  [{ target: null }, 'It has no target.'],
  [{ target: 1.079 }, 'An increase needs a target above its baseline.'],
  [{ kind: 'decrease' }, 'A decrease needs a target below its baseline.'],
  [{ kind: 'maintain' }, 'A band needs an upper end above its lower one.'],
  [{ reading: null }, 'Its baseline was not read from its metric.'],
  [{ reading: 0.915, baseline: 0, target: 0.02 }, 'Its baseline is 0, but its metric read 0.915 on 2026-09-30.'],
  [{ reading: 107.9 }, 'Its baseline is 1.079, but its metric read 107.9 on 2026-09-30.'],
  [{ due: '2026-10-01' }, 'It does not end after it starts.'],
  [{ state: 'scored' }, 'It is scored already.'],
  [{ objective: nth(8) }, 'It belongs to another objective.'],
])('a key result with %j is not committed', (values, reason) => {
  expect(answer(trial(keyResult, commit, { ...nrr, ...values }, { objective: nth(3) }))).toBe(reason)
})

test('a milestone needs neither metric nor baseline', () => {
  expect(answer(trial(keyResult, commit, { ...nrr, kind: 'milestone', metric: null, baseline: null, target: 1 }))).toMatchObject({ state: 'active' })
})

describe('scoreOf', () => {
  const rising = { kind: 'increase', baseline: 50, target: 100, upper: null } as const
  test.each([
    [50, 0],
    [75, 0.5],
    [100, 1],
    [140, 1],
    [20, 0],
    [null, 0],
  ])('an increase from 50 to 100 that reaches %s scores %s', (value, expected) => expect(scoreOf(rising, value)).toBe(expected))
  test('a decrease scores by its own direction', () => expect(scoreOf({ kind: 'decrease', baseline: 8, target: 4, upper: null }, 5)).toBe(0.75))
  test('a band is kept or it is not', () => {
    const band = { kind: 'maintain', baseline: 0.71, target: 0.7, upper: 0.73 } as const
    expect([0.69, 0.7, 0.73, 0.74].map((value) => scoreOf(band, value))).toEqual([0, 1, 1, 0])
  })
})

test('a target moved late in the period needs the word of somebody else', () => {
  const active = { ...nrr, state: 'active', originalTarget: 1.1 }
  const moved = { target: 1.09, reason: 'The incident.' }
  expect(answer(trial(keyResult, retarget, active, moved, ines))).toBe('More than a quarter of the period has passed.')
  expect(answer(trial(keyResult, retarget, active, { ...moved, approvedBy: ines.id }, ines))).toBe('Nobody approves their own new target.')
  expect(answer(trial(keyResult, retarget, active, { ...moved, approvedBy: nth(1) }, ines))).toEqual({ target: 1.09 })
  expect(answer(trial(keyResult, retarget, { ...active, start: '2026-11-10', due: '2027-02-10' }, moved, ines))).toEqual({ target: 1.09 })
  expect(answer(trial(keyResult, retarget, active, { ...moved, target: 1.1 }, ines))).toBe('The target is the same.')
})

test('only an active key result is checked in, scored or dropped', () => {
  const words = { health: 'atRisk', confidence: 0.4, message: 'Later than we had thought.', cause: 'delivery', nextStep: 'Halve it', nextBy: '2026-11-30' }
  expect(answer(trial(keyResult, checkIn, nrr, words))).toBe('It is draft; only an active key result is checked in.')
  const active = { ...nrr, state: 'active' }
  expect(answer(trial(keyResult, checkIn, active, words))).toMatchObject({ health: 'atRisk', confidence: 0.4, lastWords: 'Later than we had thought.' })
  expect(answer(trial(keyResult, score, active, { value: 1.0895 }))).toMatchObject({ state: 'scored', result: 1.0895, scored: expect.closeTo(0.5, 9) })
  expect(answer(trial(keyResult, score, { ...nrr, state: 'dropped' }, { value: 1 }))).toBe('It is dropped; only an active key result is scored.')
  expect(answer(trial(keyResult, drop, active, { reason: 'No people.' }))).toEqual({ state: 'dropped', lastWords: 'No people.' })
})

test('the baseline is read from the metric, and kept beside one that was typed', () => {
  const read = { value: 1.081, on: '2026-09-30', version: 3 }
  expect(answer(trial(keyResult, bind, { ...nrr, baseline: null, reading: null }, read))).toEqual({
    reading: 1.081,
    baseline: 1.081,
    baselineAt: '2026-09-30',
    metricVersion: 3,
  })
  expect(answer(trial(keyResult, bind, nrr, read))).toMatchObject({ reading: 1.081, baseline: 1.079 })
  expect(answer(trial(keyResult, bind, { ...nrr, state: 'active' }, read))).toBe('It is active: its baseline stays as committed.')
})

test('a new definition keeps the score of the old one beside the new terms', () => {
  const active = { ...nrr, state: 'active', metricVersion: 3 }
  const anew = { version: 4, baseline: 1.05, target: 1.07, value: 1.0895, decision: nth(7) }
  expect(answer(trial(keyResult, rebind, active, anew))).toMatchObject({
    metricVersion: 4,
    baseline: 1.05,
    target: 1.07,
    earlier: [{ version: 3, baseline: 1.079, target: 1.1, value: 1.0895, score: expect.closeTo(0.5, 9), until: '2026-11-16' }],
  })
  expect(answer(trial(keyResult, rebind, active, { ...anew, version: 3 }))).toBe('The definition is the same.')
})

test('a word says what changed; off the track it says why, what is done, and by when', () => {
  const active = { ...nrr, state: 'active', confidence: 0.4 }
  const word = { health: 'onTrack', message: 'Two large renewals closed this week.' }
  expect(answer(trial(keyResult, checkIn, active, word))).toMatchObject({ health: 'onTrack', confidence: 0.4, cause: null, nextStep: null })
  expect(answer(trial(keyResult, checkIn, active, { ...word, message: 'Going fine.' }))).toBe('That says too little.')
  expect(answer(trial(keyResult, checkIn, active, { ...word, health: 'atRisk' }))).toBe(
    'It is not on track, and the cause, the next step or its day is missing.',
  )
  const step = { cause: 'demand', nextStep: 'Call the ten largest', nextBy: '2026-11-23' }
  expect(answer(trial(keyResult, checkIn, active, { ...word, health: 'atRisk', ...step }))).toMatchObject({ health: 'atRisk', ...step })
})
