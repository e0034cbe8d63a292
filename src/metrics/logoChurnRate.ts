import { metric } from '#kernel'

export const logoChurnRate = metric({
  name: 'Logo churn',
  says: 'The share of paying accounts at the month’s opening that pay nothing at its close.',
  question: 'How many customers leave?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'down',
  grain: 'month',
  window: '1m',
  compute: { by: 'revenue', measure: 'logoChurn' },
  inputs: ['subscription', 'account', 'churn_event'],
  guardrails: ['net-revenue-retention'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 30,
  minN: 20,
  formula: 'accounts with MRR at opening and none at closing ÷ accounts with MRR at opening',
  version: 1,
})

export const isShare = true
