import { boolean, dateTime, fact, integer, oneOf, text } from '#kernel'

export const hiring = fact('hiring', {
  says: 'A stage of hiring and staying: from the opened requisition to the offer, the start, the reviews and the exit.',
  grain: 'requisition, person and stage',
  key: ['requisition_id', 'person_id', 'kind', 'at'],
  at: 'at',
  read: 'admin',
  columns: {
    requisition_id: text({ required: true, knownAs: ['requisition', 'job_id'] }),
    person_id: text({ class: 'personal', says: 'Empty while a requisition is only open.', knownAs: ['person', 'candidate_id', 'employee_id'] }),
    kind: oneOf(['opened', 'offer_extended', 'offer_accepted', 'offer_declined', 'offer_withdrawn', 'started', 'review_6m', 'review_12m', 'ramped', 'exit'], {
      required: true,
      knownAs: ['stage', 'event'],
    }),
    at: dateTime({ required: true, knownAs: ['date', 'occurred_at'] }),
    role: text({ knownAs: ['job_title', 'position'] }),
    level: text({ knownAs: ['grade'] }),
    source: text({ knownAs: ['channel', 'hired_through'] }),
    meets_standard: boolean({ class: 'confidential' }),
    regretted: boolean({ class: 'confidential' }),
    tenure_days: integer({ min: 0 }),
  },
})
