import { metric } from '#kernel'

export const errorBudget = metric({
  name: 'Error budget left',
  says: 'What remains of the failures that the promise allows in its window; below zero the promise is broken.',
  question: 'How much risk can we still take?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'slo', measure: 'errorBudget' },
  inputs: ['sli_window', 'slo'],
  guardrails: ['slo-attainment'],
  dimensions: ['service', 'tier', 'tenant'],
  maturityDays: 0,
  minN: 1,
  formula: '1 − (1 − Σ good ÷ Σ valid) ÷ (1 − target) × share of the window that has passed',
  version: 2,
})
