import { metric } from '#kernel'

export const stakeholderSatisfaction = metric({
  name: 'Stakeholder satisfaction',
  says: 'The mean answer of peers, from 1 to 5, in a closed quarter. Groups of fewer than four are never shown, nor what would give them away.',
  question: 'Do peers trust the system?',
  theme: 'People and stakeholders',
  unit: 'score',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'stakeholders' },
  inputs: ['pulse'],
  read: 'viewer',
  guardrails: [],
  dimensions: ['rater_group', 'question_id'],
  maturityDays: 0,
  minN: 10,
  formula: 'Σ score ÷ answers',
  version: 1,
})
