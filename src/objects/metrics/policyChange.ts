import { action, change, dateTime, json, object, oneOf, rank, ref, refuse, richText, text } from '#kernel'

export const policyChange = object('policyChange', {
  says: 'A proposal to count revenue otherwise, with the numbers before and after, and who agreed.',
  key: 'PLC',
  chapter: 'metrics',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, byVerb: true }),
    from: text({ required: true, max: 4000, byVerb: true, says: 'The policy in force when it was proposed: a preset, or switches as JSON.' }),
    to: text({ required: true, max: 4000, byVerb: true, says: 'The policy proposed.' }),
    reason: richText({ required: true, byVerb: true }),
    restated: json({ byVerb: true, says: 'The series under both policies, as they were when it was proposed.' }),
    proposedBy: ref('member', { byVerb: true }),
    decidedBy: ref('member', { byVerb: true }),
    decidedAt: dateTime({ byVerb: true }),
    words: text({ max: 400, byVerb: true, says: 'Why it was adopted without a second person, or declined.' }),
    state: oneOf(['proposed', 'adopted', 'declined'], { required: true, initial: 'proposed', byVerb: true }),
  },
  without: { create: 'A change of policy is proposed from the policies page, with both series.', archive: 'It is a record of how numbers were counted.' },
})

export const propose = action(policyChange, 'propose', {
  says: 'Ask to count revenue otherwise.',
  creates: true,
  inner: true,
  input: {
    name: text({ required: true, max: 200 }),
    from: text({ required: true, max: 4000 }),
    to: text({ required: true, max: 4000 }),
    reason: richText({ required: true }),
    restated: json({ required: true }),
  },
  run: ({ input, me }) => (input.from === input.to ? refuse('That is the policy in force.') : change({ ...input, proposedBy: me.id, state: 'proposed' })),
})

export const adopt = action(policyChange, 'adopt', {
  says: 'Agree, and count so from now on. Whoever proposed it needs a second person, or the right of an administrator and a reason.',
  inner: true,
  input: { workspace: ref('workspace', { required: true }), words: text({ max: 400 }) },
  run: ({ row, input, me, now }) => {
    if (row.state !== 'proposed') return refuse(`It is ${row.state} already.`)
    const isAlone = row.proposedBy === me.id
    if (isAlone && rank(me.role) < rank('admin')) return refuse('You proposed it: a second person has to agree.', 'Ask a colleague with the right to edit.')
    if (isAlone && !input.words) return refuse('You proposed it yourself.', 'Say why it does not wait for a second person.')
    return change({ state: 'adopted', decidedBy: me.id, decidedAt: now, words: input.words }, [
      { noun: 'workspace', verb: 'adoptPolicy', id: input.workspace, input: { policy: row.to } },
    ])
  },
})

export const decline = action(policyChange, 'decline', {
  says: 'Keep counting as now.',
  input: { words: text({ required: true, max: 400 }) },
  run: ({ row, input, me, now }) =>
    row.state === 'proposed' ? change({ state: 'declined', decidedBy: me.id, decidedAt: now, words: input.words }) : refuse(`It is ${row.state} already.`),
})

declare module '#kernel' {
  interface Registry {
    policyChange: typeof policyChange
  }
}
