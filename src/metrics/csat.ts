import { metric } from '#kernel'

export const csat = metric({
  name: 'Customer satisfaction',
  says: 'The share of answers in the two best boxes of their scale.',
  question: 'Are users satisfied?',
  theme: 'Quality and delivery',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'answers', instrument: 'csat' },
  inputs: ['survey_response', 'survey_invite', 'ticket'],
  checks: ['survey_response.', 'ticket.before-account', 'ticket.resolved-after-created'],
  guardrails: ['ticket-rate'],
  dimensions: ['plan', 'segment', 'region', 'industry', 'surface', 'role', 'tenure'],
  maturityDays: 7,
  minN: 20,
  formula: 'answers in the top two boxes ÷ answers, the last answer of each invitation',
  version: 3,
})

export const isShare = true
