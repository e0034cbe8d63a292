import { metric } from '#kernel'

export const competencyGrowth = metric({
  name: 'Competency gaps closed',
  says: 'Of the gaps in role-critical competencies at the half-year before, the share that is closed. Calibrated levels only.',
  question: 'Does the team develop?',
  theme: 'People and stakeholders',
  unit: 'ratio',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'competency' },
  inputs: ['assessment'],
  guardrails: ['stakeholder-satisfaction'],
  dimensions: ['competency_id', 'level'],
  maturityDays: 30,
  minN: 4,
  formula: 'role-critical gaps closed ÷ role-critical gaps of the half-year before',
  version: 1,
})

export const isShare = true
