import { metric } from '#kernel'

export const timeToRestore = metric({
  name: 'Time to restore',
  says: 'The middle time from the start of an impact to its end, of P0 and P1 incidents that customers felt (DORA). Incidents that run on are censored, not dropped.',
  question: 'How fast do we recover?',
  theme: 'Quality and delivery',
  unit: 'hours',
  better: 'down',
  grain: 'quarter',
  window: null,
  compute: { by: 'delivery', measure: 'restore' },
  inputs: ['incident'],
  guardrails: ['incident-rate'],
  dimensions: ['severity', 'area', 'service'],
  maturityDays: 0,
  minN: 5,
  formula: 'Kaplan–Meier median of hours from impact start to impact end',
  version: 1,
})
