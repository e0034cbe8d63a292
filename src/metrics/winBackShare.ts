import { metric } from '#kernel'

export const winBackShare = metric({
  name: 'Win-back share',
  says: 'Customers that came back in twelve months, for each one lost in them.',
  question: 'Do lost customers return?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '12m',
  compute: { by: 'revenueFlows', measure: 'winBack' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['logo-churn-rate'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 30,
  minN: 20,
  formula: 'customers reactivated ÷ customers lost',
  version: 1,
})
