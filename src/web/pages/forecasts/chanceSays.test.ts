import { expect, test } from 'vitest'
import { chanceSays, liftSays } from './chanceSays.ts'

test('what ten thousand runs cannot tell is not told as certain', () => {
  expect([0, 0.004, 0.01, 0.235, 0.994, 1].map(chanceSays)).toEqual(['under 1%', 'under 1%', '1%', '24%', 'over 99%', 'over 99%'])
  expect([0.004, 0.01, 0.126, -0.03].map(liftSays)).toEqual(['under a point', '+1 point', '+13 points', '−3 points'])
})
