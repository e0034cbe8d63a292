import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showNumber, showVariance } from './showNumber.ts'

const usd = { currency: 'USD' }

describe('a figure', () => {
  test.each([
    [1.064, '106.4%'],
    [0.994, '99.4%'],
    [0.0523, '5.23%'],
    [0.008, '0.8%'],
    [0.9996, '99.96%'],
    [0.999999, '99.9999%'],
    [1, '100.0%'],
    [0, '0%'],
    [-0.036, '−3.6%'],
    [0.00004, '0.004%'],
  ])('%f of one is %s', (value, text) => {
    expect(showNumber(value, 'ratio')).toBe(text)
  })
  test.each([
    [48_202_140, '$48.2M'],
    [142_300, '$142k'],
    [-64_000, '−$64k'],
    [612, '$612'],
    [999_950, '$1M'],
    [1_234, '$1.23k'],
    [12.5, '$12.50'],
    [0, '$0'],
    [2_500_000_000, '$2.5B'],
  ])('%f in dollars is %s', (value, text) => {
    expect(showNumber(value, 'money', usd)).toBe(text)
  })
  test('money can be written in full or to fixed decimals', () => {
    expect(showNumber(48_202_140, 'money', { ...usd, exact: true })).toBe('$48,202,140')
    expect(showNumber(6_940_000, 'money', { ...usd, decimals: 2, signed: true })).toBe('+$6.94M')
    expect(showNumber(41_800_000, 'money', { ...usd, decimals: 2 })).toBe('$41.80M')
    expect(showNumber(1_500_000, 'money', { currency: 'CHF' })).toBe('CHF 1.5M')
  })
  test('counts, days and points bear their units', () => {
    expect(showNumber(4312, 'count')).toBe('4,312')
    expect(showNumber(2_412_345, 'count')).toBe('2.41M')
    expect(showNumber(6.2, 'days')).toBe('6.2 d')
    expect(showNumber(-3.61, 'points', { decimals: 1 })).toBe('−3.6 pts')
    expect(showNumber(6.125, 'ratePerAccount')).toBe('6.12')
  })
  test('nothing is a dash, and what rounds to zero loses its sign', () => {
    expect(showNumber(null, 'ratio')).toBe('–')
    expect(showNumber(-0.0001, 'number', { decimals: 1 })).toBe('0.0')
    expect(() => showNumber(NaN, 'ratio')).toThrow(RangeError)
  })
  test('a share below one never shows as 100%', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9999999, noNaN: true }), (share) => {
        expect(showNumber(share, 'ratio')).not.toMatch(/^100/)
      }),
    )
  })
  test('a shown figure is within half a percent of its value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e11, noNaN: true }), (value) => {
        expect(Math.abs(parsed(showNumber(value, 'number')) / value - 1)).toBeLessThanOrEqual(0.005001)
      }),
    )
  })
})

describe('a variance', () => {
  test('a share differs in points and is coloured by the direction of good', () => {
    expect(showVariance(1.064, 1.1, 'ratio', { better: 'up' })).toEqual({ absolute: '−3.6 pts', relative: '−3.3%', tone: 'bad' })
    expect(showVariance(0.008, 0.007, 'ratio', { better: 'down' })).toEqual({ absolute: '+0.1 pts', relative: '+14%', tone: 'bad' })
    expect(showVariance(0.342, 0.32, 'ratio', { better: 'up' }).tone).toBe('good')
  })
  test('money, days and small counts', () => {
    expect(showVariance(48.2e6, 49.1e6, 'money', { ...usd, better: 'up' })).toEqual({ absolute: '−$900k', relative: '−1.8%', tone: 'bad' })
    expect(showVariance(6.2, 5, 'days', { better: 'down' }).absolute).toBe('+1.2 d')
    expect(showVariance(3, 1, 'count', { better: 'down' })).toEqual({ absolute: '+2', relative: null, tone: 'bad' })
    expect(showVariance(5, 5, 'days', { better: 'down' }).tone).toBe('neutral')
    expect(showVariance(5, Number.MIN_VALUE, 'days').relative).toBeNull() // more times than a number can say
  })
})

function parsed(text: string): number {
  const scale = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 }[text.at(-1) ?? ''] ?? 1
  return Number(text.replace(/[,kMBT]/g, '')) * scale
}
