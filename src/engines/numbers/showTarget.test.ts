import fc from 'fast-check'
import { expect, test } from 'vitest'
import { showVariance } from './showNumber.ts'
import { showTarget, showTargetVariance } from './showTarget.ts'

test('a target is a value or both ends of a range', () => {
  expect(showTarget({ value: 0.9 }, 'ratio')).toBe('90.0%')
  expect(showTarget({ value: 0.85, upper: 0.95 }, 'ratio')).toBe('85.0% – 95.0%')
  expect(showTarget({ value: 4_200_000, upper: null }, 'money', { currency: 'USD' })).toBe('$4.2M')
  expect([showTarget(null, 'ratio'), showTarget(undefined, 'ratio')]).toEqual(['–', '–'])
})

test('outside a range the nearer end counts and is never good, inside it nothing does', () => {
  const range = { value: 0.85, upper: 0.95, direction: 'within' } as const
  const of = (actual: number) => showTargetVariance(actual, range, 'ratio', { better: 'up' })
  expect([of(0.8), of(0.9), of(1)].map(({ absolute, tone }) => [absolute, tone])).toEqual([
    ['−5.0 pts', 'bad'],
    ['0.0 pts', 'neutral'],
    ['+5.0 pts', 'bad'],
  ])
})

test('short of the goal is no fault on the path or while nothing is asked, and is one behind it', () => {
  const of = (status: string | undefined) =>
    showTargetVariance(1.05, { value: 1.1, direction: 'up', ...(status ? { status } : {}) }, 'ratio', { better: 'up' }).tone
  expect(['onPath', 'waiting', 'behind', 'missed', undefined].map(of)).toEqual(['neutral', 'neutral', 'bad', 'bad', 'bad'])
})

test('what a target asks goes before what is better of its metric', () => {
  expect(showTargetVariance(3, { value: 4, direction: 'down' }, 'days', { better: 'up' }).tone).toBe('good')
})

test('of a single value it is the plain variance', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(value, value, fc.constantFrom('up' as const, 'down' as const), (actual, target, better) => {
      expect(showTargetVariance(actual, { value: target }, 'ratio', { better })).toEqual(showVariance(actual, target, 'ratio', { better }))
    }),
  )
})
