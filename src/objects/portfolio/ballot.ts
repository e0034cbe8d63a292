import { action, change, date, dateTime, integer, list, number, object, oneOf, ref, refs, refuse, text } from '#kernel'
import { factorNames } from './scoreInput.ts'

/** One figure of one bet; without a factor it says that this person has no opinion on the bet. */
const entry = {
  bet: ref('initiative', { required: true }),
  factor: oneOf(factorNames),
  value: number(),
  note: text({ max: 500 }),
  at: dateTime({ required: true }),
}

export const ballot = object('ballot', {
  says: 'What one person gives in one vote of a scoring round, sealed until the round is revealed.',
  key: 'BLT',
  chapter: 'portfolio',
  title: 'name',
  unique: [['round', 'turn', 'participant']],
  fields: {
    name: text({ required: true, max: 200, byVerb: true }),
    round: ref('scoringRound', { required: true, byVerb: true }),
    turn: integer({ required: true, byVerb: true, says: '1 for the first vote, 2 for the one after the talk.' }),
    participant: ref('member', { required: true, byVerb: true }),
    bets: refs('initiative', { required: true, byVerb: true, says: 'The bets that are asked.' }),
    held: list(entry, { byVerb: true, class: 'secret', says: 'What was given, while it is sealed. Nobody reads it back.' }),
    answered: integer({ initial: 0, byVerb: true, says: 'Bets on which something was given: figures, or no opinion.' }),
    figures: list(entry, { byVerb: true, class: 'confidential', says: 'What was given; empty until the round is revealed.' }),
    due: date({ byVerb: true, says: 'What came after this day was late; set when the round is revealed.' }),
    state: oneOf(['waiting', 'sealed', 'counted', 'abstained', 'absent'], { required: true, initial: 'waiting', byVerb: true }),
  },
  without: {
    create: 'A scoring round makes its ballots when it is opened.',
    edit: 'Figures are given in their scoring round.',
    archive: 'A ballot stays with its round.',
  },
})

export const issue = action(ballot, 'issue', {
  says: 'Ask one person for figures.',
  creates: true,
  inner: true,
  input: {
    name: text({ required: true, max: 200 }),
    round: ref('scoringRound', { required: true }),
    turn: integer({ required: true }),
    participant: ref('member', { required: true }),
    bets: refs('initiative', { required: true }),
  },
  run: ({ input }) => change({ ...input }),
})

export const seal = action(ballot, 'seal', {
  says: 'Keep what its person gave for one bet, in place of what was kept for it.',
  allow: 'contributor',
  inner: true,
  input: { bet: ref('initiative', { required: true }), entries: list(entry, { required: true }) },
  run: ({ row, input, me }) => {
    if (row.participant !== me.id) return refuse('It is the ballot of somebody else.')
    if (row.state !== 'waiting' && row.state !== 'sealed') return refuse('Its round is revealed.')
    const held = [...(row.held ?? []).filter(({ bet }) => bet !== input.bet), ...input.entries]
    return change({ held, answered: new Set(held.map(({ bet }) => bet)).size, state: 'sealed' })
  },
})

/** The round is revealed: what was sealed is there to read, and who gave nothing was absent. */
export const unseal = action(ballot, 'unseal', {
  says: 'Show what was given.',
  inner: true,
  input: { due: date({ required: true }) },
  run: ({ row, input }) => {
    if (row.state !== 'waiting' && row.state !== 'sealed') return refuse(`It is ${row.state} already.`)
    const figures = row.held ?? []
    const state = figures.length === 0 ? 'absent' : figures.some(({ value }) => value !== null) ? 'counted' : 'abstained'
    return change({ figures, held: null, due: input.due, state })
  },
})

declare module '#kernel' {
  interface Registry {
    ballot: typeof ballot
  }
}
