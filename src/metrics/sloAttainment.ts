import { metric } from '#kernel'

export const sloAttainment = metric({
  name: 'SLO attainment',
  says: 'The share of closed service-level windows that kept their promise, each as long as its objective says.',
  question: 'Is reliability as promised?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '12m',
  compute: { by: 'slo', measure: 'attainment' },
  inputs: ['sli_window', 'slo'],
  guardrails: ['error-budget'],
  dimensions: ['service', 'tier', 'tenant'],
  maturityDays: 0,
  minN: 1,
  formula: 'closed windows of window_days with Σ good ÷ Σ valid at or above target ÷ closed windows',
  version: 2,
})

export const isShare = true
