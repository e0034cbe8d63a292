import { metric } from '#kernel'

export const cycleTime = metric({
  name: 'Cycle time',
  says: 'The middle time from idea to impact, or to the furthest stage that work has reached. Work under way is censored, not dropped; parked time is told apart.',
  question: 'How fast does value arrive?',
  theme: 'Quality and delivery',
  unit: 'days',
  better: 'down',
  grain: 'month',
  window: '12m',
  compute: { by: 'flow' },
  inputs: ['work_item_transition'],
  guardrails: ['roadmap-outcome-attainment'],
  dimensions: ['team', 'level'],
  maturityDays: 0,
  minN: 10,
  formula: 'Kaplan–Meier median of days from the first to the last stage',
  version: 1,
})
