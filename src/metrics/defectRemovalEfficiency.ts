import { metric } from '#kernel'

export const defectRemovalEfficiency = metric({
  name: 'Defect removal efficiency',
  says: 'Of the defects that a release brought, the share found before customers had it.',
  question: 'How much do we catch before release?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '12m',
  compute: { by: 'defects', measure: 'removal' },
  inputs: ['defect', 'release'],
  guardrails: ['deployment-frequency'],
  dimensions: ['area', 'severity'],
  maturityDays: 0,
  minN: 20,
  formula: '1 − escaped defects',
  version: 1,
})

export const isShare = true
