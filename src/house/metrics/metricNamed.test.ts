import { expect, test } from 'vitest'
import * as facts from '#facts'
import * as metrics from '#metrics'
import * as objects from '#objects'
import { registry } from '#runtime/registry.ts'
import { assertSwitches, metricNamed } from './metricNamed.ts'

const words = registry(objects, facts, metrics)

test.each([
  ['net-revenue-retention', 'net-revenue-retention'],
  ['NRR', 'net-revenue-retention'],
  ['Net revenue retention', 'net-revenue-retention'],
  ['net_revenue_retention', 'net-revenue-retention'],
  ['mau', 'monthly-active-users'],
  ['DAU', 'daily-active-users'],
  ['ttv', 'time-to-value'],
])('%s is %s', (called, key) => {
  expect(metricNamed(words, called)).toBe(key)
})

test('a word of several metrics, and one of none, stay as they are, to be asked back by name', () => {
  expect(metricNamed(words, 'retention')).toBe('retention')
  expect(metricNamed(words, 'visits')).toBe('visits')
})

test('a switch that a metric does not have is bad usage, with the nearest that it has', () => {
  const refusal = (key: string, ...switches: readonly string[]) => {
    try {
      assertSwitches(words, key, switches)
      return null
    } catch (error) {
      return error
    }
  }
  expect(refusal('net-revenue-retention', 'discounts', 'window_months')).toBe(null)
  expect(refusal('time-to-value', 'start')).toBe(null)
  expect(refusal('net-revenue-retention', 'discount')).toMatchObject({ details: { code: 'usage' }, hint: expect.stringContaining('--discounts') })
  expect(refusal('net-revenue-retention', 'start')).toMatchObject({ message: 'Net revenue retention has no switch and measure no flag “start”.' })
  expect(refusal('our_own_metric', 'anything')).toBe(null)
})
