import { expect, test } from 'vitest'
import { chance } from '../analytics/testing/chance.ts'
import { exactSum, sumOfParts } from './exactSum.ts'

const view = new DataView(new ArrayBuffer(8))

/** Any double but what is no number, by its bits. */
function anyNumber({ below }: ReturnType<typeof chance>): number {
  view.setUint32(0, below(2 ** 32))
  view.setUint32(4, below(2 ** 32))
  const found = view.getFloat64(0)
  return Number.isFinite(found) ? found : 1
}

/** The number in units of 2^-1074. */
const units = (number: number): bigint => {
  view.setFloat64(0, number)
  const bits = view.getBigUint64(0) & 0x7fffffffffffffffn
  const [power, fraction] = [bits >> 52n, bits & 0xfffffffffffffn]
  const whole = power === 0n ? fraction : (fraction | 0x10000000000000n) << (power - 1n)
  return number < 0 ? -whole : whole
}

const away = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

/** Neither neighbour lies nearer to the true sum. */
function isNearest(sum: number, numbers: readonly number[]): boolean {
  const exact = numbers.reduce((all, each) => all + units(each), 0n)
  view.setFloat64(0, sum)
  const bits = view.getBigUint64(0)
  const neighbours = [bits + 1n, bits - 1n].map((each) => {
    view.setBigUint64(0, BigInt.asUintN(64, each))
    return view.getFloat64(0)
  })
  return neighbours.every((each) => !Number.isFinite(each) || away(units(sum), exact) <= away(units(each), exact))
}

test('a sum is the number next to the true sum, in whatever order', () => {
  for (let seed = 0; seed < 300; seed++) {
    const own = chance(seed)
    const kinds = [
      () => own.below(1_000_000) / 100,
      () => -own.below(1_000_000) / 100,
      () => anyNumber(own) * 1e-9,
      () => own.pick([1e300, -1e300, 5e-324, 0.1]),
    ]
    const numbers = Array.from({ length: own.below(40) }, () => own.pick(kinds)())
    const sum = exactSum(numbers)
    expect({ seed, sum: exactSum(numbers.toReversed()) }).toEqual({ seed, sum })
    expect({ seed, isNearest: isNearest(sum, numbers) }).toEqual({ seed, isNearest: true })
  }
})

test('what adding one after the other loses is kept, and what is too large is infinite', () => {
  expect(exactSum([1e16, 1, -1e16])).toBe(1)
  expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1)
  expect(exactSum([])).toBe(0)
  expect(exactSum([1.7e308, 1.7e308, -1.7e308])).toBe(1.7e308)
  expect(exactSum([1.7e308, 1.7e308])).toBe(Infinity)
  expect(sumOfParts(new Map([[1, 1n]]))).toBe(5e-324)
})
