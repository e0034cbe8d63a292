import { action, change, date, integer, list, object, oneOf, ref, refs, refuse, richText, score, text, url } from '#kernel'

const point = { point: text({ required: true, max: 300 }), evidence: text({ max: 500, says: 'Where we know it from.' }) }
const standings = ['ahead', 'parity', 'behind', 'absent'] as const
const kinds = ['price', 'product', 'message', 'partnership', 'acquisition', 'funding', 'people', 'other'] as const

export const competitor = object('competitor', {
  says: 'A company or another way that customers compare us with, doing nothing included.',
  key: 'CMP',
  chapter: 'strategy',
  title: 'title',
  unique: [['title']],
  fields: {
    title: text({ required: true, max: 140 }),
    kind: oneOf(['direct', 'indirect', 'substitute', 'statusQuo', 'internalBuild'], { required: true, initial: 'direct' }),
    website: url(),
    positioning: richText({ says: 'What they say they are, and to whom.' }),
    strengths: list(point),
    weaknesses: list(point),
    pricing: richText(),
    threat: score(5),
    segments: refs('segment', { says: 'Where we meet them.' }),
    claims: list(
      { claim: text({ required: true, max: 300 }), capability: ref('feature', { required: true, says: 'What proves it.' }) },
      { says: 'What our people may say against them. A claim counts while its capability is released and used by a fifth of those who may use it.' },
    ),
    objections: list(
      { objection: text({ required: true, max: 300, says: 'What a customer says for them, or against us.' }), answer: text({ required: true, max: 1000 }) },
      { says: 'What we hear in a call against them, and what we answer.' },
    ),
    landmines: list(
      { question: text({ required: true, max: 300, says: 'What to ask the customer.' }), because: text({ max: 500, says: 'What the answer will show.' }) },
      { says: 'Questions to ask early, whose honest answer speaks for us.' },
    ),
    owner: ref('member'),
    capabilities: list(
      {
        capability: ref('feature', { required: true }),
        standing: oneOf(standings, { required: true }),
        checkedOn: date({ required: true }),
        source: text({ max: 300 }),
      },
      { byVerb: true, says: 'How they stand against each of our capabilities, and when somebody last looked.' },
    ),
    moves: list(
      {
        on: date({ required: true }),
        kind: oneOf(kinds, { required: true }),
        what: text({ required: true, max: 500 }),
        threat: integer({ required: true, min: 1, max: 5 }),
        response: oneOf(['respond', 'ignore', 'decide'], { required: true }),
        decision: ref('decision'),
        source: url(),
      },
      { byVerb: true, says: 'What they did, and what we made of it, the newest first.' },
    ),
    reason: text({ max: 1000, byVerb: true, says: 'Why it was retired.' }),
    state: oneOf(['new', 'tracked', 'retired'], { required: true, initial: 'new', byVerb: true }),
  },
})

export const track = action(competitor, 'track', {
  says: 'Follow what they do.',
  run: ({ row }) => {
    if (row.state === 'tracked') return refuse('It is tracked already.')
    if (!row.positioning) return refuse('Nobody has written down what they say they are.', 'Write their positioning.')
    return row.owner ? change({ state: 'tracked', reason: null }) : refuse('Nobody looks after it.', 'Name who follows them.')
  },
})

export const recordMove = action(competitor, 'recordMove', {
  says: 'Write down what they did, and whether we respond, ignore it or decide first.',
  allow: 'contributor',
  input: {
    on: date({ required: true }),
    kind: oneOf(kinds, { required: true }),
    what: text({ required: true, max: 500 }),
    threat: integer({ required: true, min: 1, max: 5, says: 'From 1, hardly any, to 5.' }),
    response: oneOf(['respond', 'ignore', 'decide'], { required: true }),
    decision: ref('decision', { says: 'The decision that is asked for, or that answered it.' }),
    source: url(),
  },
  run: ({ row, input, now }) => {
    if (row.state !== 'tracked') return refuse(`It is ${row.state}; moves are recorded of competitors that we track.`, 'Track it first.')
    if (input.on > now.slice(0, 10)) return refuse('That day has not come.', 'Record what has happened.')
    return change({ moves: [input, ...(row.moves ?? [])].toSorted((a, b) => b.on.localeCompare(a.on)) })
  },
})

export const reassess = action(competitor, 'reassess', {
  says: 'Look again at how they stand against our capabilities.',
  input: {
    capabilities: list(
      {
        capability: ref('feature', { required: true }),
        standing: oneOf(standings, { required: true, says: 'Theirs against ours.' }),
        checkedOn: date({ says: 'Today when empty.' }),
        source: text({ max: 300 }),
      },
      { required: true },
    ),
  },
  run: ({ row, input, now }) => {
    const today = now.slice(0, 10)
    if (row.state === 'retired') return refuse('It is retired.', 'Track it again first.')
    if (input.capabilities.length === 0) return refuse('No capability was looked at.', 'Name at least one.')
    if (input.capabilities.some(({ checkedOn }) => checkedOn !== null && checkedOn > today))
      return refuse('Somebody would have looked in the future.', 'Choose today or an earlier day.')
    const looked = input.capabilities.map((one) => ({ ...one, checkedOn: one.checkedOn ?? today }))
    const fresh = new Set<string>(looked.map(({ capability }) => capability))
    if (fresh.size < looked.length) return refuse('One capability is named twice.', 'Name each once.')
    return change({ capabilities: [...(row.capabilities ?? []).filter(({ capability }) => !fresh.has(capability)), ...looked] })
  },
})

export const retire = action(competitor, 'retire', {
  says: 'Stop following them, and say why.',
  input: { reason: text({ required: true, max: 1000 }) },
  run: ({ row, input }) => (row.state === 'retired' ? refuse('It is retired already.') : change({ state: 'retired', reason: input.reason })),
})

declare module '#kernel' {
  interface Registry {
    competitor: typeof competitor
  }
}
