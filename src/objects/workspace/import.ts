import { action, change, dateTime, integer, isRecord, json, list, object, oneOf, ref, refuse, text } from '#kernel'

const counts = { file: text({ required: true }), recognisedAs: text(), report: json() }

const importNoun = object('import', {
  says: 'Files that came in together, what became of every row, and the way back.',
  key: 'IMP',
  chapter: 'workspace',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200 }),
    connection: ref('connection'),
    batch: text({ required: true }),
    files: list(counts, { byVerb: true }),
    mapping: json({ says: 'The mapping that was used.' }),
    quality: json({ byVerb: true, says: 'What the checks found afterwards.' }),
    state: oneOf(['running', 'done', 'failed', 'undone'], { required: true, initial: 'running', byVerb: true }),
    error: text({ byVerb: true }),
    finishedAt: dateTime({ byVerb: true }),
  },
  without: { edit: 'An import is a record of what happened.', archive: 'Undo it instead.' },
})
export { importNoun as import }

export const finish = action(importNoun, 'finish', {
  says: 'Close the report.',
  inner: true,
  input: { files: list(counts, { required: true }), quality: json() },
  run: ({ row, input, now }) =>
    row.state === 'running' ? change({ state: 'done', files: input.files, quality: input.quality, finishedAt: now }) : refuse(`It is ${row.state} already.`),
})

export const fail = action(importNoun, 'fail', {
  says: 'Record why it stopped; nothing of it is visible.',
  inner: true,
  input: { error: text({ required: true }) },
  run: ({ row, input, now }) =>
    row.state === 'running' ? change({ state: 'failed', error: input.error, finishedAt: now }) : refuse(`It is ${row.state} already.`),
})

export const markUndone = action(importNoun, 'markUndone', {
  says: 'Record that its rows were taken back.',
  inner: true,
  run: ({ row }) => (row.state === 'done' ? change({ state: 'undone' }) : refuse(`It is ${row.state}; there is nothing to take back.`)),
})

export const dismissRows = action(importNoun, 'dismissRows', {
  says: 'Dismiss the rows of a file that wait, and say why: no figure is short of them any more.',
  inner: true,
  input: { file: text({ required: true }), rows: integer({ required: true, min: 1 }), reason: text({ required: true, max: 400 }) },
  run: ({ row, input: { file, rows, reason }, me, now }) => {
    if (row.state !== 'done') return refuse(`It is ${row.state}; none of its rows waits.`)
    const told = { rows, reason, at: now, by: me.id }
    return change({ files: (row.files ?? []).map((one) => (one.file === file ? { ...one, report: withDismissed(one.report, told) } : one)) })
  },
})

const withDismissed = (report: unknown, told: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const kept = isRecord(report) ? report : {}
  return { ...kept, dismissed: [...(Array.isArray(kept['dismissed']) ? kept['dismissed'] : []), told] }
}

declare module '#kernel' {
  interface Registry {
    import: typeof importNoun
  }
}
