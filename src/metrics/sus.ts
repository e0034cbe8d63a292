import { metric } from '#kernel'

export const sus = metric({
  name: 'System usability',
  says: 'The mean score of the system usability scale, from 0 to 100.',
  question: 'How usable is the product?',
  theme: 'Quality and delivery',
  unit: 'score',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'answers', instrument: 'sus' },
  inputs: ['survey_response', 'survey_invite', 'account'],
  checks: ['survey_response.'],
  guardrails: ['csat'],
  dimensions: ['role', 'plan', 'segment', 'tenure', 'surface', 'region'],
  maturityDays: 7,
  minN: 20,
  formula: 'mean of 2.5 × Σ adjusted items of each person',
  version: 2,
})
