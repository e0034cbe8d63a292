import { action, boolean, change, integer, list, object, oneOf, ref, refuse, richText, tags, text } from '#kernel'

const properties = list(
  {
    name: text({ required: true, max: 200 }),
    kind: oneOf(['text', 'number', 'integer', 'boolean', 'date', 'list', 'object', 'any'], { required: true, initial: 'text' }),
    required: boolean({ initial: false }),
    choices: tags({ says: 'The only values that it may have; any when empty.' }),
    class: oneOf(['public', 'internal', 'confidential', 'personal', 'secret']),
    says: text({ max: 400 }),
    example: text({ max: 200 }),
  },
  { says: 'What it carries. A property that is not here is a violation.' },
)

export const eventDefinition = object('eventDefinition', {
  says: 'One event of the tracking plan: what it means, when it is sent, what it carries, and who answers for it.',
  key: 'EVT',
  chapter: 'instrumentation',
  title: 'eventName',
  unique: [['eventName']],
  fields: {
    eventName: text({ required: true, max: 200, says: 'Exactly as it is sent.' }),
    description: richText({ says: 'What it means.' }),
    trigger: text({ max: 1000, says: 'The moment at which it is sent.' }),
    actor: oneOf(['user', 'account', 'system'], { required: true, initial: 'user' }),
    area: ref('product', { says: 'The part of the product that it belongs to.' }),
    properties,
    milestone: oneOf(['none', 'start', 'activation', 'value', 'habit'], { required: true, initial: 'none' }),
    passive: boolean({ initial: false, says: 'It happens by itself and is no action of a person: “any event” leaves it out.' }),
    owner: ref('member'),
    mode: oneOf(['observe', 'warn', 'block'], {
      required: true,
      initial: 'warn',
      byVerb: true,
      says: 'What becomes of an event that does not fit: nothing, a flag, or quarantine.',
    }),
    state: oneOf(['planned', 'live', 'deprecated'], { required: true, initial: 'planned', byVerb: true }),
    definitionVersion: integer({ required: true, initial: 1, min: 1, byVerb: true }),
    successor: text({ max: 200, byVerb: true, says: 'The event to send instead.' }),
  },
  settled: (row, fields) =>
    row.state !== 'planned' && fields.some((name) => name === 'properties' || name === 'eventName')
      ? 'It is sent already. Use “revise”, so that the change has a version and a reason.'
      : null,
})

export const approve = action(eventDefinition, 'approve', {
  says: 'Say that it may be sent: every property has a class of privacy.',
  run: ({ row }) => {
    if (row.state !== 'planned') return refuse(`It is ${row.state}.`)
    const bare = (row.properties ?? []).find((property) => property.class === null)
    return bare ? refuse(`The property “${bare.name}” has no class.`, 'Say for each property whether it is personal.') : change({ state: 'live' })
  },
})

export const revise = action(eventDefinition, 'revise', {
  says: 'Change what it carries, as a new version.',
  input: { properties, reason: text({ required: true, max: 400 }) },
  run: ({ row, input }) => change({ properties: input.properties ?? [], definitionVersion: row.definitionVersion + 1 }),
})

export const enforce = action(eventDefinition, 'enforce', {
  says: 'Decide what becomes of an event that does not fit.',
  input: { mode: oneOf(['observe', 'warn', 'block'], { required: true }) },
  run: ({ row, input }) => (row.mode === input.mode ? refuse('That is its mode already.') : change({ mode: input.mode })),
})

export const deprecate = action(eventDefinition, 'deprecate', {
  says: 'Say that it should not be sent any more. Those that still come are flagged.',
  input: { successor: text({ max: 200, says: 'The event to send instead.' }) },
  run: ({ row, input }) => (row.state === 'deprecated' ? refuse('It is deprecated already.') : change({ state: 'deprecated', successor: input.successor })),
})

export const revive = action(eventDefinition, 'revive', {
  says: 'Take a deprecation back.',
  run: ({ row }) => (row.state === 'deprecated' ? change({ state: 'live', successor: null }) : refuse(`It is ${row.state}.`)),
})

declare module '#kernel' {
  interface Registry {
    eventDefinition: typeof eventDefinition
  }
}
