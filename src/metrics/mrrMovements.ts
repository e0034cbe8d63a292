import { metric } from '#kernel'

export const mrrMovements = metric({
  name: 'MRR movements',
  says: 'How monthly recurring revenue went from opening to closing. The parts sum exactly, for every account and month.',
  question: 'What moved our revenue?',
  theme: 'Customers and revenue',
  unit: 'money',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'revenue', measure: 'movements' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['gross-revenue-retention'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 5,
  minN: 1,
  formula: 'opening + fx + new + reactivation + expansion − contraction − churn + transfers = closing',
  version: 1,
})
