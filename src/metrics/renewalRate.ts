import { metric } from '#kernel'

export const renewalRate = metric({
  name: 'Renewal rate',
  says: 'Of the contracts that fell due, the share that was renewed. Apart from churn: most customers are not due in a month.',
  question: 'Do customers renew when they may leave?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'renewals' },
  inputs: ['subscription', 'account', 'churn_event'],
  guardrails: ['gross-revenue-retention'],
  dimensions: ['segment', 'plan', 'industry', 'region', 'channel'],
  maturityDays: 30,
  minN: 20,
  formula: 'renewals kept ÷ renewals due',
  version: 1,
})

export const isShare = true
