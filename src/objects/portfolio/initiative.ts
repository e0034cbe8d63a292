import {
  action,
  boolean,
  change,
  date,
  dateTime,
  isId,
  list,
  money,
  number,
  object,
  oneOf,
  percent,
  record,
  ref,
  refs,
  refuse,
  richText,
  tags,
  text,
  timeframe,
} from '#kernel'
import { disorder } from '../disorder.ts'
import { notAhead, notPast } from '../notAhead.ts'
import { isInsteadOf } from './alternatives.ts'
import { changeCauses as causes } from './changeCauses.ts'
import { checked } from './checked.ts'
import { healths } from './lastWord.ts'
import { reviewFault } from './reviewFault.ts'
import { skillShares } from './skillShares.ts'
import { inFlight, isFlying, isInFlight } from './stages.ts'
import { openNeeds } from './waits.ts'

export { isInsteadOf } from './alternatives.ts'
export { lastWord, quietDays } from './lastWord.ts'
export { inFlight, isFlying, isInFlight, isOver } from './stages.ts'

const before = ['idea', 'discovery', 'ready'] as const
const verdicts = ['achieved', 'missed', 'inconclusive'] as const
/** What a change of a committed bet brings along: who asked for it, and the decision that learned it. */
const because = {
  cause: oneOf(causes, { required: true }),
  sponsor: text({ max: 120, says: 'Who asked for it: a person, a function or an account.' }),
  decision: ref('decision', { says: 'For learning: the decision that it follows.' }),
}

export const initiative = object('initiative', {
  says: 'A bet: an outcome sought, for someone, within a share of capacity.',
  key: 'INI',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    hypothesis: richText({ says: 'We believe … for … will move …' }),
    outcome: list(
      {
        metric: text({ required: true, max: 120, says: 'Its key in kebab case.' }),
        segment: text(),
        dimension: text({ max: 60, says: 'By what that part is told: plan, feature, region; by segment when empty.' }),
        baseline: number(),
        target: number({ required: true }),
        by: date({ required: true }),
        lagDays: number({ min: 0, max: 1000, says: 'Days from landing until the whole of it shows, even steps between; at once when empty.' }),
      },
      { says: 'What it is meant to move, from where to where, by when.' },
    ),
    objectives: refs('objective'),
    products: refs('product'),
    investment: oneOf(['growth', 'retention', 'platform', 'compliance', 'cost', 'maintenance']),
    horizon: oneOf(['now', 'next', 'later'], { initial: 'later' }),
    timeframe: timeframe({ says: 'When it lands, as precisely as is honest.' }),
    hardDate: record({ on: date({ required: true }), reason: oneOf(['regulation', 'contract', 'season', 'event'], { required: true }) }),
    forecast: record({ half: date({ required: true }), likely: date({ required: true }) }, { says: 'Dates that it meets with a chance of 50 and of 85 %.' }),
    teams: tags(),
    effort: checked(
      record(
        {
          low: number({ min: 0 }),
          likely: number({ required: true, min: 0 }),
          high: number({ min: 0 }),
          on: date({ says: 'The day it was sized; without one, the last change of the bet is taken for it.' }),
        },
        { says: 'Person-weeks.' },
      ),
      disorder,
    ),
    skills: skillShares('Shares of its effort that need a skill; anybody can do the rest.'),
    value: record({ likely: money({ required: true }), costOfDelayPerWeek: money() }, { class: 'confidential', says: 'Yearly recurring revenue won or kept.' }),
    confidence: percent({ min: 0, max: 1 }),
    mandatory: boolean({ initial: false }),
    alternatives: refs('initiative', { says: 'Bets instead of which it would be done: at most one of two alternatives is.' }),
    owner: ref('member'),
    sourceStatus: text({ max: 80, says: 'Its state in the tool that it came from, in that tool’s own word.' }),
    beside: list(
      { name: text({ required: true, max: 120 }), value: text({ required: true, max: 2000 }) },
      { says: 'What its source says of it that has no field here: scores, votes, counts. Shown, never computed with.' },
    ),
    externalStory: record(
      {
        title: text({ required: true, max: 140 }),
        benefit: text({ max: 600 }),
        window: timeframe({ says: 'When customers may expect it: a date that was approved.' }),
      },
      { byVerb: true, class: 'public', says: 'What customers read of it in shared views. Without one they do not see the bet.' },
    ),
    reason: richText({ byVerb: true, says: 'Why it was declined, paused or stopped.' }),
    reviewOn: date({ byVerb: true }),
    declinedFor: oneOf(['strategyMisfit', 'weakEvidence', 'economics', 'capacity', 'risk', 'timing', 'duplicate'], { byVerb: true }),
    decision: ref('decision', { byVerb: true, says: 'The decision that committed or stopped it.' }),
    lesson: richText({ byVerb: true }),
    lastCause: oneOf(causes, { byVerb: true, says: 'Why it was last changed after it was committed.' }),
    lastSponsor: text({ max: 120, byVerb: true, says: 'Who asked for that.' }),
    lastDecision: ref('decision', { byVerb: true, says: 'The decision that it followed.' }),
    health: oneOf(healths, { byVerb: true, says: 'As its owner last said.' }),
    lastUpdate: record(
      {
        says: richText({ required: true }),
        at: dateTime({ required: true }),
        by: ref('member'),
        nextStep: text({ max: 300 }),
        nextBy: date(),
      },
      { byVerb: true, says: 'What was said with it, by whom and when.' },
    ),
    shippedOn: date({ byVerb: true }),
    moves: number({ initial: 0, byVerb: true, says: 'How often its time moved after it was committed.' }),
    pausedFrom: oneOf(inFlight, { byVerb: true }),
    stage: oneOf([...before, ...inFlight, 'paused', 'measuring', ...verdicts, 'declined', 'stopped'], { required: true, initial: 'idea', byVerb: true }),
  },
  settled: (row, fields) =>
    isFlying(row.stage) && fields.some((field) => terms.includes(field))
      ? 'It is committed: its size, time, place and outcome change with a cause. Use reschedule, move, reestimate or retarget.'
      : null,
})

