import { metric } from '#kernel'

export const incrementPredictability = metric({
  name: 'Increment predictability',
  says: 'The value that increments brought, uncommitted objectives included, for the value that was committed. It may exceed 100 %; 80 to 100 % is healthy.',
  question: 'Do increments bring the value that was planned?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'within',
  grain: 'quarter',
  window: null,
  compute: { by: 'predictability', measure: 'value' },
  inputs: ['commitment_snapshot', 'commitment_result'],
  guardrails: ['escaped-defects'],
  dimensions: ['team'],
  maturityDays: 0,
  minN: 5,
  formula: 'Σ actual value, uncommitted included ÷ Σ planned value of committed objectives',
  version: 1,
})
