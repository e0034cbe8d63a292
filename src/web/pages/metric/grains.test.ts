import { expect, test } from 'vitest'
import { metrics } from '#web/vocabulary.ts'
import { grainsOf } from './grains.ts'

const of = (key: string) => grainsOf(metrics[key] ?? { grain: 'day', window: null })

test('a metric offers its own grain first, then what is longer, then what is shorter as far as it can tell', () => {
  expect(of('incident-rate')).toEqual(['month', 'quarter', 'week'])
  expect(of('annual-recurring-revenue')).toEqual(['month', 'quarter'])
  expect(of('product-margin')).toEqual(['quarter', 'month'])
  expect(of('stakeholder-satisfaction')).toEqual(['quarter'])
  expect(of('activation-rate')).toEqual(['week', 'month', 'quarter'])
  expect(of('net-revenue-retention')).toEqual(['month'])
  expect(of('ticket-rate')).toEqual(['month'])
})
