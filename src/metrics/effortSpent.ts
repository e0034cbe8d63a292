import { metric } from '#kernel'

export const effortSpent = metric({
  name: 'Effort spent',
  says: 'Person-weeks that the squads spent in the period, by what they were spent on. What nobody can place is its own part.',
  question: 'Where did our people’s time go?',
  theme: 'Bets and learning',
  unit: 'count',
  better: 'within',
  grain: 'quarter',
  window: null,
  compute: { by: 'effort' },
  inputs: ['effort_actual'],
  nouns: ['initiative', 'product'],
  guardrails: [],
  dimensions: ['investment', 'team', 'product'],
  maturityDays: 10,
  minN: 1,
  formula: 'Σ person-weeks by the week in which they were spent',
  version: 1,
})
