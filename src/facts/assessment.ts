import { boolean, dateTime, fact, integer, text } from '#kernel'

export const assessment = fact('assessment', {
  says: 'How one rater saw one competency of a person in a half-year, and the level on which the raters settled.',
  grain: 'person, competency, rater and half-year',
  key: ['person_id', 'competency_id', 'rater_id', 'half'],
  at: 'at',
  read: 'admin',
  columns: {
    person_id: text({ required: true, class: 'personal', knownAs: ['person', 'employee_id'] }),
    half: text({ required: true, says: 'Written 2024-H1.', knownAs: ['half_year', 'cycle'] }),
    competency_id: text({ required: true, says: 'With its rubric: a new rubric is a new competency.', knownAs: ['competency', 'skill'] }),
    level: integer({ required: true, min: 0, max: 10, class: 'confidential' }),
    rater_id: text({ required: true, class: 'personal', knownAs: ['rater', 'assessor_id'] }),
    calibrated_level: integer({ min: 0, max: 10, class: 'confidential' }),
    expected_level: integer({ required: true, min: 0, max: 10, class: 'confidential' }),
    role_critical: boolean({ required: true, initial: false }),
    at: dateTime({ required: true, knownAs: ['assessed_at'] }),
  },
})
