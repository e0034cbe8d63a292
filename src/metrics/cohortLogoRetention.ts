import { metric } from '#kernel'

export const cohortLogoRetention = metric({
  name: 'Cohort logo retention',
  says: 'Of the customers who paid first in a month, the share that still paid at a stated age.',
  question: 'Do new customers stay?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'customerRetention', measure: 'logo' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['activation-rate'],
  dimensions: ['plan', 'channel', 'segment', 'region'],
  maturityDays: 5,
  minN: 20,
  formula: 'customers paying at the age ÷ customers whose first paid month is the cohort',
  version: 1,
})

export const isShare = true