const terms = ['effort', 'outcome', 'timeframe', 'horizon']

export const explore = action(initiative, 'explore', {
  says: 'Find out whether the problem is real and the idea works.',
  run: ({ row }) => (row.stage === 'idea' ? change({ stage: 'discovery' }) : refuse(`It is ${row.stage}; only an idea is explored.`)),
})

export const qualify = action(initiative, 'qualify', {
  says: 'Call it ready to be committed.',
  run: ({ row }) => {
    if (row.stage !== 'discovery') return refuse(`It is ${row.stage}; only a bet in discovery becomes ready.`)
    if (!row.hypothesis) return refuse('It has no hypothesis.', 'Say whom it helps and what it will move.')
    return row.effort ? change({ stage: 'ready' }) : refuse('Nobody has sized it.', 'Give its effort in person-weeks.')
  },
})

export const commit = action(initiative, 'commit', {
  says: 'Fund it: somebody owns it, an outcome is promised and people will work on it.',
  input: { decision: ref('decision', { says: 'The decision that chose it.' }) },
  sees: ['dependency', 'initiative'],
  run: ({ row, input, seen }) => {
    if (row.stage !== 'ready') return refuse(`It is ${row.stage}; only a ready bet is committed.`)
    if (!row.owner) return refuse('It has no owner.', 'Name the person who answers for it.')
    if (!row.objectives?.length && !row.mandatory) return refuse('It serves no objective.', 'Link the objective that it serves, or mark it as mandatory.')
    if (!row.outcome?.length) return refuse('It promises no outcome.', 'Say which metric it will move, from where to where.')
    if (row.outcome.some((each) => each.baseline === null))
      return refuse('An outcome has no baseline.', 'Measure where it starts before promising where it ends.')
    const open = openNeeds(row.id, seen('dependency')).filter((need) => need['state'] !== 'agreed')
    if (open.length > 0)
      return refuse(
        `${open.map(({ key, state }) => `${key} is ${String(state)}`).join(', ')}.`,
        'The other side agrees first; or make the dependency soft, or waive it.',
      )
    const instead = seen('initiative').find((other) => isInFlight(other['stage']) && isInsteadOf(row, other))
    if (instead) return refuse(`${instead.key} is done instead of it.`, 'Stop that one first, or take it from the alternatives.')
    return row.timeframe
      ? change({ stage: 'committed', decision: input.decision })
      : refuse('It has no timeframe.', 'Say when it lands, as precisely as is honest.')
  },
})

