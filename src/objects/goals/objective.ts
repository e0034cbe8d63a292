import { action, change, date, list, number, object, oneOf, ref, refs, refuse, richText, text, timeframe } from '#kernel'

export const objective = object('objective', {
  says: 'An outcome in words that a team commits to for a period.',
  key: 'OBJ',
  chapter: 'goals',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    level: oneOf(['company', 'org', 'productLine', 'team'], { required: true, initial: 'productLine' }),
    period: timeframe({ required: true }),
    type: oneOf(['committed', 'stretch'], { required: true, initial: 'committed' }),
    pillar: text({ max: 140, says: 'The lasting strategic choice that it serves.' }),
    parent: ref('objective', { says: 'The objective above it.' }),
    products: refs('product'),
    why: richText(),
    owner: ref('member'),
    keyResults: refs('keyResult', { byVerb: true, says: 'The results committed at the start; dropped ones stay in the count.' }),
    closingNote: richText({ byVerb: true }),
    closedOn: date({ byVerb: true }),
    state: oneOf(['proposed', 'active', 'closed', 'abandoned'], { required: true, initial: 'proposed', byVerb: true }),
  },
})

export const commit = action(objective, 'commit', {
  says: 'Commit to it, with the key results that will tell.',
  input: { keyResults: refs('keyResult', { required: true, says: 'One to five; each must be ready to commit.' }) },
  run: ({ row, input }) => {
    if (row.state !== 'proposed') return refuse(`It is ${row.state} already.`)
    if (!row.owner) return refuse('It has no owner.', 'Name the person who answers for it.')
    if (!row.pillar) return refuse('It serves no pillar.', 'Name the strategic choice that it serves, or do not commit to it.')
    if (input.keyResults.length < 1 || input.keyResults.length > 5) return refuse(`It has ${input.keyResults.length} key results; one to five tell an outcome.`)
    return change(
      { state: 'active', keyResults: input.keyResults },
      input.keyResults.map((id) => ({ noun: 'keyResult', verb: 'commit', id, input: { objective: row.id } })),
    )
  },
})

export const close = action(objective, 'close', {
  says: 'Score every committed key result and say what was learned.',
  input: {
    results: list(
      { keyResult: ref('keyResult', { required: true }), value: number({ says: 'As measured at the close; an unmeasured result scores 0.' }) },
      { required: true },
    ),
    note: richText({ required: true, says: 'What happened, and what we do differently.' }),
  },
  run: ({ row, input, now }) => {
    if (row.state !== 'active') return refuse(`It is ${row.state}; only an active objective can be closed.`)
    const named = new Set<string>(input.results.map((result) => result.keyResult))
    const missing = (row.keyResults ?? []).filter((id) => !named.has(id))
    if (missing.length > 0)
      return refuse(`${missing.length} committed key results have no result.`, 'Score every one; leave the value empty where nothing was measured.')
    return change(
      { state: 'closed', closingNote: input.note, closedOn: now.slice(0, 10) },
      input.results.map(({ keyResult, value }) => ({ noun: 'keyResult', verb: 'score', id: keyResult, input: { value } })),
    )
  },
})

export const abandon = action(objective, 'abandon', {
  says: 'Give it up before its period ends.',
  input: { decision: ref('decision', { required: true, says: 'The decision that ended it.' }), note: richText({ required: true }) },
  run: ({ row, input, now }) =>
    row.state === 'active'
      ? change({ state: 'abandoned', closingNote: input.note, closedOn: now.slice(0, 10) })
      : refuse(`It is ${row.state}; only an active objective is abandoned.`),
})

declare module '#kernel' {
  interface Registry {
    objective: typeof objective
  }
}
