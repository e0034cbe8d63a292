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
  compute: { by: 'tickets' },
  inputs: ['ticket', 'subscription', 'account', 'event', 'app_user'],
  checks: ['ticket.', 'subscription.account-known', 'subscription.end-after-start'],
  guardrails: ['csat'],
  dimensions: ['priority', 'area', 'channel', 'plan', 'segment', 'region', 'industry'],
  maturityDays: 7,
  minN: 20,
  formula: 'tickets created ÷ (paying account-days ÷ days of the month)',
  version: 2,
})
