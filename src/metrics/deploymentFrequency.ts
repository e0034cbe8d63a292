import { metric } from '#kernel'

export const deploymentFrequency = metric({
  name: 'Deployment frequency',
  says: 'Releases that customers got in the month (DORA).',
  question: 'How often do we deliver?',
  theme: 'Quality and delivery',
  unit: 'count',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'delivery', measure: 'frequency' },
  inputs: ['release'],
  guardrails: ['change-failure-rate'],
  dimensions: ['product', 'area', 'tier'],
  maturityDays: 0,
  minN: 1,
  formula: 'releases in the period',
  version: 1,
})
