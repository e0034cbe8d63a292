import { amount, boolean, date, fact, text } from '#kernel'

export const churnEvent = fact('churn_event', {
  says: 'A note by another system that an account left, with its reason. The ledger, not this note, says who churned.',
  grain: 'one note',
  key: ['id'],
  at: 'on',
  columns: {
    id: text({ required: true, knownAs: ['churn_event_id', 'churn_id', 'event_id'] }),
    account_id: text({ required: true, knownAs: ['customer_id', 'company_id'] }),
    on: date({ required: true, knownAs: ['churn_date', 'churned_at', 'date'] }),
    reason: text({ knownAs: ['reason_code', 'churn_reason'] }),
    refund: amount({ class: 'confidential', knownAs: ['refund_amount_usd', 'refund_amount'] }),
    after_upgrade: boolean({ knownAs: ['preceding_upgrade_flag'] }),
    after_downgrade: boolean({ knownAs: ['preceding_downgrade_flag'] }),
    is_reactivation: boolean({ knownAs: ['reactivation', 'reactivated'] }),
    feedback: text({ class: 'personal', max: 10_000, knownAs: ['feedback_text', 'comment'] }),
  },
  checks: [
    {
      id: 'churn_event.account-known',
      says: 'churn events name an account that does not exist',
      severity: 'error',
      rule: 'known',
      column: 'account_id',
      fact: 'account',
      key: 'id',
    },
    {
      id: 'churn_event.still-paying',
      says: 'churn events belong to accounts that still pay',
      severity: 'error',
      rule: 'stillPaying',
      column: 'on',
      by: 'account_id',
    },
    {
      id: 'churn_event.before-account',
      says: 'churn events are older than their account',
      severity: 'error',
      rule: 'notBeforeOther',
      column: 'on',
      fact: 'account',
      by: 'account_id',
      key: 'id',
      start: 'created_at',
    },
  ],
})
