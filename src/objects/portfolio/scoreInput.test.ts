import { expect, test } from 'vitest'
import { answer, nth, trial } from '../trial.ts'
import { faultOf, inputNames, judge, scoreInput } from './scoreInput.ts'

const held = { initiative: nth(3), name: 'reach', value: 400, low: 300, high: 500, asOf: '2026-08-01' }

test('a value that is judged anew is of today', () =>
  expect(answer(trial(scoreInput, judge, held, { value: 450, low: 350, high: 520 }))).toEqual({
    value: 450,
    low: 350,
    high: 520,
    note: null,
    asOf: '2026-11-16',
    round: null,
  }))

test.each([
  [held, { value: 450, low: 460 }, '460, 450, 450 are not in order. Low is at most the value, and the value at most high.'],
  [held, { value: -1 }, 'Reach is not negative.'],
  [{ ...held, name: 'impact' }, { value: 4 }, 'Impact is one of 0.25, 0.5, 1, 2, 3.'],
  [{ ...held, name: 'jobSize' }, { value: 4 }, 'Job size is one of 1, 2, 3, 5, 8, 13, 20.'],
  [{ ...held, name: 'ease' }, { value: 11 }, 'Ease lies between 1 and 10.'],
  [{ ...held, name: 'importance' }, { value: 11 }, 'Importance lies between 0 and 10.'],
])('%j does not take %j', (values, input, reason) => expect(answer(trial(scoreInput, judge, values, input))).toBe(reason))

const values = (more: object) => ({ ...held, low: null, high: null, ...more })

test.each([
  [{ name: 'importance', value: 11 }, 'Importance lies between 0 and 10.'],
  [{ name: 'growth', value: 0.5, low: -2 }, 'The range of growth goes beyond -1 to 1.'],
  [{ value: 1, low: -1 }, 'The range of reach goes below 0.'],
  [{ value: 1, low: 2 }, '2, 1, 1 are not in order. Low is at most the value, and the value at most high.'],
  [{ name: 'jobSize', value: 5, low: 4, high: 7 }, null],
])('whoever writes %j hears %s', (more, why) => expect(scoreInput.unfit?.(values(more))).toBe(why))

test('1 lies on every scale', () => expect(inputNames.map((name) => faultOf(name, 1))).toEqual(inputNames.map(() => null)))
