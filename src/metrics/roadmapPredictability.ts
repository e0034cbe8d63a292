import { metric } from '#kernel'

export const roadmapPredictability = metric({
  name: 'Roadmap predictability',
  says: 'Of the committed initiatives whose forecast fell into the quarter, the share that landed in its window.',
  question: 'Do initiatives land when we said?',
  theme: 'Bets and learning',
  unit: 'ratio',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'predictability', measure: 'roadmap' },
  inputs: ['commitment_snapshot', 'commitment_result'],
  guardrails: ['roadmap-outcome-attainment'],
  dimensions: ['team'],
  maturityDays: 0,
  minN: 10,
  formula: 'committed initiatives that landed in their forecast window ÷ committed initiatives with one',
  version: 1,
})

export const isShare = true
