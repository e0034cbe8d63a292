import { metric } from '#kernel'

export const monthlyActiveUsers = metric({
  name: 'Monthly active users',
  says: 'Different people who did something useful in 28 days, which every month holds: no sign-ins, bots or people of our own.',
  question: 'How many people truly use us?',
  theme: 'Adoption and usage',
  unit: 'count',
  better: 'up',
  grain: 'week',
  window: '28d',
  compute: { by: 'activeUsers', measure: 'actors' },
  inputs: ['event', 'account', 'app_user', 'feature'],
  checks: ['event.', 'app_user.account-known'],
  guardrails: ['cohort-retention'],
  dimensions: ['area', 'plan', 'role', 'segment', 'region', 'feature'],
  maturityDays: 2,
  minN: 1,
  formula: 'distinct actors with a value event in the trailing 28 days',
  version: 1,
})
