import { date, fact, number, oneOf, text } from '#kernel'

export const effortActual = fact('effort_actual', {
  says: 'Person-weeks that a squad spent in a week, on a bet or on a kind of work. What nobody can place stays unclassified.',
  grain: 'squad, week and what it was spent on',
  key: ['team_id', 'initiative_id', 'investment', 'week'],
  at: 'week',
  columns: {
    team_id: text({ required: true, knownAs: ['team', 'squad'] }),
    initiative_id: text({
      says: 'The bet, by its key or by its name in the tool that it came from; empty when it was for none.',
      knownAs: ['initiative', 'bet'],
    }),
    investment: oneOf(['growth', 'retention', 'platform', 'compliance', 'cost', 'maintenance'], {
      says: 'What it was spent on; empty for that of the bet.',
    }),
    week: date({ required: true, says: 'A day of the week in which it was spent.', knownAs: ['week_start', 'week_of'] }),
    person_weeks: number({ required: true, min: 0, knownAs: ['effort_weeks'] }),
    method: oneOf(['logged', 'derived'], { initial: 'logged', says: 'People wrote it down, or it was worked out from who moved which work.' }),
  },
})
