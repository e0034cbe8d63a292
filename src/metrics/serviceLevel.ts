import { metric } from '#kernel'

export const serviceLevel = metric({
  name: 'Service level',
  says: 'The share of good events among all that counted.',
  question: 'How reliable are we?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'slo', measure: 'level' },
  inputs: ['sli_window', 'slo'],
  guardrails: ['slo-attainment'],
  dimensions: ['service', 'tier', 'tenant'],
  maturityDays: 0,
  minN: 1,
  formula: 'Σ good ÷ Σ valid',
  version: 1,
})

export const isShare = true
