import { action, change, date, dateTime, integer, list, number, object, oneOf, percent, ref, refuse, richText, text } from '#kernel'

const causes = ['delivery', 'dependency', 'demand', 'quality', 'capacity', 'measurement', 'other'] as const

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
    dimension: text({ max: 60, says: 'By what that part is told: plan, feature, region; by segment when empty.' }),
    kind: oneOf(['increase', 'decrease', 'maintain', 'milestone'], { required: true, initial: 'increase' }),
    type: oneOf(['committed', 'stretch'], { required: true, initial: 'committed' }),
    baseline: number({ says: 'The measured value it starts from; a fraction for shares.' }),
    baselineAt: date({ says: 'The day of that measurement, before the start.' }),
    target: number({ says: 'The value to reach; the lower end of a band to keep.' }),
    upper: number({ says: 'The upper end of a band to keep.' }),
    reading: number({ byVerb: true, says: 'What the metric read on the day of the baseline.' }),
    originalTarget: number({ byVerb: true, says: 'The target at commitment; it never moves.' }),
    start: date({ required: true }),
    due: date({ required: true }),
    owner: ref('member'),
    health: oneOf(['onTrack', 'atRisk', 'offTrack'], { byVerb: true, says: 'As last said; without a recent word it is stale.' }),
    confidence: percent({ min: 0, max: 1, byVerb: true }),
    lastWords: richText({ byVerb: true }),
    cause: oneOf(causes, { byVerb: true, says: 'Why it is not on track, as last said.' }),
    nextStep: text({ max: 300, byVerb: true }),
    nextBy: date({ byVerb: true }),
    earlier: list(
      { version: integer({ required: true }), baseline: number(), target: number(), value: number(), score: number(), until: date({ required: true }) },
      { byVerb: true, says: 'How it stood under definitions before: its terms stay, and the score where a value was kept.' },
    ),
    checkedInAt: dateTime({ byVerb: true }),
    result: number({ byVerb: true, says: 'The value at the close.' }),
    scored: number({ byVerb: true, min: 0, max: 1 }),
    state: oneOf(['draft', 'active', 'scored', 'dropped'], { required: true, initial: 'draft', byVerb: true }),
  },
  unfit: (values) => reversed(values)?.join(' ') ?? null,
  settled: (row, fields) => {
    const terms = ['objective', 'metric', 'segment', 'dimension', 'kind', 'type', 'baseline', 'baselineAt', 'target', 'start', 'due']
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

export const bind = action(keyResult, 'bind', {
  says: 'Read the baseline from its metric; nobody types it.',
  inner: true,
  input: { value: number({ required: true }), on: date({ required: true }), version: integer({ required: true, min: 1 }) },
  run: ({ row, input }) =>
    row.state === 'draft'
      ? change({ reading: input.value, baseline: row.baseline ?? input.value, baselineAt: input.on, metricVersion: input.version })
      : refuse(`It is ${row.state}: its baseline stays as committed.`, 'Use rebind after a change of the definition.'),
})

export const rebind = action(keyResult, 'rebind', {
  says: 'Go on under the new definition; the terms under the old one stay.',
  inner: true,
  input: {
    version: integer({ required: true, min: 1 }),
    baseline: number({ required: true }),
    target: number({ required: true }),
    value: number({ says: 'The last value that was read under the old definition, where one was kept.' }),
    decision: ref('decision', { required: true, says: 'The decision of the objective’s owner.' }),
  },
  run: ({ row, input, now }) => {
    if (row.state !== 'active') return refuse(`It is ${row.state}; only an active key result is bound anew.`)
    if (row.metricVersion === null || input.version === row.metricVersion) return refuse('The definition is the same.')
    const { metricVersion: version, baseline, target } = row
    const before = { version, baseline, target, value: input.value, score: input.value === null ? null : scoreOf(row, input.value), until: now.slice(0, 10) }
    return change({
      earlier: [...(row.earlier ?? []), before],
      metricVersion: input.version,
      baseline: input.baseline,
      reading: input.baseline,
      target: input.target,
    })
  },
})

export const commit = action(keyResult, 'commit', {
  says: 'Freeze baseline, target and definition.',
  input: { objective: ref('objective', { says: 'The objective that commits to it.' }), metricVersion: integer({ min: 1 }) },
  run: ({ row, input }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (input.objective !== null && input.objective !== row.objective) return refuse('It belongs to another objective.')
    const fault = unready(row)
    return fault ? refuse(fault[0], fault[1]) : change({ state: 'active', originalTarget: row.target, metricVersion: input.metricVersion ?? row.metricVersion })
  },
})

export const checkIn = action(keyResult, 'checkIn', {
  says: 'Say how it stands; the value itself comes from the metric.',
  allow: 'contributor',
  input: {
    health: oneOf(['onTrack', 'atRisk', 'offTrack'], { required: true }),
    confidence: percent({ min: 0, max: 1 }),
    message: richText({ required: true, says: 'What changed, in twenty letters or more.' }),
    cause: oneOf(causes, { says: 'Needed unless it is on track.' }),
    nextStep: text({ max: 300, says: 'Needed unless it is on track.' }),
    nextBy: date(),
  },
  run: ({ row, input, now }) => {
    if (row.state !== 'active') return refuse(`It is ${row.state}; only an active key result is checked in.`)
    if (input.message.trim().length < 20) return refuse('That says too little.', 'Write what changed, in twenty letters or more.')
    if (input.health !== 'onTrack' && (!input.cause || !input.nextStep || !input.nextBy))
      return refuse('It is not on track, and the cause, the next step or its day is missing.', 'Say why, what is done about it, and by when.')
    const { health, confidence, message, cause, nextStep, nextBy } = input
    return change({ health, confidence: confidence ?? row.confidence, lastWords: message, cause, nextStep, nextBy, checkedInAt: now })
  },
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

type Draft = Bar & {
  readonly metric: string | null
  readonly baselineAt: string | null
  readonly reading: number | null
  readonly start: string
  readonly due: string
}

/** A key result runs for a day or more; what is wrong with its dates when it does not. */
const reversed = ({ start, due }: Pick<Draft, 'start' | 'due'>): readonly [string, string] | null =>
  due <= start ? ['It does not end after it starts.', 'Correct the two dates.'] : null

/** Why it cannot be committed, and what to do; null when it can. */
function unready(row: Draft): readonly [string, string] | null {
  const fault = reversed(row)
  if (fault) return fault
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
  return unread(row)
}

/** The baseline is a stored reading of the very thing that the metric tells: another part or unit shows in the figures. */
function unread(row: Draft): readonly [string, string] | null {
  if (row.reading === null) return ['Its baseline was not read from its metric.', 'Read it on Goals; then both are known to mean the same thing.']
  if (Math.abs(row.reading - (row.baseline ?? 0)) <= apart(row)) return null
  return [
    `Its baseline is ${row.baseline}, but its metric read ${row.reading} on ${row.baselineAt}.`,
    'Bind it to the metric, the part and the unit that it means.',
  ]
}

/** How far a typed baseline may lie from what was measured: a twentieth of the way to the target, or a hundredth of the value. */
const apart = ({ baseline, target, reading }: Draft): number => Math.max(Math.abs((target ?? 0) - (baseline ?? 0)) / 20, Math.abs(reading ?? 0) / 100, 1e-9)

function elapsed(start: string, due: string, now: string): number {
  return (Date.parse(now) - Date.parse(start)) / (Date.parse(due) - Date.parse(start))
}

declare module '#kernel' {
  interface Registry {
    keyResult: typeof keyResult
  }
}
