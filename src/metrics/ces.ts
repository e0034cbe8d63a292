import { metric } from '#kernel'

export const ces = metric({
  name: 'Customer effort',
  says: 'The mean answer to how easy it was, on one scale.',
  question: 'How hard do we make it?',
  theme: 'Quality and delivery',
  unit: 'score',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'answers', instrument: 'ces' },
  inputs: ['survey_response', 'survey_invite', 'account'],
  checks: ['survey_response.'],
  guardrails: ['csat'],
  dimensions: ['role', 'plan', 'segment', 'tenure', 'surface', 'region'],
  maturityDays: 7,
  minN: 20,
  formula: 'mean of the answers, the last one of each invitation',
  version: 2,
})
