import { metric } from '#kernel'

export const qualityOfHire = metric({
  name: 'Quality of hire',
  says: 'Of the hires whose checkpoint fell into the last twelve months, the share that met the standard. Who left before it is a miss.',
  question: 'Do we hire the right people?',
  theme: 'People and stakeholders',
  unit: 'ratio',
  better: 'up',
  grain: 'quarter',
  window: '12m',
  compute: { by: 'hiring', measure: 'quality' },
  inputs: ['hiring'],
  guardrails: ['offer-acceptance'],
  dimensions: ['role', 'source'],
  maturityDays: 0,
  minN: 5,
  formula: 'hires who met the standard at their checkpoint ÷ hires who reached it or left before',
  version: 1,
})

export const isShare = true
