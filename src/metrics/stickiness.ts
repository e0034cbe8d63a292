import { metric } from '#kernel'

export const stickiness = metric({
  name: 'Stickiness',
  says: 'On how much of the month’s people one can count on a day: the mean of the daily active users over those of the 28 days.',
  question: 'Do people come back day after day?',
  theme: 'Adoption and usage',
  unit: 'ratio',
  better: 'up',
  grain: 'week',
  window: '28d',
  compute: { by: 'activeUsers', measure: 'stickiness' },
  inputs: ['event', 'account', 'app_user', 'feature'],
  checks: ['event.', 'app_user.account-known'],
  guardrails: ['cohort-retention'],
  dimensions: ['area', 'plan', 'role', 'segment', 'region', 'feature'],
  maturityDays: 2,
  minN: 1,
  formula: 'mean daily active users of the window ÷ active users of the same window',
  version: 1,
})

export const isShare = true
