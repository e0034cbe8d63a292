import { metric } from '#kernel'

export const nps = metric({
  name: 'Net promoter score',
  says: 'Promoters less detractors, in points. Only answers from 0 to 10; waves of the relationship and of single transactions are never pooled.',
  question: 'Would our users recommend us?',
  theme: 'Quality and delivery',
  unit: 'score',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'promoters', instrument: 'nps' },
  inputs: ['survey_response', 'survey_invite', 'account'],
  checks: ['survey_response.'],
  guardrails: ['csat', 'ticket-rate'],
  dimensions: ['role', 'plan', 'segment', 'tenure', 'surface', 'region'],
  maturityDays: 7,
  minN: 20,
  formula: '100 × (answers of 9 or 10 − answers of 0 to 6) ÷ answers',
  version: 2,
})
