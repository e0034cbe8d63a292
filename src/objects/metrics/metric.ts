import { action, change, integer, list, number, object, oneOf, ref, refuse, richText, tags, text, url } from '#kernel'

export const metric = object('metric', {
  says: 'A number that we agreed on: what it answers, how it is made and who answers for it.',
  key: 'MET',
  chapter: 'metrics',
  title: 'name',
  unique: [['metricKey']],
  fields: {
    name: text({ required: true, max: 200 }),
    metricKey: text({ required: true, max: 120, says: 'Stable name in kebab case, such as net-revenue-retention.' }),
    question: text({ max: 400, says: 'What it answers.' }),
    definition: richText({ says: 'In plain words, what counts and what does not.' }),
    origin: oneOf(['computed', 'dictionary'], {
      required: true,
      initial: 'dictionary',
      says: 'Computed here from facts, or described here and computed elsewhere.',
    }),
    theme: text({ max: 80 }),
    unit: oneOf(['percent', 'money', 'count', 'duration', 'points', 'ratio']),
    grain: oneOf(['day', 'week', 'month', 'quarter']),
    direction: oneOf(['up', 'down', 'within'], { says: 'Which way is good.' }),
    team: text({ max: 120 }),
    isKey: oneOf(['yes', 'no'], { initial: 'no', says: 'Among the few that leaders look at.' }),
    health: oneOf(['onTrack', 'atRisk', 'offTrack', 'unknown'], { initial: 'unknown', says: 'As its source last stated it.' }),
    healthNotes: list({ note: text({ required: true, max: 4000 }) }),
    targetText: text({ max: 1000, says: 'The target as it was written.' }),
    targetState: oneOf(['parsed', 'needsReview', 'absent'], { says: 'Whether the written target could be read without guessing.' }),
    targetReason: text({ max: 300 }),
    synonyms: tags(),
    links: list({ address: url({ required: true }) }),
    owner: ref('member'),
    definitionVersion: integer({ required: true, initial: 1, min: 1, byVerb: true }),
    state: oneOf(['draft', 'certified', 'deprecated'], { required: true, initial: 'draft', byVerb: true }),
    decimals: number({ min: 0, max: 6 }),
  },
})

export const certify = action(metric, 'certify', {
  says: 'Vouch for this definition.',
  allow: 'admin',
  run: ({ row }) => {
    if (row.state === 'certified') return refuse('It is certified already.')
    if (!row.owner) return refuse('It has no owner.', 'Name the person who answers for it, then certify.')
    return change({ state: 'certified' })
  },
})

export const revise = action(metric, 'revise', {
  says: 'Change the definition; the old wording stays in the history under its version.',
  input: { definition: richText({ required: true }) },
  run: ({ row, input }) =>
    row.definition === input.definition
      ? refuse('The definition is the same.')
      : change({ definition: input.definition, definitionVersion: row.definitionVersion + 1 }),
})

export const deprecate = action(metric, 'deprecate', {
  says: 'Stop using it.',
  allow: 'admin',
  run: ({ row }) => (row.state === 'deprecated' ? refuse('It is deprecated already.') : change({ state: 'deprecated' })),
})

declare module '#kernel' {
  interface Registry {
    metric: typeof metric
  }
}
