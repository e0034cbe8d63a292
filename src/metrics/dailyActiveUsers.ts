import { metric } from '#kernel'

export const dailyActiveUsers = metric({
  name: 'Daily active users',
  says: 'Different people who did something useful on the day: no sign-ins, bots or people of our own.',
  question: 'How many people use us on a day?',
  theme: 'Adoption and usage',
  unit: 'count',
  better: 'up',
  grain: 'day',
  window: '1d',
  compute: { by: 'activeUsers', measure: 'actors' },
  inputs: ['event', 'account', 'app_user', 'feature'],
  checks: ['event.', 'app_user.account-known'],
  guardrails: ['cohort-retention'],
  dimensions: ['area', 'plan', 'role', 'segment', 'region', 'feature'],
  maturityDays: 2,
  minN: 1,
  formula: 'distinct actors with a value event on the day',
  version: 1,
})
