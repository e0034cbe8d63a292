import { metric } from '#kernel'

export const featureAdoption = metric({
  name: 'Feature adoption',
  says: 'Of the accounts that could use it, the share that did its core work often enough in 28 days. How deep, how steadily and by how many people are its parts.',
  question: 'Do those who could use it use it?',
  theme: 'Adoption and usage',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: '28d',
  compute: { by: 'adoption' },
  inputs: ['event', 'feature', 'subscription', 'account', 'app_user'],
  checks: ['event.', 'subscription.account-known', 'subscription.end-after-start'],
  guardrails: ['active-accounts', 'cohort-retention'],
  dimensions: ['feature', 'area', 'plan', 'segment', 'region', 'industry'],
  maturityDays: 2,
  minN: 20,
  formula: 'eligible accounts with the core event at least k times in the window ÷ eligible accounts',
  version: 2,
})

export const isShare = true
