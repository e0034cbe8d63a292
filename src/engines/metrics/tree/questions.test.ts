import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scoreHypothesis } from './hypotheses.ts'
import {
  adoptionWithoutRetention,
  bunched,
  changedNearTarget,
  cumulativeOnly,
  denominatorShrank,
  inputWithoutOutput,
  noGuardrail,
  swapped,
} from './questions.ts'

test('a target without a guardrail asks what could get worse', () => {
  expect(noGuardrail('activation', 1, [])?.asks).toBe('activation has a target and no guardrail. What could get worse while it gets better?')
  expect(noGuardrail('activation', 1, [{ kind: 'guardrail', of: 'activation', guard: 'retention' }])).toBeNull()
  expect(noGuardrail('activation', 0, [])).toBeNull()
})

describe('a smaller denominator', () => {
  const goal = { direction: 'up', value: 0.5 } as const
  test('met on fewer is asked about, met on as many is not', () => {
    expect(denominatorShrank('activation', goal, { numerator: 80, denominator: 200 }, { numerator: 80, denominator: 160 })?.asks).toContain('20.0% smaller')
    expect(denominatorShrank('activation', goal, { numerator: 80, denominator: 200 }, { numerator: 100, denominator: 190 })).toBeNull()
    expect(denominatorShrank('activation', goal, { numerator: 80, denominator: 200 }, { numerator: 100, denominator: 200 })).toBeNull()
    expect(denominatorShrank('activation', goal, { numerator: 80, denominator: 200 }, { numerator: 0, denominator: 0 })).toBeNull()
  })
  test('no question when the goal is not met', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 101, max: 400 }), fc.integer({ min: 100, max: 400 }), (numerator, denominator, start) => {
        if (numerator / denominator >= 0.5) return
        expect(denominatorShrank('activation', goal, { numerator: 1, denominator: start }, { numerator, denominator })).toBeNull()
      }),
    )
  })
})

test('definitions that change within thirty days of the date are asked about, on either side', () => {
  const change = (on: string) => ({ on, what: 'definition' as const, says: 'counts trials no more' })
  const asked = changedNearTarget('activation', '2026-12-31', ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-30', '2027-01-31'].map(change))
  expect(asked.map(({ asks }) => asks.slice(0, asks.indexOf(' of its target')))).toEqual([
    'The definition of activation changed 30 days before the date',
    'The definition of activation changed on the very day',
    'The definition of activation changed 30 days after the date',
  ])
})

describe('bunching', () => {
  const even = Array.from({ length: 100 }, (_, index) => index / 2)
  test('an even spread is not bunched; values pushed over the line are', () => {
    expect(bunched('first response', even, { at: 24, good: 'below', width: 5 })).toBeNull()
    const pushed = even.map((value) => (value > 24 && value < 28 ? 23.9 : value))
    expect(bunched('first response', pushed, { at: 24, good: 'below', width: 5 })?.asks).toBe(
      '18 values of first response lie just past 24, 3 just short of it. Is something moved over the line?',
    )
  })
  test('mirroring values and threshold changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 120 }), (values) => {
        const one = bunched('m', values, { at: 0, good: 'above', width: 20 })
        const other = bunched(
          'm',
          values.map((value) => -value),
          { at: 0, good: 'below', width: 20 },
        )
        expect(other === null).toBe(one === null)
      }),
    )
  })
  test('ten of ten heads have a chance of one in 1024, nine of ten of eleven; a hundred coins agree with the exact tail', () => {
    const past = (count: number, short: number) => [...Array<number>(count).fill(1), ...Array<number>(short).fill(-1)]
    const isAsked = (count: number, short: number) => bunched('m', past(count, short), { at: 0, good: 'above', width: 2 }) !== null
    expect([isAsked(10, 0), isAsked(9, 1), isAsked(9, 0)]).toEqual([true, false, false])
    // P(X >= 62 of 100) = 0.0105, P(X >= 63) = 0.0060
    expect([isAsked(62, 38), isAsked(63, 37)]).toEqual([false, true])
  })
  test('a band without width is refused', () => {
    expect(() => bunched('m', [], { at: 0, good: 'above', width: 0 })).toThrow('above zero')
  })
})

test('what can only rise is asked about', () => {
  expect(cumulativeOnly('signups', { isCumulative: true, values: [] })?.asks).toContain('can only rise')
  expect(cumulativeOnly('signups', { isCumulative: false, values: Array.from({ length: 12 }, (_, index) => index) })?.asks).toContain(
    'not fallen once in 12 periods',
  )
  expect(cumulativeOnly('signups', { isCumulative: false, values: [...Array.from({ length: 12 }, (_, index) => index), 3] })).toBeNull()
  expect(cumulativeOnly('signups', { isCumulative: false, values: Array<number>(12).fill(4) })).toBeNull()
})

test('adoption that rises without retention is asked about', () => {
  const rise = { before: 0.2, after: 0.3, isSignal: true }
  expect(adoptionWithoutRetention('dashboards', rise, null)?.asks).toContain('nobody measures')
  expect(adoptionWithoutRetention('dashboards', rise, { before: 0.5, after: 0.52, isSignal: false })?.asks).toContain('did not move')
  expect(adoptionWithoutRetention('dashboards', rise, { before: 0.5, after: 0.4, isSignal: true })?.asks).toContain('fell')
  expect(adoptionWithoutRetention('dashboards', rise, { before: 0.5, after: 0.6, isSignal: true })).toBeNull()
  expect(adoptionWithoutRetention('dashboards', { ...rise, isSignal: false }, null)).toBeNull()
})

test('an input that is met while the outcome stands still is asked about', () => {
  const edge = { kind: 'hypothesis', id: 'e', from: 'a', to: 'b', lag: 1, sign: 1, confidence: 0.5, evidence: 'opinion' } as const
  const score = (output: 'still' | 'up') =>
    scoreHypothesis(
      edge,
      new Map([['2026-01', 'up']]),
      new Map([
        ['2026-01', output],
        ['2026-02', 'still'],
      ]),
    )
  expect(inputWithoutOutput('calls made', 'win rate', true, score('still'))?.asks).toBe(
    'calls made met its target and win rate did not follow. Is it still the right lever?',
  )
  expect(inputWithoutOutput('calls made', 'win rate', false, score('still'))).toBeNull()
  expect(inputWithoutOutput('calls made', 'win rate', true, score('up'))).toBeNull()
})

test('another window or segment than agreed is named', () => {
  const agreed = { window: '12m', segment: null, filters: '' }
  expect(swapped('retention', agreed, agreed)).toBeNull()
  expect(swapped('retention', agreed, { window: '3m', segment: 'Enterprise', filters: '' })?.asks).toBe(
    'retention is read by another measure than agreed: window from 12m to 3m, segment from all to Enterprise. What does the agreed one say?',
  )
})
