import { metric } from '#kernel'

export const productMargin = metric({
  name: 'Product margin',
  says: 'What is left of a product’s revenue after the cost of running it: direct, allocated shared and support. What nobody can allocate is its own line.',
  question: 'Does the product pay?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'margin', measure: 'margin' },
  inputs: ['cost_line', 'subscription', 'account', 'churn_event'],
  guardrails: ['cost-to-serve'],
  dimensions: ['product'],
  maturityDays: 10,
  minN: 1,
  formula: '(revenue − direct COGS − allocated shared COGS − support) ÷ revenue',
  version: 1,
})
