import { metric } from '#kernel'

export const incidentRate = metric({
  name: 'P0 and P1 incidents',
  says: 'Incidents of severity P0 or P1 that customers felt, by the start of the impact. A split or merged family counts once, maintenance never.',
  question: 'How often do we hurt customers?',
  theme: 'Quality and delivery',
  unit: 'count',
  better: 'down',
  grain: 'month',
  window: null,
  compute: { by: 'incidents', severities: ['p0', 'p1'] },
  inputs: ['incident'],
  guardrails: ['change-failure-rate', 'time-to-restore'],
  dimensions: ['severity', 'area', 'service'],
  maturityDays: 14,
  minN: 1,
  formula: 'families of customer-impacting P0 and P1 incidents whose impact began in the period',
  version: 1,
})
