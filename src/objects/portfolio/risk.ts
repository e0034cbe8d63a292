import { action, change, date, money, object, oneOf, percent, ref, refs, refuse, richText, text, type Money } from '#kernel'

export const risk = object('risk', {
  says: 'Something uncertain that would hurt, or a debt that costs us already.',
  key: 'RSK',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 200 }),
    kind: oneOf(
      ['strategic', 'market', 'delivery', 'technical', 'technicalDebt', 'security', 'privacy', 'compliance', 'people', 'financial', 'dependency', 'ai'],
      { required: true },
    ),
    cause: richText(),
    effect: richText(),
    probability: percent({ required: true, min: 0, max: 1 }),
    impact: money({ class: 'confidential', says: 'The likely loss if it happens.' }),
    proximity: date({ says: 'The first day on which it can happen.' }),
    response: oneOf(['avoid', 'reduce', 'transfer', 'accept'], { required: true, initial: 'reduce' }),
    trigger: text({ max: 300, says: 'How we would notice.' }),
    initiatives: refs('initiative'),
    accounts: refs('account'),
    owner: ref('member', { required: true }),
    reviewOn: date({ required: true }),
    mitigation: richText({ byVerb: true }),
    reason: richText({ byVerb: true, says: 'Why it was accepted or closed.' }),
    occurredOn: date({ byVerb: true }),
    state: oneOf(['open', 'mitigated', 'accepted', 'occurred', 'closed'], { required: true, initial: 'open', byVerb: true }),
  },
})

/** Above this exposure, in units of the risk's own currency, only an admin or the owner of the workspace accepts a risk. */
export const editorLimit = 150_000

/** Probability times likely loss; null without an estimate of the loss. */
export const exposureOf = (row: { readonly probability: number; readonly impact: Money | null }): number | null =>
  row.impact ? row.probability * row.impact.amount : null

export const mitigate = action(risk, 'mitigate', {
  says: 'Record what now makes it less likely or less harmful.',
  input: { mitigation: richText({ required: true }), probability: percent({ min: 0, max: 1, says: 'How likely it is from now on.' }) },
  run: ({ row, input }) => {
    if (row.state !== 'open') return refuse(`It is ${row.state}; only an open risk is mitigated.`)
    const probability = input.probability ?? row.probability
    return probability > row.probability
      ? refuse('It would be more likely than before.', 'Edit the probability instead.')
      : change({ state: 'mitigated', mitigation: input.mitigation, probability })
  },
})

export const accept = action(risk, 'accept', {
  says: 'Live with it until a day, and say why.',
  input: { reason: richText({ required: true }), reviewOn: date({ required: true, says: 'The acceptance ends on that day.' }) },
  run: ({ row, input, me, now }) => {
    if (row.state !== 'open' && row.state !== 'mitigated') return refuse(`It is ${row.state}; only an open risk is accepted.`)
    if (input.reviewOn <= now.slice(0, 10)) return refuse('The acceptance would have ended already.', 'Pick a day ahead.')
    const exposure = exposureOf(row)
    if (exposure === null) return refuse('Nobody has estimated the loss.', 'Set its impact, so that it is clear what is accepted.')
    if (exposure > editorLimit && me.role !== 'admin' && me.role !== 'owner') return refuse('Its exposure is above your limit.', 'Ask an admin to accept it.')
    return change({ state: 'accepted', reason: input.reason, reviewOn: input.reviewOn, response: 'accept' })
  },
})

export const occur = action(risk, 'occur', {
  says: 'It has happened.',
  input: { on: date({ says: 'The day; today when empty.' }) },
  run: ({ row, input, now }) =>
    row.state === 'closed' || row.state === 'occurred'
      ? refuse(`It is ${row.state} already.`)
      : change({ state: 'occurred', occurredOn: input.on ?? now.slice(0, 10) }),
})

export const close = action(risk, 'close', {
  says: 'It can no longer hurt us; say why.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) => (row.state === 'closed' ? refuse('It is closed already.') : change({ state: 'closed', reason: input.reason })),
})

declare module '#kernel' {
  interface Registry {
    risk: typeof risk
  }
}
