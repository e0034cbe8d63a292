import { dateTime, fact, json, number, text } from '#kernel'

export const event = fact('event', {
  says: 'Something that a person did in the product, at the moment it happened.',
  grain: 'one occurrence',
  key: ['event_id'],
  at: 'ts',
  columns: {
    event_id: text({ required: true, knownAs: ['usage_id', 'insert_id', 'message_id', 'id', 'uuid'] }),
    ts: dateTime({ required: true, knownAs: ['usage_date', 'timestamp', 'event_time', 'time', 'occurred_at', 'event_date', 'date'] }),
    account_id: text({ required: true, knownAs: ['customer_id', 'company_id', 'group_id', 'org_id'] }),
    user_id: text({ class: 'personal', knownAs: ['distinct_id', 'person_id', 'actor_id'] }),
    subscription_id: text({ says: 'The line under which it was used, when the source knows it.', knownAs: ['subscription'] }),
    name: text({ required: true, knownAs: ['feature_name', 'event', 'event_name', 'event_type', 'action', 'feature'] }),
    quantity: number({ says: 'How often, when the source sums per day.', knownAs: ['usage_count', 'count'] }),
    surface: text(),
    session_id: text(),
    received_at: dateTime(),
    props: json({ says: 'Everything else that the source sent.' }),
  },
  checks: [
    { id: 'event.account-known', says: 'product events name an account that does not exist', severity: 'error', rule: 'known', column: 'account_id', fact: 'account', key: 'id' },
    { id: 'event.before-account', says: 'product events are older than their account', severity: 'error', rule: 'notBeforeOther', column: 'ts', fact: 'account', by: 'account_id', key: 'id', start: 'created_at' },
    { id: 'event.inside-subscription', says: 'product events lie outside the dates of their subscription', severity: 'error', rule: 'within', column: 'ts', fact: 'subscription', by: 'subscription_id', key: 'id', start: 'start', end: 'end' },
  ],
})
