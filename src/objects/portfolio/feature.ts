import { action, change, date, list, number, object, oneOf, ref, refs, refuse, richText, tags, text, timeframe, url } from '#kernel'
import { notAhead } from '../notAhead.ts'
import { byId, needsOf } from './releaseGate.ts'

const levels = ['epic', 'feature', 'subfeature', 'requirement'] as const
const planned = ['candidate', 'planned', 'inProgress'] as const

export const feature = object('feature', {
  says: 'A capability that customers can use: planned, shipped and measured for adoption.',
  key: 'FEA',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    level: oneOf(levels, { required: true, initial: 'feature' }),
    parent: ref('feature', { says: 'The feature that it is a part of.' }),
    initiative: ref('initiative', { says: 'The bet that it serves.' }),
    products: refs('product'),
    problem: richText({ says: 'Whom it helps, with what.' }),
    owner: ref('member'),
    teams: tags(),
    labels: tags(),
    timeframe: timeframe({ says: 'When customers have it, as precisely as is honest.' }),
    effort: number({ min: 0, says: 'Person-weeks.' }),
    releases: tags({ says: 'The versions that carry it, in the words of its source. What is in a release of the plan stands with the release.' }),
    delivery: oneOf(['todo', 'doing', 'done', 'cancelled'], { says: 'How far the work is, as the delivery tool says.' }),
    sourceStatus: text({ max: 80, says: 'The same in the tool’s own word.' }),
    beside: list(
      { name: text({ required: true, max: 120 }), value: text({ required: true, max: 2000 }) },
      { says: 'What its source says of it that has no field here: scores, votes, counts. Shown, never computed with.' },
    ),
    link: url(),
    publicName: text({ max: 140, byVerb: true, class: 'public', says: 'What customers read of it in shared views. Without one they do not see it.' }),
    reason: richText({ byVerb: true, says: 'Why it was declined, taken back, deprecated or removed.' }),
    reviewOn: date({ byVerb: true }),
    releasedOn: date({ byVerb: true }),
    override: ref('decision', { byVerb: true, says: 'The decision that released it although its bet waited for something.' }),
    stage: oneOf([...planned, 'released', 'deprecated', 'removed', 'declined'], { required: true, initial: 'candidate', byVerb: true }),
  },
})

export const plan = action(feature, 'plan', {
  says: 'Give it a place on the roadmap.',
  run: ({ row }) => {
    if (row.stage !== 'candidate') return refuse(`It is ${row.stage}; only a candidate is planned.`)
    if (!row.initiative && !row.parent) return refuse('It serves no bet.', 'Link the initiative that it serves, or the feature that it is a part of.')
    return change({ stage: 'planned' })
  },
})

export const build = action(feature, 'build', {
  says: 'Begin the work.',
  run: ({ row }) =>
    row.stage === 'planned' ? change({ stage: 'inProgress' }) : refuse(`It is ${row.stage}; only a planned feature is built.`, 'Plan it first.'),
})

export const release = action(feature, 'release', {
  says: 'Customers can use it from that day on.',
  input: {
    on: date({ required: true }),
    override: ref('decision', { says: 'The decision to release it although its bet waits for something.' }),
  },
  sees: ['feature', 'dependency'],
  run: ({ row, input, seen, now }) => {
    if (row.stage !== 'inProgress') return refuse(`It is ${row.stage}; only a feature that is being built is released.`)
    if (input.on > now.slice(0, 10)) return refuse('It cannot be released in the future.', 'Choose today or an earlier day.')
    const waiting = needsOf({ ...row }, byId(seen('feature')), seen('dependency'))
    if (waiting.length > 0 && !input.override)
      return refuse(
        `Its bet waits for ${waiting.map(({ key, title }) => `${key} ${String(title)}`).join(' and ')}.`,
        'Have it delivered or waived first, or name the decision that overrides it.',
      )
    return change({ stage: 'released', releasedOn: input.on, override: waiting.length > 0 ? input.override : null })
  },
})

export const takeBack = action(feature, 'takeBack', {
  says: 'Take it back from customers and say why; it is being built again.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.stage === 'released'
      ? change({ stage: 'inProgress', releasedOn: null, override: null, reason: input.reason })
      : refuse(`It is ${row.stage}; only a released feature is taken back.`),
})

export const publishName = action(feature, 'publishName', {
  says: 'Approve the name that customers may read.',
  input: { name: text({ required: true, max: 140, says: 'In the words of customers.' }) },
  run: ({ row, input }) =>
    ['declined', 'removed'].includes(row.stage) ? refuse(`It is ${row.stage}; there is nothing to promise.`) : change({ publicName: input.name }),
})

export const withdrawName = action(feature, 'withdrawName', {
  says: 'Take it out of what customers see.',
  run: ({ row }) => (row.publicName ? change({ publicName: null }) : refuse('Customers do not see it.')),
})

export const decline = action(feature, 'decline', {
  says: 'Say no for now, why, and when we look again.',
  input: { reason: richText({ required: true }), reviewOn: date({ required: true }) },
  run: ({ row, input, now }) => {
    if (!planned.some((stage) => stage === row.stage)) return refuse(`It is ${row.stage}; only what is not released is declined.`, 'Deprecate it instead.')
    const fault = notAhead(input.reviewOn, now, 'The review date')
    if (fault) return refuse(fault, 'Pick a day ahead.')
    return change({ stage: 'declined', reason: input.reason, reviewOn: input.reviewOn, publicName: null })
  },
})

export const reconsider = action(feature, 'reconsider', {
  says: 'Open a declined feature again.',
  run: ({ row }) =>
    row.stage === 'declined' ? change({ stage: 'candidate', reviewOn: null }) : refuse(`It is ${row.stage}; only a declined feature is reconsidered.`),
})

export const deprecate = action(feature, 'deprecate', {
  says: 'Tell its users that it will go, and why.',
  input: { reason: richText({ required: true }), reviewOn: date({ required: true, says: 'When it goes.' }) },
  run: ({ row, input, now }) => {
    if (row.stage !== 'released') return refuse(`It is ${row.stage}; only a released feature is deprecated.`)
    const fault = notAhead(input.reviewOn, now)
    if (fault) return refuse(fault, 'Give its users time: pick a day ahead.')
    return change({ stage: 'deprecated', reason: input.reason, reviewOn: input.reviewOn })
  },
})

export const remove = action(feature, 'remove', {
  says: 'Take it out of the product.',
  run: ({ row, now }) => {
    if (row.stage !== 'deprecated') return refuse(`It is ${row.stage}; only a deprecated feature is removed.`, 'Deprecate it first, so that its users know.')
    return row.reviewOn && row.reviewOn > now.slice(0, 10)
      ? refuse(`Its users were told ${row.reviewOn}.`, 'Wait for that day.')
      : change({ stage: 'removed', publicName: null })
  },
})

declare module '#kernel' {
  interface Registry {
    feature: typeof feature
  }
}
