import { metric } from '#kernel'

export const escapedDefects = metric({
  name: 'Escaped defects',
  says: 'Of the defects that a release brought, the share found within 90 days after it. Younger releases are not told yet.',
  question: 'What slips past us?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'down',
  grain: 'month',
  window: '12m',
  compute: { by: 'defects', measure: 'escaped' },
  inputs: ['defect', 'release'],
  guardrails: ['defect-removal-efficiency'],
  dimensions: ['area', 'severity'],
  maturityDays: 0,
  minN: 20,
  formula: 'found within 90 days after release ÷ (found before release + within 90 days after)',
  version: 1,
})

export const isShare = true
