import { metric } from '#kernel'

export const netMrrChurn = metric({
  name: 'Net MRR churn',
  says: 'What the month lost of its opening revenue, less what its customers added. Below zero the base grows by itself.',
  question: 'Does the base shrink or grow?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'down',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'netMrrChurn' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['gross-revenue-retention'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 20,
  formula: '(churn + contraction − expansion) ÷ opening',
  version: 1,
})
