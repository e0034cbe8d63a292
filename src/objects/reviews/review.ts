import { action, change, dateTime, json, list, object, oneOf, ref, refs, refuse, richText, text, timeframe } from '#kernel'

const need = { what: text({ required: true }), who: text(), due: text() }
const danger = { state: oneOf(['red', 'amber', 'green'], { required: true }), what: text({ required: true }), who: text() }

export const review = object('review', {
  says: 'A frozen, explained set of numbers.',
  key: 'REV',
  chapter: 'reviews',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200 }),
    kind: oneOf(['mbr', 'qbr', 'board', 'weekly', 'custom'], { required: true, byVerb: true }),
    period: timeframe({ required: true, byVerb: true, says: 'Part of what is signed: it is set when the review is generated.' }),
    asOf: dateTime({ required: true, byVerb: true, says: 'The day whose numbers it tells.' }),
    headline: text({ max: 200, says: 'The conclusion, in one line.' }),
    wentWell: richText(),
    isOff: richText(),
    weAsk: richText(),
    decisions: list(need),
    risks: list(danger),
    comments: list({ metric: text({ required: true }), why: text({ required: true, max: 200 }) }, { says: 'One line for each metric row.' }),
    questions: refs('analysis', { byVerb: true, says: 'Saved questions whose answers stand on it.' }),
    figures: json({ byVerb: true, says: 'Every number with its lineage, as measured.' }),
    state: oneOf(['draft', 'frozen', 'sent'], { required: true, initial: 'draft', byVerb: true }),
    frozenAt: dateTime({ byVerb: true }),
    frozenBy: ref('member', { byVerb: true }),
    signature: text({ byVerb: true, says: 'SHA-256 of the frozen content.' }),
    previous: ref('review', { byVerb: true }),
  },
  settled: (row) => (row.state === 'sent' ? 'It was sent: its words are closed. Generate the next edition, or comment on this one.' : null),
  without: { create: 'A review is generated from the numbers; use generate.' },
})

export const generate = action(review, 'generate', {
  says: 'Draft a review from the numbers as they stand.',
  creates: true,
  input: {
    name: text({ required: true }),
    kind: oneOf(['mbr', 'qbr', 'board', 'weekly', 'custom'], { required: true }),
    period: timeframe({ required: true }),
    asOf: dateTime({ required: true }),
    headline: text({ max: 200 }),
    wentWell: richText(),
    isOff: richText(),
    weAsk: richText(),
    decisions: list(need),
    risks: list(danger),
    comments: list({ metric: text({ required: true }), why: text({ required: true, max: 200 }) }),
    figures: json({ required: true }),
    previous: ref('review'),
  },
  run: ({ input }) => change({ ...input, state: 'draft' }),
})

export const refresh = action(review, 'refresh', {
  says: 'Measure every number and answer every question again.',
  input: { asOf: dateTime({ required: true }), figures: json({ required: true }), questions: refs('analysis') },
  run: ({ row, input: { asOf, figures, questions } }) =>
    row.state === 'draft'
      ? change({ figures, asOf, ...(questions === null ? {} : { questions }) })
      : refuse('Frozen numbers do not move.', 'Compare it with today instead.'),
})

export const freeze = action(review, 'freeze', {
  says: 'Fix every figure; only words stay open.',
  input: { signature: text({ required: true }) },
  run: ({ row, input, me, now }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (!row.figures) return refuse('It holds no figures.', 'Refresh it first.')
    return change({ state: 'frozen', frozenAt: now, frozenBy: me.id, signature: input.signature })
  },
})

export const send = action(review, 'send', {
  says: 'Mark it as sent; its words are closed from now on.',
  run: ({ row }) => (row.state === 'frozen' ? change({ state: 'sent' }) : refuse('Only a frozen review can be sent.', 'Freeze it first.')),
})

declare module '#kernel' {
  interface Registry {
    review: typeof review
  }
}
