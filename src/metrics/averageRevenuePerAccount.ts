import { metric } from '#kernel'

export const averageRevenuePerAccount = metric({
  name: 'Average revenue per account',
  says: 'Monthly recurring revenue at the month’s end for each paying customer.',
  question: 'How much is a customer worth a month?',
  theme: 'Customers and revenue',
  unit: 'money',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'averageRevenue' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['logo-churn-rate'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 20,
  formula: 'MRR at month-end ÷ paying customers',
  version: 1,
})
