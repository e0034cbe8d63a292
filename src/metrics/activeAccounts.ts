import { metric } from '#kernel'

export const activeAccounts = metric({
  name: 'Active accounts',
  says: 'Accounts with at least one product event in the trailing window. Distinct, so parts do not add up to the whole.',
  question: 'How many customers truly use us?',
  theme: 'Adoption and usage',
  unit: 'count',
  better: 'up',
  grain: 'month',
  window: '28d',
  compute: { by: 'activeUsers', measure: 'accounts' },
  inputs: ['event', 'account', 'app_user', 'feature'],
  checks: ['event.'],
  guardrails: ['feature-adoption', 'cohort-retention'],
  dimensions: ['plan', 'segment', 'region', 'industry', 'channel', 'feature', 'area'],
  maturityDays: 2,
  minN: 1,
  formula: 'distinct accounts with an event in the trailing window that ends with the period',
  version: 1,
})
