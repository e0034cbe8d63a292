import { metric } from '#kernel'

export const quickRatio = metric({
  name: 'Quick ratio',
  says: 'What was gained for each unit of recurring revenue lost.',
  question: 'Do gains outrun losses?',
  theme: 'Customers and revenue',
  unit: 'score',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'revenueFlows', measure: 'quickRatio' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['gross-revenue-retention'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 1,
  formula: '(new + expansion + reactivation) ÷ (contraction + churn)',
  version: 1,
})
