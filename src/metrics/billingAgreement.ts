import { metric } from '#kernel'

export const billingAgreement = metric({
  name: 'Ledger against billing',
  says: 'How far the recurring revenue of the ledger lies from what finance billed for the month. Zero is agreement; the first question about any revenue number.',
  question: 'Does our revenue agree with what was billed?',
  theme: 'Customers and revenue',
  unit: 'ratio',
  better: 'within',
  grain: 'month',
  window: null,
  compute: { by: 'agreement' },
  inputs: ['control_total', 'subscription', 'account', 'fx_rate'],
  checks: ['control_total.'],
  guardrails: [],
  dimensions: [],
  maturityDays: 5,
  minN: 1,
  formula: '(MRR of the ledger − MRR that was billed) ÷ MRR that was billed',
  version: 1,
})
