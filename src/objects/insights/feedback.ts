import { action, change, dateTime, integer, object, oneOf, ref, refuse, richText, text } from '#kernel'

export const feedback = object('feedback', {
  says: 'One thing that somebody said or wrote, unaltered.',
  key: 'FBK',
  chapter: 'insights',
  plural: 'feedback',
  title: 'body',
  allow: 'contributor',
  fields: {
    body: richText({ required: true, class: 'personal', says: 'In their own words.' }),
    kind: oneOf(['request', 'problem', 'praise', 'question', 'churnReason', 'objection'], { required: true, initial: 'request' }),
    channel: oneOf(['support', 'call', 'survey', 'portal', 'crm', 'chat', 'email', 'review', 'social', 'internal', 'event'], { required: true }),
    saidAt: dateTime({ required: true }),
    saidBy: text({ max: 200, class: 'personal', says: 'Who said it, by name or role.' }),
    account: ref('account', { says: 'The company it speaks for.' }),
    product: ref('product'),
    theme: text({ max: 120, byVerb: true, says: 'What it is about, in the words that we use for the need.' }),
    initiative: ref('initiative', { byVerb: true, says: 'The bet that answers it.' }),
    importance: integer({ min: 0, max: 3, byVerb: true, says: '0 nice, 3 critical, for the one who said it.' }),
    signal: oneOf(['unjudged', 'signal', 'noise'], { required: true, initial: 'unjudged', byVerb: true }),
    noiseReason: text({ max: 300, byVerb: true }),
    state: oneOf(['unprocessed', 'processed', 'archived'], { required: true, initial: 'unprocessed', byVerb: true }),
  },
  without: { archive: 'Feedback is archived once somebody has read it.' },
})

export const process = action(feedback, 'process', {
  says: 'Link it to the need it shows, or say why it shows none.',
  input: {
    theme: text({ max: 120 }),
    initiative: ref('initiative'),
    importance: integer({ min: 0, max: 3 }),
    noise: text({ max: 300, says: 'Why it is no need; leave empty for a need.' }),
  },
  run: ({ row, input }) => {
    if (row.state === 'archived') return refuse('It is archived.')
    if (input.noise !== null)
      return input.theme || input.initiative
        ? refuse('It is either a need or noise.', 'Leave the theme or the reason empty.')
        : change({ state: 'processed', signal: 'noise', noiseReason: input.noise })
    if (!input.theme) return refuse('It is linked to no theme.', 'Name the need, or say why it is none.')
    if (input.importance === null) return refuse('Its importance is missing.', 'Give 0 for nice to 3 for critical.')
    return change({ state: 'processed', signal: 'signal', theme: input.theme, initiative: input.initiative, importance: input.importance, noiseReason: null })
  },
})

export const archive = action(feedback, 'archive', {
  says: 'Put it away; it stays in every count that it was part of.',
  allow: 'editor',
  run: ({ row }) =>
    row.state === 'processed'
      ? change({ state: 'archived' })
      : refuse(row.state === 'archived' ? 'It is archived already.' : 'Nobody has read it yet.', 'Process it first.'),
})

export const reopen = action(feedback, 'reopen', {
  says: 'Read it again.',
  allow: 'editor',
  run: ({ row }) => (row.state === 'unprocessed' ? refuse('Nobody has read it yet.') : change({ state: 'unprocessed', signal: 'unjudged' })),
})

declare module '#kernel' {
  interface Registry {
    feedback: typeof feedback
  }
}
