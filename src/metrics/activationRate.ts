import { metric } from '#kernel'

export const activationRate = metric({
  name: 'Activation rate',
  says: 'Of the accounts that began in a week, the share that reached the core outcome in time. A week counts once all of its accounts have had that time.',
  question: 'Do new accounts reach the core workflow?',
  theme: 'Adoption and usage',
  unit: 'ratio',
  better: 'up',
  grain: 'week',
  window: null,
  compute: { by: 'activation' },
  inputs: ['account', 'event', 'feature', 'app_user'],
  checks: ['event.', 'account.closed-after-created'],
  guardrails: ['cohort-retention'],
  dimensions: ['plan', 'channel', 'use_case', 'segment', 'region'],
  maturityDays: 2,
  minN: 20,
  formula: 'accounts that reach the milestone within W days of their creation ÷ accounts created, in cohorts whose W days have passed',
  version: 1,
})

export const isShare = true
