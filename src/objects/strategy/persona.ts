import { action, change, date, list, object, oneOf, ref, refs, refuse, richText, text } from '#kernel'

export const persona = object('persona', {
  says: 'A kind of user or buyer that we design and sell for.',
  key: 'PSA',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    kind: oneOf(['user', 'buyer', 'admin', 'influencer', 'developer'], { required: true, initial: 'user' }),
    goals: richText(),
    pains: richText(),
    context: richText({ says: 'Where and with whom they work.' }),
    segments: refs('segment', { says: 'Where they are met.' }),
    jobs: refs('job', { says: 'What they try to get done.' }),
    quotes: list({ words: text({ required: true, max: 1000 }), account: ref('account') }, { class: 'personal', says: 'What they said.' }),
    evidence: refs('feedback', { says: 'Feedback that shows that they are so.' }),
    owner: ref('member'),
    validatedOn: date({ byVerb: true }),
    reason: text({ max: 1000, byVerb: true, says: 'Why it was retired.' }),
    state: oneOf(['draft', 'validated', 'retired'], { required: true, initial: 'draft', byVerb: true }),
  },
})

export const validate = action(persona, 'validate', {
  says: 'Say that evidence shows it.',
  run: ({ row, now }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    return (row.evidence ?? []).length > 0
      ? change({ state: 'validated', validatedOn: now.slice(0, 10) })
      : refuse('Nothing shows it yet.', 'Link the feedback that shows it.')
  },
})

export const retire = action(persona, 'retire', {
  says: 'Stop designing for it, and say why.',
  input: { reason: text({ required: true, max: 1000 }) },
  run: ({ row, input }) => (row.state === 'retired' ? refuse('It is retired already.') : change({ state: 'retired', reason: input.reason })),
})

declare module '#kernel' {
  interface Registry {
    persona: typeof persona
  }
}
