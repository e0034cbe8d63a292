import { expect, test } from 'vitest'
import { random } from './random.ts'

const many = (seed: number, stream: string, count = 20_000): number[] => {
  const draw = random(seed, stream)
  return Array.from({ length: count }, () => draw.next())
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('the same seed and name draw the same numbers, another name draws others', () => {
  expect(many(7, 'value', 5)).toEqual(many(7, 'value', 5))
  expect(many(7, 'value', 5)).not.toEqual(many(7, 'effort', 5))
})

test('uniform draws have mean 1/2 and variance 1/12; normal ones mean 0 and variance 1', () => {
  const uniform = many(3, 'u')
  expect(mean(uniform)).toBeCloseTo(0.5, 2)
  expect(mean(uniform.map((u) => (u - 0.5) ** 2))).toBeCloseTo(1 / 12, 2)
  const draw = random(3, 'n')
  const normal = Array.from({ length: 20_000 }, () => draw.normal())
  expect(mean(normal)).toBeCloseTo(0, 1)
  expect(mean(normal.map((z) => z * z))).toBeCloseTo(1, 1)
})

test('a shuffle keeps every item, and whole numbers stay within their ends', () => {
  const draw = random(1, 's')
  expect(draw.shuffle([1, 2, 3, 4, 5]).toSorted()).toEqual([1, 2, 3, 4, 5])
  const dice = Array.from({ length: 1000 }, () => draw.int(1, 6))
  expect([Math.min(...dice), Math.max(...dice)]).toEqual([1, 6])
  expect(() => draw.pick([])).toThrow('nothing to pick')
})
