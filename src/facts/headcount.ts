import { date, fact, integer, text } from '#kernel'

export const headcount = fact('headcount', {
  says: 'How many people a team had in a month: the base of attrition.',
  grain: 'month and team',
  key: ['month', 'team_id'],
  at: 'month',
  columns: {
    month: date({ required: true, says: 'Its first day.' }),
    team_id: text({ knownAs: ['team', 'department'] }),
    count: integer({ required: true, min: 0, knownAs: ['headcount', 'people'] }),
  },
})
