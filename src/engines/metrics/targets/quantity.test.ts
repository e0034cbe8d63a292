import { expect, test } from 'vitest'
import { takeQuantity } from './quantity.ts'

test.each([
  ['99.95% of x', { value: 0.9995, unit: 'percent' }, ' of x'],
  ['$10k/month', { value: 10_000, unit: 'money', currency: 'USD' }, '/month'],
  ['£2.4 million', { value: 2_400_000, unit: 'money', currency: 'GBP' }, ''],
  ['2500ms', { value: 2500, unit: 'milliseconds' }, ''],
  ['12 months', { value: 12, unit: 'months' }, ''],
  ['3 pts', { value: 3, unit: 'points' }, ''],
  ['4.2/5', { value: 4.2, unit: 'number', scale: 5 }, ''],
  ['10:1', { value: 10, unit: 'perOne' }, ''],
  ['1,000,000 calls', { value: 1_000_000, unit: 'number' }, ' calls'],
  ['5k calls', { value: 5000, unit: 'number' }, ' calls'],
])('%s', (text, quantity, rest) => {
  expect(takeQuantity(text)).toEqual({ quantity, rest })
})

test.each(['1,5', '1.000', '2.500 tickets', '10,00', '5m', '1.2.3'])('%s can be read in two ways', (text) => {
  expect(takeQuantity(text)).toBe('ambiguous')
})

test.each(['days', '', '$', '$5%'])('"%s" holds no quantity', (text) => {
  expect(takeQuantity(text)).toBeNull()
})
