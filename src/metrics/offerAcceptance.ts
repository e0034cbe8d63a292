import { metric } from '#kernel'

export const offerAcceptance = metric({
  name: 'Offer acceptance',
  says: 'Of the offers answered in the quarter, the share accepted. Open and withdrawn offers are in neither side.',
  question: 'Do the people we want want us?',
  theme: 'People and stakeholders',
  unit: 'ratio',
  better: 'up',
  grain: 'quarter',
  window: null,
  compute: { by: 'hiring', measure: 'offers' },
  inputs: ['hiring'],
  guardrails: ['quality-of-hire'],
  dimensions: ['role', 'source'],
  maturityDays: 0,
  minN: 5,
  formula: 'offers accepted ÷ (accepted + declined)',
  version: 1,
})

export const isShare = true