export const start = action(initiative, 'start', {
  says: 'Begin the work.',
  run: ({ row }) =>
    row.stage === 'committed'
      ? change({ stage: 'delivering', horizon: 'now' })
      : refuse(`It is ${row.stage}; only a committed bet is started.`, 'Commit it first.'),
})

export const ship = action(initiative, 'ship', {
  says: 'Customers have it; from now on its outcome is measured.',
  input: {
    override: ref('decision', { says: 'The decision to ship although something that it needs is not delivered.' }),
    on: date({ says: 'The day; today when empty.' }),
  },
  sees: ['dependency'],
  run: ({ row, input, seen, now }) => {
    if (row.stage !== 'delivering') return refuse(`It is ${row.stage}; only a bet in delivery is shipped.`)
    const waiting = openNeeds(row.id, seen('dependency')).filter((need) => need['type'] !== 'startStart')
    if (waiting.length > 0 && !input.override)
      return refuse(
        `It waits for ${waiting.map(({ key, title }) => `${key} ${String(title)}`).join(', ')}.`,
        'Have it delivered or waived first, or name the decision that overrides it.',
      )
    const on = input.on ?? now.slice(0, 10)
    return on > now.slice(0, 10)
      ? refuse('It cannot have shipped on a day to come.')
      : change({ stage: 'measuring', shippedOn: on, ...(input.override ? { decision: input.override } : {}) })
  },
})

export const report = action(initiative, 'report', {
  says: 'Say how it stands: what changed, and what is done about it.',
  allow: 'contributor',
  input: {
    health: oneOf(healths, { required: true }),
    message: richText({ required: true, says: 'What changed, in twenty letters or more.' }),
    nextStep: text({ max: 300, says: 'Needed unless it is on track.' }),
    nextBy: date({ says: 'By when.' }),
    confidence: percent({ min: 0, max: 1, says: 'That it moves what it promises; as before when empty.' }),
  },
  run: ({ row, input, me, now }) => {
    if (!isFlying(row.stage)) return refuse(`It is ${row.stage}; only a committed bet or one in delivery is reported on.`)
    if (input.message.trim().length < 20) return refuse('That says too little.', 'Write what changed, in twenty letters or more.')
    if (input.health !== 'onTrack' && (!input.nextStep || !input.nextBy))
      return refuse('It is not on track, and the next step or its day is missing.', 'Say what is done about it, and by when.')
    const fault = input.nextBy ? notPast(input.nextBy, now, 'The day of the next step') : null
    if (fault) return refuse(fault, 'Pick today or a day ahead.')
    const { health, message, nextStep, nextBy, confidence } = input
    const by = isId<'member'>(me.id) ? me.id : null
    return change({ health, lastUpdate: { says: message, at: now, by, nextStep, nextBy }, confidence: confidence ?? row.confidence })
  },
})

export const conclude = action(initiative, 'conclude', {
  says: 'Say whether the outcome came, and what was learned.',
  input: { verdict: oneOf(verdicts, { required: true }), lesson: richText({ required: true }) },
  run: ({ row, input }) =>
    row.stage === 'measuring' ? change({ stage: input.verdict, lesson: input.lesson }) : refuse(`It is ${row.stage}; only a shipped bet is concluded.`),
})

