import { expect, test } from 'vitest'
import * as metrics from '#metrics'
import { dependentsOf, featureEvents } from './dependents.ts'

const all = Object.values(metrics)
  .flatMap((own) => Object.values(own))
  .filter((one) => typeof one === 'object' && one !== null && 'compute' in one)

test('metrics of the product read what belongs to a live feature, some of them its core event alone', () => {
  const features = featureEvents([
    { core_event: 'shared', events: ['previewed'], retired_at: null },
    { core_event: 'faxed', events: [], retired_at: '2026-01-01' },
  ])
  const { of } = dependentsOf(all, features)
  expect(of('shared')).toEqual(expect.arrayContaining(['Feature adoption', 'Activation rate', 'Monthly active users', 'Cohort retention']))
  expect(of('previewed')).toContain('Monthly active users')
  for (const name of ['Feature adoption', 'Activation rate']) expect(of('previewed')).not.toContain(name)
  expect([of('faxed'), of('other')]).toEqual([[], []])
})

test('without a feature every event shows use, but for sign-ins and page views, which adoption alone counts', () => {
  const { of } = dependentsOf(all, [])
  expect(of('shared').length).toBeGreaterThan(6)
  expect(of('page_viewed')).toEqual(['Feature adoption'])
})
