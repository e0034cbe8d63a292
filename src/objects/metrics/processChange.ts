import { action, change, date, object, oneOf, ref, refuse, richText, tags, text, url } from '#kernel'

export const processChange = object('processChange', {
  says: 'A declared break of a line: from its date on, limits start anew, and the old ones stay drawn as they were.',
  key: 'PCH',
  chapter: 'metrics',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, says: 'What changed, in a few words.' }),
    metrics: tags({ required: true, says: 'The metrics whose process changed, by key.' }),
    on: date({ required: true, says: 'The first day of the new process. Limits start anew with the period that holds it.' }),
    cause: text({ required: true, max: 400, says: 'Why the process is another one now: a new definition, price, channel or team.' }),
    evidence: richText({ says: 'What shows it, apart from the line itself.' }),
    link: url(),
    owner: ref('member', { says: 'Who answers for the declaration.' }),
    state: oneOf(['declared', 'withdrawn'], { required: true, initial: 'declared', byVerb: true }),
    withdrawnFor: text({ max: 400, byVerb: true }),
  },
  without: { archive: 'Withdraw it with a reason: limits that were drawn must stay explained.' },
  settled: (_row, fields) =>
    fields.some((field) => ['metrics', 'on'].includes(field)) ? 'Its date and metrics stay as declared. Withdraw it and declare another.' : null,
})

export const withdraw = action(processChange, 'withdraw', {
  says: 'Take the declaration back; the limits run on as if nothing had changed.',
  input: { reason: text({ required: true, max: 400 }) },
  run: ({ row, input }) => (row.state === 'declared' ? change({ state: 'withdrawn', withdrawnFor: input.reason }) : refuse('It is withdrawn already.')),
})

declare module '#kernel' {
  interface Registry {
    processChange: typeof processChange
  }
}
