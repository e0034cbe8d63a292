import { metric } from '#kernel'

export const annualRecurringRevenue = metric({
  name: 'Annual recurring revenue',
  says: 'Twelve times the monthly recurring revenue at the month’s end.',
  question: 'How large is the business that repeats?',
  theme: 'Customers and revenue',
  unit: 'money',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'revenue', measure: 'arr' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['gross-revenue-retention'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 1,
  formula: '12 × Σ MRR at month-end',
  version: 1,
})
