import { action, change, date, integer, object, oneOf, ref, refuse as sayNo, richText, text } from '#kernel'
import { circleOf } from './waits.ts'

export const dependency = object('dependency', {
  says: 'One thing needs another: who gives, who needs, by when.',
  key: 'DEP',
  chapter: 'portfolio',
  plural: 'dependencies',
  title: 'title',
  fields: {
    title: text({ required: true, max: 200, says: 'What is needed.' }),
    from: ref('initiative', { required: true, says: 'The bet that needs it.' }),
    to: ref('initiative', { says: 'The bet that delivers it.' }),
    external: text({ max: 200, says: 'Who delivers it, when it is no bet of ours.' }),
    provider: text({ max: 120, says: 'The team that gives.' }),
    type: oneOf(['finishStart', 'startStart', 'finishFinish', 'requiresStatus', 'shares', 'external'], { required: true, initial: 'finishStart' }),
    strength: oneOf(['hard', 'soft'], { required: true, initial: 'hard' }),
    neededBy: date({ required: true }),
    giver: ref('member', { says: 'Who answers for the delivery.' }),
    taker: ref('member', { says: 'Who waits for it.' }),
    firstPromise: date({ byVerb: true, says: 'The day that was first promised; it never moves.' }),
    promisedFor: date({ byVerb: true }),
    slips: integer({ initial: 0, min: 0, byVerb: true, says: 'How often the promise moved later.' }),
    reason: richText({ byVerb: true, says: 'Why it was refused, moved or waived.' }),
    deliveredOn: date({ byVerb: true }),
    state: oneOf(['requested', 'agreed', 'refused', 'delivered', 'waived'], { required: true, initial: 'requested', byVerb: true }),
  },
})

export const agree = action(dependency, 'agree', {
  says: 'Promise it for a day.',
  input: { promisedFor: date({ required: true }) },
  sees: ['dependency', 'initiative'],
  run: ({ row, input, seen }) => {
    if (row.state !== 'requested' && row.state !== 'refused') return sayNo(`It is ${row.state} already.`)
    if (!row.to && !row.external) return sayNo('Nobody is named who delivers it.', 'Name the bet or the outside party.')
    if (row.to === row.from) return sayNo('A bet cannot wait for itself.')
    const circle = row.strength === 'hard' && row.to ? circleOf(row, seen('dependency')) : null
    if (circle) {
      const keys = new Map(seen('initiative').map(({ id, key }) => [String(id), key]))
      return sayNo(
        `It would close a circle: ${circle.map((id) => keys.get(id) ?? id).join(' waits for ')}.`,
        'Drop one of these dependencies, or make it soft.',
      )
    }
    return change({ state: 'agreed', firstPromise: row.firstPromise ?? input.promisedFor, promisedFor: input.promisedFor, reason: null })
  },
})

export const refuse = action(dependency, 'refuse', {
  says: 'Say that it will not be given, and why.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'requested' ? change({ state: 'refused', reason: input.reason }) : sayNo(`It is ${row.state}; only a request is refused.`),
})

export const repromise = action(dependency, 'repromise', {
  says: 'Move the promised day; the first one stays in sight.',
  input: { promisedFor: date({ required: true }), reason: richText({ required: true }) },
  run: ({ row, input }) => {
    if (row.state !== 'agreed' || !row.promisedFor) return sayNo(`It is ${row.state}; there is no promise to move.`)
    if (input.promisedFor === row.promisedFor) return sayNo('It is promised for that day already.')
    const later = input.promisedFor > row.promisedFor
    return change({ promisedFor: input.promisedFor, reason: input.reason, slips: (row.slips ?? 0) + (later ? 1 : 0) })
  },
})

export const deliver = action(dependency, 'deliver', {
  says: 'Hand it over.',
  input: { on: date({ says: 'The day; today when empty.' }) },
  run: ({ row, input, now }) => {
    if (row.state !== 'agreed') return sayNo(`It is ${row.state}; only an agreed dependency is delivered.`)
    const on = input.on ?? now.slice(0, 10)
    return on > now.slice(0, 10) ? sayNo('It cannot have been delivered on a day to come.') : change({ state: 'delivered', deliveredOn: on })
  },
})

export const waive = action(dependency, 'waive', {
  says: 'Do without it; the taker says how.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'delivered' || row.state === 'waived' ? sayNo(`It is ${row.state} already.`) : change({ state: 'waived', reason: input.reason }),
})

declare module '#kernel' {
  interface Registry {
    dependency: typeof dependency
  }
}
