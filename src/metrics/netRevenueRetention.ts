import { metric } from '#kernel'

export const netRevenueRetention = metric({
  name: 'Net revenue retention',
  says: 'Revenue kept and grown from the customers of a year ago. New customers never enter.',
  question: 'Do existing customers grow with us?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '12m',
  compute: { by: 'revenue', measure: 'nrr' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['gross-revenue-retention', 'logo-churn-rate'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 20,
  formula: 'Σ MRR now ÷ Σ MRR at the start, over accounts that paid at the start of the window',
  version: 1,
})
