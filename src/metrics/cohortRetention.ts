import { metric } from '#kernel'

export const cohortRetention = metric({
  name: 'Cohort retention',
  says: 'Of the people who began in a month, the share that still used us at a stated age.',
  question: 'Does usage stick?',
  theme: 'Adoption and usage',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'usageRetention', measure: 'usage' },
  inputs: ['event', 'account', 'app_user', 'feature'],
  checks: ['event.'],
  guardrails: ['activation-rate'],
  dimensions: ['plan', 'channel', 'segment', 'region', 'role'],
  maturityDays: 2,
  minN: 20,
  formula: 'members seen at the age ÷ members that began in the cohort',
  version: 1,
})

export const isShare = true
