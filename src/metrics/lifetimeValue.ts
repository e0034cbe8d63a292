import { metric } from '#kernel'

export const lifetimeValue = metric({
  name: 'Lifetime value',
  says: 'What a customer leaves after the cost of service until it goes, at the churn of the last six months.',
  question: 'How much is a customer worth to us?',
  theme: 'Customers and revenue',
  unit: 'money',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'lifetimeValue' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['logo-churn-rate'],
  dimensions: [],
  maturityDays: 30,
  minN: 20,
  formula: 'average revenue × gross margin ÷ monthly logo churn',
  version: 1,
})
