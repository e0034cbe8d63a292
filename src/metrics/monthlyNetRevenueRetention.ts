import { metric } from '#kernel'

export const monthlyNetRevenueRetention = metric({
  name: 'Monthly net revenue retention',
  says: 'Revenue kept and grown in one month from the customers at its opening: the figure to chart, since yearly ones overlap.',
  question: 'Do existing customers grow with us this month?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '1m',
  compute: { by: 'revenue', measure: 'nrr' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['gross-revenue-retention', 'logo-churn-rate'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 20,
  formula: '(opening + expansion − contraction − churn) ÷ opening',
  version: 1,
})
