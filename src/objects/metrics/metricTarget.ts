import { action, change, date, integer, list, number, object, oneOf, ref, refuse, richText, text, timeframe } from '#kernel'

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
    baselineN: integer({ min: 0, says: 'How many cases the baseline was measured from.' }),
    baselineVersion: integer({ min: 1, says: 'The version of the definition that it was measured under.' }),
    target: number({ required: true, says: 'The value to reach; a fraction for shares.' }),
    upper: number({ says: 'The upper end, when the goal is a range.' }),
    floor: number({ says: 'Short of this it counts as failed, not only as missed.' }),
    unit: text({ max: 20, says: 'The unit of these values, where the metric itself does not say it: hours, EUR.' }),
    by: date({ says: 'The day; a draft may stand without one, as a target of a dictionary does.' }),
    path: oneOf(['linear', 'stepped', 'none'], {
      initial: 'linear',
      says: 'How it is approached: evenly, in steps, or only the end counts.',
    }),
    steps: list({ from: date({ required: true }), value: number({ required: true }) }, { says: 'The value asked from each date on, for a path in steps.' }),
    kind: oneOf(['committed', 'aspirational'], { required: true, initial: 'committed' }),
    rationale: richText(),
    owner: ref('member'),
    firstTarget: number({ byVerb: true, says: 'The value that was agreed first; it never moves.' }),
    firstBy: date({ byVerb: true, says: 'The day that was agreed first.' }),
    revisedFor: text({ max: 400, byVerb: true, says: 'Why it was moved last.' }),
    state: oneOf(['draft', 'agreed', 'retired'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) => {
    const terms = ['metric', 'segment', 'direction', 'baseline', 'baselineSpan', 'baselineN', 'baselineVersion', 'target', 'upper', 'by', 'kind']
    return row.state !== 'draft' && fields.some((field) => terms.includes(field))
      ? `It is ${row.state}: its terms stay as they were. Revise it, which keeps the first, or retire it and propose another.`
      : null
  },
})

export const agree = action(metricTarget, 'agree', {
  says: 'Make this the target that reviews cite.',
  run: ({ row }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (row.by === null) return refuse('It names no day.', 'Edit the draft: set the day by which it should be reached.')
    if (row.baseline === null) return refuse('It has no measured baseline.', 'Set the baseline from a closed period first.')
    const fault = unsoundTarget(row, row.by)
    return fault ? refuse(fault[0], fault[1]) : change({ state: 'agreed', firstTarget: row.target, firstBy: row.by })
  },
})

export const revise = action(metricTarget, 'revise', {
  says: 'Move it; the first value and day stay and are shown beside it.',
  input: {
    target: number({ says: 'The new value; the old one when empty.' }),
    upper: number({ says: 'The new upper end of a range.' }),
    by: date({ says: 'The new day; the old one when empty.' }),
    reason: text({ required: true, max: 400 }),
  },
  run: ({ row, input }) => {
    if (row.state !== 'agreed') return refuse(`It is ${row.state}; only an agreed target is revised.`, row.state === 'draft' ? 'Edit the draft.' : '')
    const next = { target: input.target ?? row.target, upper: input.upper ?? row.upper, by: input.by ?? row.by }
    if (next.by === null) return refuse('It names no day.', 'Give the day by which it should be reached.')
    if (next.target === row.target && next.upper === row.upper && next.by === row.by) return refuse('Nothing of it would change.')
    const fault = unsoundTarget({ ...row, ...next }, next.by)
    return fault ? refuse(fault[0], fault[1]) : change({ ...next, revisedFor: input.reason })
  },
})

interface Terms {
  readonly direction: 'up' | 'down' | 'within'
  readonly baseline: number | null
  readonly target: number
  readonly upper: number | null
  readonly floor: number | null
  readonly path: 'linear' | 'stepped' | 'none' | null
  readonly steps: readonly { readonly from: string; readonly value: number }[] | null
}

/** Why these terms cannot be agreed, and what to do; null when they can. */
export function unsoundTarget({ direction, baseline, target, upper, floor, path, steps }: Terms, by: string): readonly [string, string] | null {
  if (direction === 'within') return upper !== null && upper > target ? null : ['A range needs an upper end above its lower one.', 'Give both ends.']
  if (baseline === target) return ['Target and baseline are the same number.', 'A target asks for a change; to hold a level, set a range.']
  if (baseline !== null && target > baseline !== (direction === 'up'))
    return ['The target lies on the wrong side of the baseline.', 'Check direction and value.']
  if (floor !== null && floor > target === (direction === 'up') && floor !== target)
    return ['The floor lies beyond the target.', 'Below the floor it has failed; put it short of the target.']
  if (path === 'stepped' && !steps?.length) return ['A path in steps has no step.', 'Add the values and the dates from which they are asked.']
  return steps?.some(({ from }) => from > by) ? ['A step begins after the target is due.', 'Correct its date.'] : null
}

export const retire = action(metricTarget, 'retire', {
  says: 'Stop aiming for it; it stays in the history.',
  run: ({ row }) => (row.state === 'retired' ? refuse('It is retired already.') : change({ state: 'retired' })),
})

declare module '#kernel' {
  interface Registry {
    metricTarget: typeof metricTarget
  }
}
