import { metric } from '#kernel'

export const leadTimeForChanges = metric({
  name: 'Lead time for changes',
  says: 'The middle time from the first commit of a release to its delivery (DORA). One stage of the way from idea to impact, not the whole.',
  question: 'How fast does a change reach customers?',
  theme: 'Quality and delivery',
  unit: 'days',
  better: 'down',
  grain: 'month',
  window: null,
  compute: { by: 'delivery', measure: 'leadTime' },
  inputs: ['release'],
  guardrails: ['change-failure-rate'],
  dimensions: ['product', 'area', 'tier'],
  maturityDays: 0,
  minN: 5,
  formula: 'median of days from first commit to release',
  version: 1,
})
