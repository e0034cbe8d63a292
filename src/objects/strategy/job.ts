import { action, change, date, integer, list, object, oneOf, ref, refs, refuse, score, text } from '#kernel'

export const job = object('job', {
  says: 'Something that people try to get done, with the outcomes by which they judge it.',
  key: 'JTB',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    situation: text({ required: true, max: 400, says: 'When …' }),
    motivation: text({ required: true, max: 400, says: 'I want …' }),
    outcome: text({ required: true, max: 400, says: 'So that …' }),
    kind: oneOf(['functional', 'emotional', 'social'], { required: true, initial: 'functional' }),
    personas: refs('persona'),
    parent: ref('job', { says: 'The job that it is a part of.' }),
    outcomes: list(
      {
        statement: text({ required: true, max: 300 }),
        importance: score(10),
        satisfaction: score(10, { says: 'With what they use for it today.' }),
        n: integer({ min: 0, says: 'How many were asked.' }),
      },
      { says: 'How people tell that it went well, with how important each is and how content they are.' },
    ),
    basis: text({ max: 300, says: 'Where the scores come from.' }),
    evidence: refs('feedback'),
    owner: ref('member'),
    validatedOn: date({ byVerb: true }),
    reason: text({ max: 1000, byVerb: true, says: 'Why it was retired.' }),
    state: oneOf(['draft', 'validated', 'retired'], { required: true, initial: 'draft', byVerb: true }),
  },
})

export const validate = action(job, 'validate', {
  says: 'Say that people were asked, and that the scores are theirs.',
  run: ({ row, now }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    const outcomes = row.outcomes ?? []
    if (outcomes.length === 0) return refuse('It has no outcome.', 'Write at least one by which people judge it.')
    const open = outcomes.find(({ importance, satisfaction, n }) => importance === null || satisfaction === null || !n)
    if (open) return refuse(`“${open.statement}” has no scores of people who were asked.`, 'Give importance, satisfaction and how many were asked.')
    return row.basis
      ? change({ state: 'validated', validatedOn: now.slice(0, 10) })
      : refuse('It does not say where its scores come from.', 'Name the survey or the interviews.')
  },
})

export const retire = action(job, 'retire', {
  says: 'Stop working on it, and say why.',
  input: { reason: text({ required: true, max: 1000 }) },
  run: ({ row, input }) => (row.state === 'retired' ? refuse('It is retired already.') : change({ state: 'retired', reason: input.reason })),
})

declare module '#kernel' {
  interface Registry {
    job: typeof job
  }
}
