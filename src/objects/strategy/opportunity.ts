import { action, change, date, integer, number, object, oneOf, record, ref, refs, refuse, richText, tags, text, type AnyRow } from '#kernel'
import { notAhead } from '../notAhead.ts'

export const opportunity = object('opportunity', {
  says: 'A problem or a need of customers that may be worth solving: what we want to move, who feels it, and which bets address it.',
  key: 'OPP',
  chapter: 'strategy',
  plural: 'opportunities',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140, says: 'In the words of those who have it, without a solution.' }),
    kind: oneOf(['problem', 'need', 'desire'], { required: true, initial: 'problem' }),
    problem: richText({ says: 'Who has it, when, and what they do about it today.' }),
    themes: tags({ says: 'Feedback that was linked to one of these themes is its evidence.' }),
    evidence: refs('feedback', { says: 'Single voices that count too.' }),
    initiatives: refs('initiative', { says: 'Bets that address it.' }),
    experiments: tags({ says: 'Experiments that tested it, by their ids.' }),
    segments: refs('segment'),
    product: ref('product'),
    survey: record(
      {
        importance: number({ required: true, min: 0, max: 10 }),
        satisfaction: number({ required: true, min: 0, max: 10 }),
        n: integer({ min: 1, required: true, says: 'How many were asked.' }),
        on: date(),
        basis: text({ max: 300, says: 'Which survey or interviews.' }),
      },
      { says: 'How important it is and how content people are with what they use for it, where they were asked.' },
    ),
    owner: ref('member'),
    parent: ref('opportunity', { byVerb: true, says: 'The larger opportunity that it is a part of.' }),
    objective: ref('objective', { byVerb: true, says: 'The outcome that solving it serves.' }),
    accounts: integer({ byVerb: true, says: 'Accounts behind it when it was validated.' }),
    exception: text({ max: 500, byVerb: true, says: 'Why it was validated with fewer than three accounts.' }),
    result: richText({ byVerb: true, says: 'What was measured when it was called solved.' }),
    reason: richText({ byVerb: true, says: 'Why it was declined.' }),
    reviewOn: date({ byVerb: true }),
    state: oneOf(['new', 'validated', 'targeted', 'solved', 'declined'], { required: true, initial: 'new', byVerb: true }),
  },
})

export const place = action(opportunity, 'place', {
  says: 'Put it below an outcome, or below the opportunity that it is a part of; below neither when both are empty.',
  input: { parent: ref('opportunity'), objective: ref('objective') },
  sees: ['opportunity'],
  run: ({ row, input, seen }) => {
    if (input.parent && input.objective)
      return refuse('It stands below an outcome or below an opportunity.', 'Its outcome is that of the opportunity above it.')
    if (input.parent === row.id) return refuse('It cannot be a part of itself.')
    const way = input.parent ? wayUp(seen('opportunity'), input.parent) : []
    return way.some(({ id }) => id === row.id)
      ? refuse(`${way.map(({ key }) => key).join(', ')}: that one is a part of it already.`, 'Move that one first.')
      : change({ parent: input.parent, objective: input.objective })
  },
})

/** An opportunity and those above it, from below; a circle that an import left is walked once. */
function wayUp(all: readonly AnyRow[], from: string): AnyRow[] {
  const way: AnyRow[] = []
  for (let at = all.find(({ id }) => id === from); at && !way.includes(at);) {
    way.push(at)
    const above = at['parent']
    at = all.find(({ id }) => id === above)
  }
  return way
}

/** Accounts that have to have it before it counts as more than a story. */
export const fewestAccounts = 3

export const validate = action(opportunity, 'validate', {
  says: 'Say that it is real: three accounts have it, or a reason why fewer are enough.',
  inner: true,
  input: { accounts: integer({ required: true, min: 0 }), exception: text({ max: 500 }) },
  run: ({ row, input }) => {
    if (row.state !== 'new') return refuse(`It is ${row.state}; only a new opportunity is validated.`)
    return input.accounts < fewestAccounts && !input.exception
      ? refuse(`${input.accounts} of ${fewestAccounts} accounts are behind it.`, 'Link what customers said, or say why fewer are enough.')
      : change({ state: 'validated', accounts: input.accounts, exception: input.accounts < fewestAccounts ? input.exception : null })
  },
})

export const target = action(opportunity, 'target', {
  says: 'Go for it with a bet.',
  input: { initiatives: refs('initiative', { says: 'Bets that address it, beside those that do already.' }) },
  run: ({ row, input }) => {
    if (row.state !== 'validated') return refuse(`It is ${row.state}; only a validated opportunity is targeted.`)
    const initiatives = [...new Set([...(row.initiatives ?? []), ...(input.initiatives ?? [])])]
    return initiatives.length === 0 ? refuse('No bet addresses it.', 'Name the bet.') : change({ state: 'targeted', initiatives })
  },
})

export const solve = action(opportunity, 'solve', {
  says: 'Say that it is solved, and what was measured.',
  input: { result: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'targeted' ? change({ state: 'solved', result: input.result }) : refuse(`It is ${row.state}; only what was targeted is solved.`),
})

export const decline = action(opportunity, 'decline', {
  says: 'Leave it, say why, and when to look again.',
  input: { reason: richText({ required: true }), reviewOn: date({ required: true }) },
  run: ({ row, input, now }) => {
    if (row.state === 'declined' || row.state === 'solved') return refuse(`It is ${row.state} already.`)
    const fault = notAhead(input.reviewOn, now)
    return fault ? refuse(fault, 'Pick a day ahead.') : change({ state: 'declined', ...input })
  },
})

export const reopen = action(opportunity, 'reopen', {
  says: 'Look at it again.',
  run: ({ row }) =>
    row.state === 'declined' || row.state === 'solved'
      ? change({ state: 'new', reason: null, reviewOn: null, result: null })
      : refuse(`It is ${row.state}; only what was declined or solved is reopened.`),
})

declare module '#kernel' {
  interface Registry {
    opportunity: typeof opportunity
  }
}
