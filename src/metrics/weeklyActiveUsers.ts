import { metric } from '#kernel'

export const weeklyActiveUsers = metric({
  name: 'Weekly active users',
  says: 'Different people who did something useful in seven days: no sign-ins, bots or people of our own.',
  question: 'How many people use us in a week?',
  theme: 'Adoption and usage',
  unit: 'count',
  better: 'up',
  grain: 'week',
  window: '7d',
  compute: { by: 'activeUsers', measure: 'actors' },
  inputs: ['event', 'account', 'app_user', 'feature'],
  checks: ['event.', 'app_user.account-known'],
  guardrails: ['cohort-retention'],
  dimensions: ['area', 'plan', 'role', 'segment', 'region', 'feature'],
  maturityDays: 2,
  minN: 1,
  formula: 'distinct actors with a value event in the trailing 7 days',
  version: 1,
})
