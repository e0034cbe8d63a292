import { metric } from '#kernel'

export const grossRevenueRetention = metric({
  name: 'Gross revenue retention',
  says: 'Revenue that would remain if nobody grew: each account counts at most what it paid at the start.',
  question: 'How much revenue would remain if nobody grew?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '12m',
  compute: { by: 'revenue', measure: 'grr' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['net-revenue-retention', 'logo-churn-rate'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 20,
  formula: 'Σ min(MRR now, MRR at the start) ÷ Σ MRR at the start, capped per account',
  version: 1,
})

export const isShare = true
