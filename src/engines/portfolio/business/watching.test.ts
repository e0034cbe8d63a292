import fc from 'fast-check'
import { expect, test } from 'vitest'
import { askedOn, watch, wayDone, type Criterion } from './watching.ts'

const floor: Criterion = { comparison: 'below', value: 0.88, judged: 'always', by: '2027-06-30' }
const read = (value: number | null, isTrusted = true) => ({ value, isTrusted })

test.each([
  ['it fires beyond its value', floor, read(0.879), '2027-01-01', 'firing'],
  ['its own value is not beyond it', floor, read(0.88), '2027-01-01', 'close'],
  ['within two percent it is close', floor, read(0.8976), '2027-01-01', 'close'],
  ['further off it is clear', floor, read(0.8977), '2027-01-01', 'clear'],
  ['on its last day it is still watched', floor, read(0.5), '2027-06-30', 'firing'],
  ['after it, it is over', floor, read(0.5), '2027-07-01', 'over'],
  ['a ceiling fires above', { ...floor, comparison: 'above', value: 2 }, read(2.1), '2027-01-01', 'firing'],
  ['a ceiling is clear far below', { ...floor, comparison: 'above', value: 2 }, read(1), '2027-01-01', 'clear'],
  ['what is judged on a day waits for it', { ...floor, judged: 'fromThatDay' }, read(0.1), '2027-06-29', 'waiting'],
  ['and fires from that day on', { ...floor, judged: 'fromThatDay' }, read(0.1), '2027-12-31', 'firing'],
  ['without a value nobody knows', floor, read(null), '2027-01-01', 'unknown'],
  ['an untrusted value says nothing, good or bad', floor, read(0.5, false), '2027-01-01', 'unknown'],
] as const)('%s', (_says, criterion, now, today, answer) => expect(watch(criterion, now, today)).toBe(answer))

test('what is missing or untrusted is never clear, close or firing', () => {
  const day = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2027, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
  const criterion = fc.record({
    comparison: fc.constantFrom('below' as const, 'above' as const),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    judged: fc.constantFrom('always' as const, 'fromThatDay' as const),
    by: day,
  })
  fc.assert(
    fc.property(criterion, day, fc.option(fc.double({ noNaN: true })), (of, today, value) => {
      expect(['unknown', 'waiting', 'over']).toContain(watch(of, { value, isTrusted: false }, today))
      expect(['unknown', 'waiting', 'over']).toContain(watch(of, read(null), today))
    }),
  )
})

test('a promise asks for the baseline on the day of approval, half way in the middle, and its target from its day on', () => {
  const promise = { baseline: 0.889, target: 0.905, from: '2026-01-01', by: '2026-12-31' }
  expect(askedOn(promise, '2026-01-01')).toBe(0.889)
  expect(askedOn(promise, '2026-07-02')).toBeCloseTo(0.897, 12)
  expect(askedOn(promise, '2027-03-01')).toBeCloseTo(0.905, 12)
  expect(askedOn(promise, '2025-03-01')).toBe(0.889)
  expect(askedOn({ ...promise, by: '2025-12-31' }, '2026-01-01')).toBe(0.905)
})

test('the way that is done is signed, for rises and falls alike', () => {
  expect(wayDone(10, 20, 15)).toBe(0.5)
  expect(wayDone(20, 10, 15)).toBe(0.5)
  expect(wayDone(10, 20, 5)).toBe(-0.5)
  expect(wayDone(10, 20, 30)).toBe(2)
  expect([wayDone(null, 20, 15), wayDone(10, 20, null), wayDone(10, 10, 10)]).toEqual([null, null, null])
})
