import { dateTime, fact, integer, text } from '#kernel'

export const pulse = fact('pulse', {
  says: 'One answer of a colleague to one question of a pulse. Groups of fewer than four raters are never shown.',
  grain: 'wave, rater and question',
  key: ['wave_id', 'rater_id', 'question_id'],
  at: 'at',
  read: 'admin',
  columns: {
    wave_id: text({ required: true, knownAs: ['wave', 'pulse_wave'] }),
    at: dateTime({ required: true, knownAs: ['answered_at', 'responded_at', 'submitted_at'] }),
    rater_id: text({ required: true, class: 'personal', says: 'A pseudonym.', knownAs: ['rater', 'respondent', 'respondent_id'] }),
    rater_group: text({ knownAs: ['function', 'department', 'group'] }),
    question_id: text({ required: true, knownAs: ['question'] }),
    score: integer({ required: true, min: 1, max: 5, class: 'confidential', knownAs: ['rating', 'answer'] }),
  },
})
