import { metric } from '#kernel'

export const voluntaryChurnRate = metric({
  name: 'Voluntary churn',
  says: 'Customers that left by their own decision, of those at the month’s opening.',
  question: 'How many customers choose to leave?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'down',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'voluntaryChurn' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['win-back-share'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 30,
  minN: 20,
  formula: 'customers lost by decision ÷ customers at opening',
  version: 1,
})

export const isShare = true
