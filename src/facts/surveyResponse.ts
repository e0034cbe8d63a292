import { dateTime, fact, number, oneOf, text } from '#kernel'

export const surveyResponse = fact('survey_response', {
  says: 'One person’s answer to one question, on its own scale.',
  grain: 'one response',
  key: ['id'],
  at: 'ts',
  columns: {
    id: text({ required: true, knownAs: ['response_id', 'survey_response_id'] }),
    invite_id: text(),
    wave_id: text({ knownAs: ['wave', 'survey_wave'] }),
    ts: dateTime({ required: true, knownAs: ['responded_at', 'response_date', 'submitted_at'] }),
    sent_at: dateTime(),
    account_id: text({ knownAs: ['customer_id', 'company_id'] }),
    user_id: text({ class: 'personal', knownAs: ['respondent_id', 'contact_id'] }),
    instrument: oneOf(['nps', 'csat', 'ces', 'sus'], { required: true, knownAs: ['survey_type', 'survey'] }),
    score: number({ required: true, knownAs: ['rating', 'answer', 'satisfaction_score', 'nps_score', 'csat_score'] }),
    scale_min: number({ required: true }),
    scale_max: number({ required: true }),
    surface: text(),
    mode: oneOf(['relationship', 'transactional']),
    comment: text({ class: 'personal', max: 10_000 }),
  },
  checks: [
    {
      id: 'survey_response.account-known',
      says: 'survey responses name an account that does not exist',
      severity: 'warn',
      rule: 'known',
      column: 'account_id',
      fact: 'account',
      key: 'id',
    },
  ],
})
