import { metric } from '#kernel'

export const regrettedAttrition = metric({
  name: 'Regretted attrition',
  says: 'Regretted exits of the last twelve months for each person of the mean headcount.',
  question: 'Do we keep the people we want to keep?',
  theme: 'People and stakeholders',
  unit: 'ratio',
  better: 'down',
  grain: 'quarter',
  window: '12m',
  compute: { by: 'hiring', measure: 'attrition' },
  inputs: ['hiring', 'headcount'],
  guardrails: ['competency-growth'],
  dimensions: [],
  maturityDays: 0,
  minN: 20,
  formula: 'regretted exits of 12 months ÷ mean headcount of their months',
  version: 1,
})
