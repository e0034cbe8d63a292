import { metric } from '#kernel'

export const cohortRevenueRetention = metric({
  name: 'Cohort revenue retention',
  says: 'What the customers of a first paid month pay at a stated age, of what they began with.',
  question: 'Does revenue stick?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'customerRetention', measure: 'revenue' },
  inputs: ['subscription', 'account', 'fx_rate', 'churn_event'],
  guardrails: ['activation-rate'],
  dimensions: ['plan', 'channel', 'segment', 'region'],
  maturityDays: 5,
  minN: 20,
  formula: 'Σ MRR at the age ÷ Σ MRR in the first paid month',
  version: 1,
})
