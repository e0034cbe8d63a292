import { metric } from '#kernel'

export const timeToValue = metric({
  name: 'Time to value',
  says: 'Days until half of the accounts had their first outcome. Accounts that still wait count for as long as they have waited.',
  question: 'How long to the first meaningful outcome?',
  theme: 'Adoption and usage',
  unit: 'days',
  better: 'down',
  grain: 'month',
  window: '12m',
  compute: { by: 'timeToValue' },
  inputs: ['event', 'account', 'feature', 'app_user', 'subscription'],
  checks: ['event.', 'account.closed-after-created'],
  guardrails: ['activation-rate', 'cohort-retention'],
  dimensions: ['segment', 'channel', 'plan', 'region', 'use_case'],
  maturityDays: 2,
  minN: 20,
  formula: 'Kaplan–Meier median of (first value event − start) over accounts that started in the window',
  version: 1,
})
