import { action, change, date, dateTime, integer, number, object, oneOf, percent, ref, refuse, richText, text } from '#kernel'

export const keyResult = object('keyResult', {
  says: 'A measurable result, bound to a metric and the version of its definition.',
  key: 'KR',
  chapter: 'goals',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    objective: ref('objective', { required: true }),
    metric: ref('metric', { says: 'Where its value is read; nobody types it.' }),
    metricVersion: integer({ byVerb: true, says: 'The definition it was committed under.' }),
    segment: text({ max: 120, says: 'Which part of the business; all of it when empty.' }),
    kind: oneOf(['increase', 'decrease', 'maintain', 'milestone'], { required: true, initial: 'increase' }),
    type: oneOf(['committed', 'stretch'], { required: true, initial: 'committed' }),
    baseline: number({ says: 'The measured value it starts from; a fraction for shares.' }),
    baselineAt: date({ says: 'The day of that measurement, before the start.' }),
    target: number({ says: 'The value to reach; the lower end of a band to keep.' }),
    upper: number({ says: 'The upper end of a band to keep.' }),
    originalTarget: number({ byVerb: true, says: 'The target at commitment; it never moves.' }),
    start: date({ required: true }),
    due: date({ required: true }),
    owner: ref('member'),
    health: oneOf(['onTrack', 'atRisk', 'offTrack'], { byVerb: true, says: 'As last said; without a recent word it is stale.' }),
    confidence: percent({ min: 0, max: 1, byVerb: true }),
    lastWords: richText({ byVerb: true }),
    checkedInAt: dateTime({ byVerb: true }),
    result: number({ byVerb: true, says: 'The value at the close.' }),
    scored: number({ byVerb: true, min: 0, max: 1 }),
    state: oneOf(['draft', 'active', 'scored', 'dropped'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) => {
    const terms = ['objective', 'metric', 'segment', 'kind', 'type', 'baseline', 'baselineAt', 'target', 'start', 'due']
    return row.state !== 'draft' && fields.some((field) => terms.includes(field))
      ? `It is ${row.state}: its terms stay as committed. Use retarget, which keeps the first target.`
      : null
  },
})

type Bar = {
  readonly kind: 'increase' | 'decrease' | 'maintain' | 'milestone'
  readonly baseline: number | null
  readonly target: number | null
  readonly upper: number | null
}

/** Progress from baseline (0) to target (1), clamped. A band is kept or not; an unmeasured value scores 0 (portfolio rule for a close). */
export function scoreOf({ kind, baseline, target, upper }: Bar, value: number | null): number {
  if (value === null || target === null) return 0
  if (kind === 'maintain') return value >= target && value <= (upper ?? Number.POSITIVE_INFINITY) ? 1 : 0
  const from = kind === 'milestone' ? (baseline ?? 0) : baseline
  if (from === null || from === target) return 0
  return Math.min(1, Math.max(0, (value - from) / (target - from)))
}

export const commit = action(keyResult, 'commit', {
  says: 'Freeze baseline, target and definition.',
  input: { objective: ref('objective', { says: 'The objective that commits to it.' }), metricVersion: integer({ min: 1 }) },
  run: ({ row, input }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (input.objective !== null && input.objective !== row.objective) return refuse('It belongs to another objective.')
    const fault = unready(row)
    return fault ? refuse(fault[0], fault[1]) : change({ state: 'active', originalTarget: row.target, metricVersion: input.metricVersion })
  },
})

export const checkIn = action(keyResult, 'checkIn', {
  says: 'Say how it stands; the value itself comes from the metric.',
  allow: 'contributor',
  input: {
    health: oneOf(['onTrack', 'atRisk', 'offTrack'], { required: true }),
    confidence: percent({ min: 0, max: 1 }),
    message: richText({ required: true }),
  },
  run: ({ row, input, now }) =>
    row.state === 'active'
      ? change({ health: input.health, confidence: input.confidence, lastWords: input.message, checkedInAt: now })
      : refuse(`It is ${row.state}; only an active key result is checked in.`),
})

export const retarget = action(keyResult, 'retarget', {
  says: 'Move the target; the original one stays and is shown beside it.',
  input: {
    target: number({ required: true }),
    reason: text({ required: true }),
    approvedBy: ref('member', { says: 'Needed once a quarter of the period has passed.' }),
  },
  run: ({ row, input, me, now }) => {
    if (row.state !== 'active') return refuse(`It is ${row.state}; only an active key result is retargeted.`)
    if (input.target === row.target) return refuse('The target is the same.')
    if (elapsed(row.start, row.due, now) <= 0.25) return change({ target: input.target })
    if (!input.approvedBy) return refuse('More than a quarter of the period has passed.', 'Name the person who approves the new target.')
    return input.approvedBy === me.id ? refuse('Nobody approves their own new target.') : change({ target: input.target })
  },
})

export const score = action(keyResult, 'score', {
  says: 'Fix its result at the close.',
  input: { value: number({ says: 'As measured; an unmeasured result scores 0.' }) },
  run: ({ row, input }) =>
    row.state === 'active'
      ? change({ state: 'scored', result: input.value, scored: scoreOf(row, input.value) })
      : refuse(`It is ${row.state}; only an active key result is scored.`),
})

export const drop = action(keyResult, 'drop', {
  says: 'Stop pursuing it; it stays in the count of what was committed.',
  input: { reason: text({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'active' ? change({ state: 'dropped', lastWords: input.reason }) : refuse(`It is ${row.state}; only an active key result is dropped.`),
})

type Draft = Bar & { readonly metric: string | null; readonly baselineAt: string | null; readonly start: string; readonly due: string }

/** Why it cannot be committed, and what to do; null when it can. */
function unready(row: Draft): readonly [string, string] | null {
  if (row.due <= row.start) return ['It ends before it starts.', 'Correct the two dates.']
  if (row.target === null) return ['It has no target.', 'Set the value to reach.']
  if (row.kind === 'milestone') return null
  if (row.metric === null) return ['It has no metric.', 'Bind it to the metric that will tell, or make it a milestone.']
  if (row.baseline === null || row.baselineAt === null) return ['It has no measured baseline.', 'Set the baseline and the day of its measurement.']
  if (row.baselineAt > row.start) return ['Its baseline was measured after the start.', 'Use the last value before the period.']
  if (row.kind === 'increase' && row.target <= row.baseline)
    return ['An increase needs a target above its baseline.', 'Raise the target, or make it a decrease.']
  if (row.kind === 'decrease' && row.target >= row.baseline)
    return ['A decrease needs a target below its baseline.', 'Lower the target, or make it an increase.']
  if (row.kind === 'maintain' && (row.upper === null || row.upper < row.target)) return ['A band needs an upper end above its lower one.', 'Set both ends.']
  return null
}

function elapsed(start: string, due: string, now: string): number {
  return (Date.parse(now) - Date.parse(start)) / (Date.parse(due) - Date.parse(start))
}

declare module '#kernel' {
  interface Registry {
    keyResult: typeof keyResult
  }
}
