import { metric } from '#kernel'

export const ticketRate = metric({
  name: 'Support tickets per account',
  says: 'Tickets created in the month for each account that paid, by days paid. Merged and internal tickets do not count.',
  question: 'How much burden do we create?',
  theme: 'Quality and delivery',
  unit: 'ratePerAccount',
  better: 'down',
  grain: 'month',
  window: null,
  compute: {
    by: 'perPayingAccount',
    fact: 'ticket',
    at: 'created_at',
    where: [
      { column: 'is_internal', isNot: true },
      { column: 'merged_into', is: null },
    ],
  },
  inputs: ['ticket', 'subscription', 'account'],
  checks: ['ticket.', 'subscription.account-known', 'subscription.end-after-start'],
  guardrails: ['csat'],
  dimensions: ['priority', 'area', 'plan', 'segment', 'region', 'industry'],
  maturityDays: 7,
  minN: 20,
  formula: 'tickets created ÷ (paying account-days ÷ days of the month)',
  version: 1,
})
