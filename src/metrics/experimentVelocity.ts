import { metric } from '#kernel'

export const experimentVelocity = metric({
  name: 'Experiments that taught',
  says: 'Experiments decided in the quarter whose hypothesis and metric were registered before the start, and that ran long enough, with enough power and an even split.',
  question: 'Do we learn?',
  theme: 'Bets and learning',
  unit: 'count',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'experiments' },
  inputs: ['experiment'],
  guardrails: ['roadmap-outcome-attainment'],
  dimensions: ['squad', 'area'],
  maturityDays: 0,
  minN: 1,
  formula: 'experiments decided in the period that were registered first, ran their minimum, had the power and an even split',
  version: 1,
})
