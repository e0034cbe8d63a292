import fc from 'fast-check'
import { expect, test } from 'vitest'
import { precisionOf, type Verdict } from './feedback.ts'

const verdict = fc.record<Verdict>({
  rule: fc.constantFrom('outside', 'run', 'near'),
  metric: fc.constantFrom('net-revenue-retention', 'activation', 'csat'),
  verdict: fc.constantFrom('useful', 'noise'),
})

test('three useful of four, by rule and by metric', () => {
  const feedback = precisionOf([
    { rule: 'outside', metric: 'csat', verdict: 'useful' },
    { rule: 'outside', metric: 'activation', verdict: 'useful' },
    { rule: 'near', metric: 'csat', verdict: 'noise' },
    { rule: 'near', metric: 'csat', verdict: 'useful' },
  ])
  expect(feedback.overall).toMatchObject({ judged: 4, noise: 1, precision: 0.75 })
  expect(feedback.byRule.get('near')).toMatchObject({ judged: 2, noise: 1, precision: 0.5 })
  expect(feedback.byMetric.get('csat')).toMatchObject({ judged: 3, precision: 2 / 3 })
})

test('rules and metrics each sum to the whole, and the interval holds the share', () => {
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 60 }), (verdicts) => {
      const { overall, byRule, byMetric } = precisionOf(verdicts)
      for (const parts of [byRule, byMetric]) expect([...parts.values()].reduce((total, { noise }) => total + noise, 0)).toBe(overall.noise)
      if (overall.precision === null) {
        expect(verdicts).toEqual([])
        return
      }
      expect((overall.interval?.low ?? 1) <= overall.precision && overall.precision <= (overall.interval?.high ?? 0)).toBe(true)
    }),
  )
})

test('without a verdict precision is unknown, not perfect', () => {
  expect(precisionOf([]).overall).toEqual({ judged: 0, noise: 0, precision: null, interval: null })
})
