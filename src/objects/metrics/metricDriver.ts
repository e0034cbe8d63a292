import { action, change, integer, object, oneOf, percent, ref, refuse, richText, text } from '#kernel'

export const metricDriver = object('metricDriver', {
  says: 'An edge of the metric tree: what a number is made of, what we believe moves it, or what must not get worse meanwhile.',
  key: 'DRV',
  chapter: 'metrics',
  title: 'name',
  unique: [['from', 'to', 'kind']],
  fields: {
    name: text({ required: true, max: 200, says: 'In words: “Tickets lower satisfaction”.' }),
    from: text({ required: true, max: 120, says: 'The input or part: a metric’s key, or key:part for one of its companions, such as mrr-movements:churn.' }),
    to: text({ required: true, max: 120, says: 'The metric that it makes up, moves or guards.' }),
    kind: oneOf(['identity', 'hypothesis', 'guardrail'], { required: true, says: 'Arithmetic that must hold, a belief, or a guard.' }),
    operation: oneOf(['sum', 'product', 'ratio'], { says: 'How the parts of an identity are put together; the same for all parts of a metric.' }),
    sign: oneOf(['plus', 'minus'], { required: true, initial: 'plus', says: 'Does it add or take away; does it raise or lower?' }),
    position: integer({ min: 1, max: 99, says: 'Its place among the parts. Of a ratio the first is divided by the second.' }),
    lag: integer({ min: 0, max: 24, says: 'Months until the output should follow.' }),
    confidence: percent({ min: 0, max: 1, says: 'How sure we are, before it is tested.' }),
    evidence: oneOf(['experiment', 'regression', 'opinion'], { says: 'Only an experiment makes a belief a cause.' }),
    because: richText({ says: 'The evidence itself, or the reasoning.' }),
    owner: ref('member'),
    state: oneOf(['held', 'dropped'], { required: true, initial: 'held', byVerb: true }),
  },
})

export const drop = action(metricDriver, 'drop', {
  says: 'Believe it no longer; its record stays.',
  input: { reason: text({ required: true, max: 400 }) },
  run: ({ row, input }) => {
    if (row.state === 'dropped') return refuse('It is dropped already.')
    if (row.kind === 'identity') return refuse('An identity is arithmetic, not a belief.', 'Archive it, or correct its parts.')
    return change({ state: 'dropped', because: `${row.because ? `${row.because}\n\n` : ''}Dropped: ${input.reason}` })
  },
})

export const hold = action(metricDriver, 'hold', {
  says: 'Believe it again.',
  run: ({ row }) => (row.state === 'held' ? refuse('It is held already.') : change({ state: 'held' })),
})

declare module '#kernel' {
  interface Registry {
    metricDriver: typeof metricDriver
  }
}
