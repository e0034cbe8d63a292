import { dateTime, fact, text } from '#kernel'

export const surveyInvite = fact('survey_invite', {
  says: 'Somebody was asked to answer a survey; those who did not are what the response rate counts.',
  grain: 'one invitation',
  key: ['id'],
  at: 'sent_at',
  columns: {
    id: text({ required: true, knownAs: ['invite_id', 'invitation_id', 'survey_invite_id'] }),
    wave_id: text({ knownAs: ['wave', 'survey_wave'] }),
    account_id: text({ knownAs: ['customer_id', 'company_id'] }),
    user_id: text({ class: 'personal', knownAs: ['recipient_id', 'contact_id', 'respondent_id'] }),
    sent_at: dateTime({ required: true, knownAs: ['invited_at', 'invite_date', 'sent'] }),
    surface: text({ knownAs: ['channel', 'delivery_channel'] }),
  },
  checks: [
    {
      id: 'survey_invite.account-known',
      says: 'survey invitations name an account that does not exist',
      severity: 'warn',
      rule: 'known',
      column: 'account_id',
      fact: 'account',
      key: 'id',
    },
  ],
})
