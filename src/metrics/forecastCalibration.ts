import { metric } from '#kernel'

export const forecastCalibration = metric({
  name: 'Forecast calibration',
  says: 'How often P85 dates held. A calibrated forecaster is right in 85 of 100; the same of P50 stands beside it.',
  question: 'Can our dates be believed?',
  theme: 'Bets and learning',
  unit: 'ratio',
  better: 'within',
  grain: 'quarter',
  window: null,
  compute: { by: 'predictability', measure: 'calibration' },
  inputs: ['commitment_snapshot', 'commitment_result'],
  guardrails: ['roadmap-predictability'],
  dimensions: ['team'],
  maturityDays: 0,
  minN: 20,
  formula: 'items done by their P85 day ÷ items with a P85 day',
  version: 1,
})

export const isShare = true
