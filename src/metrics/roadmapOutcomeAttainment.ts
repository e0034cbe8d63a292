import { metric } from '#kernel'

export const roadmapOutcomeAttainment = metric({
  name: 'Roadmap outcomes reached',
  says: 'Of the committed key results due in the quarter, the share that reached the target of its commitment. Dropped ones stay in the denominator.',
  question: 'Did outcomes move?',
  theme: 'Bets and learning',
  unit: 'ratio',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'outcomes' },
  inputs: [],
  nouns: ['keyResult', 'objective'],
  guardrails: ['delivery-predictability'],
  dimensions: ['objective', 'kind', 'segment'],
  maturityDays: 14,
  minN: 5,
  formula: 'committed key results at their first target ÷ committed key results due in the period',
  version: 1,
})

export const isShare = true