export const pause = action(initiative, 'pause', {
  says: 'Take people off it for a while.',
  input: { reason: richText({ required: true }), reviewOn: date({ required: true }), ...because, cause: oneOf(causes) },
  run: ({ row, input, now }) => {
    const from = row.stage
    if (!isInFlight(from)) return refuse(`It is ${row.stage}; only a committed bet or one in delivery is paused.`)
    const fault = notAhead(input.reviewOn, now, 'The review date')
    if (fault) return refuse(fault, 'Pick a day ahead.')
    return change({ stage: 'paused', pausedFrom: from, reason: input.reason, reviewOn: input.reviewOn, ...causeOf(input) })
  },
})

export const resume = action(initiative, 'resume', {
  says: 'Take it up again where it was.',
  run: ({ row }) =>
    row.stage === 'paused' && row.pausedFrom
      ? change({ stage: row.pausedFrom, pausedFrom: null, reviewOn: null })
      : refuse(`It is ${row.stage}; it is not paused.`),
})

export const decline = action(initiative, 'decline', {
  says: 'Say no for now, why, and when we look again.',
  input: {
    reason: richText({ required: true }),
    kind: oneOf(['strategyMisfit', 'weakEvidence', 'economics', 'capacity', 'risk', 'timing', 'duplicate'], { required: true }),
    reviewOn: date({ required: true, says: 'Within a year.' }),
  },
  run: ({ row, input, now }) => {
    if (!before.some((stage) => stage === row.stage)) return refuse(`It is ${row.stage}; only a bet that is not committed is declined.`, 'Stop it instead.')
    if (row.mandatory) return refuse('It is mandatory.', 'Remove that mark first, with its reason.')
    if (!row.owner) return refuse('It has no owner.', 'Name who looks at the no again.')
    const fault = reviewFault(input.reviewOn, now)
    if (fault) return refuse(fault[0], fault[1])
    return change({ stage: 'declined', reason: input.reason, declinedFor: input.kind, reviewOn: input.reviewOn })
  },
})

export const reconsider = action(initiative, 'reconsider', {
  says: 'Open a declined bet again.',
  run: ({ row }) => (row.stage === 'declined' ? change({ stage: 'idea', reviewOn: null }) : refuse(`It is ${row.stage}; only a declined bet is reconsidered.`)),
})

export const reaffirm = action(initiative, 'reaffirm', {
  says: 'Looked again: it stays a no, until another day.',
  input: { reason: richText({ required: true, says: 'Why it is still a no.' }), reviewOn: date({ required: true, says: 'Within a year.' }) },
  run: ({ row, input, now }) => {
    if (row.stage !== 'declined') return refuse(`It is ${row.stage}; only a declined bet is reaffirmed.`)
    const fault = reviewFault(input.reviewOn, now)
    return fault ? refuse(fault[0], fault[1]) : change({ reason: input.reason, reviewOn: input.reviewOn })
  },
})

export const stop = action(initiative, 'stop', {
  says: 'Stop spending on this bet and say why.',
  input: {
    reason: richText({ required: true }),
    decision: ref('decision', { required: true, says: 'The decision that stops it.' }),
    cause: oneOf(causes),
    sponsor: because.sponsor,
  },
  run: ({ row, input }) =>
    isFlying(row.stage)
      ? change({ stage: 'stopped', reason: input.reason, decision: input.decision, ...causeOf(input) })
      : refuse(`It is ${row.stage}; only a committed bet is stopped.`, 'Decline an idea; conclude what has shipped.'),
})

export const reschedule = action(initiative, 'reschedule', {
  says: 'Move its time and name the cause.',
  input: { timeframe: timeframe({ required: true }), ...because },
  run: ({ row, input }) => {
    if (row.timeframe === input.timeframe) return refuse('It is planned for then already.')
    return change({ timeframe: input.timeframe, ...causeOf(input), moves: (row.moves ?? 0) + (isFlying(row.stage) ? 1 : 0) })
  },
})

const causeOf = ({ cause, sponsor, decision }: { cause: (typeof causes)[number] | null; sponsor: string | null; decision: string | null }) => ({
  lastCause: cause,
  lastSponsor: sponsor,
  lastDecision: decision,
})

