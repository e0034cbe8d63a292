import { metric } from '#kernel'

export const delinquentChurnRate = metric({
  name: 'Delinquent churn',
  says: 'Customers lost because bills stayed unpaid, of those at the month’s opening.',
  question: 'How many customers do we lose to unpaid bills?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'down',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'delinquentChurn' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['win-back-share'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 30,
  minN: 20,
  formula: 'customers lost to unpaid bills ÷ customers at opening',
  version: 1,
})

export const isShare = true
