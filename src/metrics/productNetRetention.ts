import { metric } from '#kernel'

export const productNetRetention = metric({
  name: 'Net retention by product',
  says: 'Revenue of a product kept and grown from those who paid for it a year ago. What moved to another product counts as kept, unless the policy counts moves as gross.',
  question: 'Do those who use a product stay with it?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '12m',
  compute: { by: 'productRetention' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['product-margin'],
  dimensions: ['product'],
  maturityDays: 5,
  minN: 20,
  formula: 'Σ MRR of the product now ÷ Σ MRR at the start, over accounts that paid for it at the start of the window',
  version: 1,
})