const sizes = { likely: number({ required: true, min: 0, says: 'Person-weeks.' }), low: number({ min: 0 }), high: number({ min: 0 }) }
const sizeOf = ({ low, likely, high }: { readonly low: number | null; readonly likely: number; readonly high: number | null }, now: string) => ({
  low,
  likely,
  high,
  on: now.slice(0, 10),
})

export const size = action(initiative, 'size', {
  says: 'Say its size as of today; scores that read it are fresh again.',
  input: sizes,
  run: ({ row, input, now }) => {
    if (isFlying(row.stage)) return refuse(`It is ${row.stage}.`, 'Estimate it anew and name the cause.')
    const fault = disorder(input)
    return fault ? refuse(...fault) : change({ effort: sizeOf(input, now) })
  },
})

export const reestimate = action(initiative, 'reestimate', {
  says: 'Size a committed bet anew and name the cause; a fifth or more counts as thrash.',
  input: { ...sizes, ...because },
  run: ({ row, input, now }) => {
    if (!isFlying(row.stage)) return refuse(`It is ${row.stage}.`, 'Size it; only a committed bet is estimated anew.')
    const fault = disorder(input)
    if (fault) return refuse(...fault)
    return change({ effort: sizeOf(input, now), ...causeOf(input) })
  },
})

export const retarget = action(initiative, 'retarget', {
  says: 'Change what a committed bet promises and name the cause; it counts as thrash.',
  input: { target: number({ required: true, says: 'Of its first outcome.' }), by: date(), ...because },
  run: ({ row, input }) => {
    const [first, ...others] = row.outcome ?? []
    if (!isFlying(row.stage)) return refuse(`It is ${row.stage}.`, 'Edit its outcome; only a committed bet is retargeted.')
    if (!first) return refuse('It promises no outcome.')
    if (first.target === input.target && (input.by ?? first.by) === first.by) return refuse('It promises that already.')
    return change({ outcome: [{ ...first, target: input.target, by: input.by ?? first.by }, ...others], ...causeOf(input) })
  },
})

export const move = action(initiative, 'move', {
  says: 'Move it to another horizon; a committed bet names the cause.',
  input: { horizon: oneOf(['now', 'next', 'later'], { required: true }), ...because, cause: oneOf(causes) },
  run: ({ row, input }) => {
    if (row.horizon === input.horizon) return refuse('It is there already.')
    const counted = isFlying(row.stage)
    if (counted && !input.cause) return refuse('It is committed.', 'Name the cause of the move; it counts as thrash unless it was learned.')
    if (input.horizon === 'now' && !row.outcome?.length) return refuse('It promises no outcome.', 'Name what it moves, from where to where, by when.')
    if (input.horizon === 'now' && !row.owner) return refuse('It has no owner.', 'Name who answers for it.')
    if (input.horizon === 'later' && row.timeframe?.length === 10) return refuse('It has a day.', 'Later shows no day; give it a quarter or a year first.')
    return change({ horizon: input.horizon, ...(input.cause ? causeOf(input) : {}), moves: (row.moves ?? 0) + (counted ? 1 : 0) })
  },
})

export const publishStory = action(initiative, 'publishStory', {
  says: 'Approve what customers may read of it: a title, the benefit, and a time if there is one to promise.',
  input: {
    title: text({ required: true, max: 140, says: 'In the words of customers.' }),
    benefit: text({ max: 600, says: 'What they can do then.' }),
    window: timeframe({ says: 'The time that was approved to be told; none when it is empty.' }),
  },
  run: ({ row, input }) =>
    ['declined', 'stopped'].includes(row.stage) ? refuse(`It is ${row.stage}; there is nothing to promise.`) : change({ externalStory: { ...input } }),
})

export const withdrawStory = action(initiative, 'withdrawStory', {
  says: 'Take it out of what customers see.',
  run: ({ row }) => (row.externalStory ? change({ externalStory: null }) : refuse('Customers do not see it.')),
})

declare module '#kernel' {
  interface Registry {
    initiative: typeof initiative
  }
}
