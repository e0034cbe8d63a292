import { metric } from '#kernel'

export const payingCustomers = metric({
  name: 'Paying customers',
  says: 'Customers with recurring revenue at the month’s end.',
  question: 'How many customers do we have?',
  theme: 'Customers and revenue',
  unit: 'count',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'customers' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['logo-churn-rate', 'average-revenue-per-account'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 1,
  formula: 'customers with MRR above zero at month-end',
  version: 1,
})
