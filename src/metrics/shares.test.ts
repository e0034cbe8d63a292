import { expect, test } from 'vitest'
import * as metrics from '#metrics'
import { isMetric } from '#kernel'
import { shares } from './shares.ts'

const all = Object.values(metrics).flatMap((words) => Object.values<unknown>(words).filter(isMetric))

test('every share is a ratio, and the ratios that are none may leave 0 to 1', () => {
  expect([...shares].filter(({ unit }) => unit !== 'ratio')).toEqual([])
  expect(all.flatMap((one) => (one.unit === 'ratio' && !shares.has(one) ? [one.name] : [])).toSorted()).toEqual([
    'Cohort revenue retention',
    'Error budget left',
    'Increment predictability',
    'Ledger against billing',
    'Monthly net revenue retention',
    'Net MRR churn',
    'Net retention by product',
    'Net revenue retention',
    'Product margin',
    'Regretted attrition',
    'Win-back share',
  ])
})
