import { metric } from '#kernel'

export const costToServe = metric({
  name: 'Cost to serve',
  says: 'The cost of running the product for each paying account and month.',
  question: 'What does a customer cost us?',
  theme: 'Customers and revenue',
  unit: 'money',
  better: 'down',
  grain: 'quarter',
  window: null,
  compute: { by: 'margin', measure: 'costToServe' },
  inputs: ['cost_line', 'subscription', 'account', 'churn_event'],
  guardrails: ['csat'],
  dimensions: ['product'],
  maturityDays: 10,
  minN: 1,
  formula: '(direct COGS + allocated shared COGS + support) ÷ mean paying accounts ÷ months',
  version: 1,
})
