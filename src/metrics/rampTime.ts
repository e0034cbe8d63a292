import { metric } from '#kernel'

export const rampTime = metric({
  name: 'Ramp time',
  says: 'The middle time from start to full effect of those who started. Who is not there yet is censored, not dropped.',
  question: 'How fast do new people take off?',
  theme: 'People and stakeholders',
  unit: 'days',
  better: 'down',
  grain: 'quarter',
  window: '24m',
  compute: { by: 'ramp' },
  inputs: ['hiring'],
  guardrails: ['quality-of-hire'],
  dimensions: ['role', 'source'],
  maturityDays: 0,
  minN: 5,
  formula: 'Kaplan–Meier median of days from start to ramped',
  version: 1,
})
