import { dateTime, fact, text } from '#kernel'

export const pulseInvite = fact('pulse_invite', {
  says: 'A colleague was asked to take part in a pulse: the base of its response rate.',
  grain: 'wave and rater',
  key: ['wave_id', 'rater_id'],
  at: 'sent_at',
  read: 'admin',
  columns: {
    wave_id: text({ required: true, knownAs: ['wave', 'pulse_wave'] }),
    rater_id: text({ required: true, class: 'personal', knownAs: ['rater', 'respondent', 'respondent_id'] }),
    rater_group: text({ knownAs: ['function', 'department', 'group'] }),
    sent_at: dateTime({ required: true, knownAs: ['invited_at'] }),
  },
})
