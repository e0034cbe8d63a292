import { action, change, date, number, object, oneOf, ref, refuse, richText, text, timeframe } from '#kernel'

export const metricTarget = object('metricTarget', {
  says: 'Where a metric should be, for whom, by when.',
  key: 'TGT',
  chapter: 'metrics',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, says: 'A few words, such as “NRR 110 % by December”.' }),
    metric: ref('metric', { required: true }),
    segment: text({ max: 120, says: 'Which part of the business; all of it when empty.' }),
    direction: oneOf(['up', 'down', 'within'], { required: true }),
    baseline: number({ says: 'The measured value it starts from; without it the target stays a draft.' }),
    baselineSpan: timeframe({ says: 'The period in which the baseline was measured.' }),
    target: number({ required: true, says: 'The value to reach; a fraction for shares.' }),
    upper: number({ says: 'The upper end, when the goal is a range.' }),
    by: date({ required: true }),
    kind: oneOf(['committed', 'aspirational'], { required: true, initial: 'committed' }),
    rationale: richText(),
    owner: ref('member'),
    state: oneOf(['draft', 'agreed', 'retired'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) => {
    const terms = ['metric', 'segment', 'direction', 'baseline', 'baselineSpan', 'target', 'upper', 'by', 'kind']
    return row.state !== 'draft' && fields.some((field) => terms.includes(field))
      ? `It is ${row.state}: its terms stay as they were. Retire it and propose another.`
      : null
  },
})

export const agree = action(metricTarget, 'agree', {
  says: 'Make this the target that reviews cite.',
  run: ({ row }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (row.baseline === null) return refuse('It has no measured baseline.', 'Set the baseline from a closed period first.')
    if (row.baseline === row.target) return refuse('Target and baseline are the same number.')
    return change({ state: 'agreed' })
  },
})

export const retire = action(metricTarget, 'retire', {
  says: 'Stop aiming for it; it stays in the history.',
  run: ({ row }) => (row.state === 'retired' ? refuse('It is retired already.') : change({ state: 'retired' })),
})

declare module '#kernel' {
  interface Registry {
    metricTarget: typeof metricTarget
  }
}
