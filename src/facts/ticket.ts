import { boolean, dateTime, fact, oneOf, text } from '#kernel'

export const ticket = fact('ticket', {
  says: 'A customer asked for help.',
  grain: 'one revision of a ticket',
  key: ['id'],
  at: 'created_at',
  columns: {
    id: text({ required: true, knownAs: ['ticket_id', 'case_id', 'case_number', 'issue_id'] }),
    created_at: dateTime({ required: true, knownAs: ['submitted_at', 'opened_at', 'created', 'created_date'] }),
    account_id: text({ required: true, knownAs: ['customer_id', 'company_id', 'organization_id', 'org_id'] }),
    user_id: text({ class: 'personal', knownAs: ['requester_id', 'contact_id'] }),
    priority: oneOf(['p1', 'p2', 'p3', 'p4'], { knownAs: ['severity', 'urgency'] }),
    area: text({ knownAs: ['category', 'component', 'product_area'] }),
    status: text({ knownAs: ['state'] }),
    first_response_at: dateTime(),
    resolved_at: dateTime({ knownAs: ['closed_at', 'solved_at'] }),
    merged_into: text(),
    is_internal: boolean({ initial: false }),
    channel: text({ knownAs: ['via'] }),
    escalated: boolean({ knownAs: ['escalation_flag'] }),
  },
  checks: [
    { id: 'ticket.account-known', says: 'tickets name an account that does not exist', severity: 'error', rule: 'known', column: 'account_id', fact: 'account', key: 'id' },
    { id: 'ticket.before-account', says: 'tickets are older than their account', severity: 'error', rule: 'notBeforeOther', column: 'created_at', fact: 'account', by: 'account_id', key: 'id', start: 'created_at' },
    { id: 'ticket.resolved-after-created', says: 'tickets were resolved before they were created', severity: 'error', rule: 'notBefore', column: 'resolved_at', other: 'created_at' },
  ],
})
