import { metric } from '#kernel'

export const productRecurringRevenue = metric({
  name: 'Recurring revenue by product',
  says: 'Twelve times the monthly recurring revenue at the month’s end, each product of an account counted by itself.',
  question: 'How large is each product’s business?',
  theme: 'Customers and revenue',
  unit: 'money',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'productRevenue' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['product-net-retention'],
  dimensions: ['product'],
  maturityDays: 5,
  minN: 1,
  formula: '12 × Σ MRR of the product at month-end',
  version: 1,
})
