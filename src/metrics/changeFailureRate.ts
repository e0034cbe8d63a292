import { metric } from '#kernel'

export const changeFailureRate = metric({
  name: 'Change failure rate',
  says: 'The share of releases that had to be rolled back within seven days (DORA).',
  question: 'How often does a change do harm?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'down',
  grain: 'month',
  window: '3m',
  compute: { by: 'delivery', measure: 'failures' },
  inputs: ['release'],
  guardrails: ['deployment-frequency'],
  dimensions: ['product', 'area', 'tier'],
  maturityDays: 7,
  minN: 20,
  formula: 'releases rolled back within 7 days ÷ releases',
  version: 2,
})

export const isShare = true
