import { metric } from '#kernel'

export const deliveryPredictability = metric({
  name: 'Delivery predictability',
  says: 'Of the items that teams committed to when a period began, the share done when it ended. What was added later is told apart.',
  question: 'Do we land what we commit?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'predictability', measure: 'items' },
  inputs: ['commitment_snapshot', 'commitment_result'],
  guardrails: ['escaped-defects'],
  dimensions: ['team'],
  maturityDays: 0,
  minN: 20,
  formula: 'committed items done in their period ÷ committed items, as first frozen',
  version: 1,
})

export const isShare = true
