import { action, change, dateTime, json, object, oneOf, text } from '#kernel'

export const connection = object('connection', {
  says: 'A trusted link with another system; for now, a place that files come from.',
  key: 'CNX',
  chapter: 'workspace',
  title: 'name',
  allow: 'admin',
  unique: [['name']],
  fields: {
    name: text({ required: true, max: 120 }),
    kind: oneOf(['file'], { required: true, initial: 'file' }),
    system: text({ max: 120, says: 'The tool that exported the files.' }),
    mapping: json({ says: 'How its headings map to ours, by file.' }),
    lastRunAt: dateTime({ byVerb: true }),
  },
})

export const recordRun = action(connection, 'recordRun', {
  says: 'Note that it delivered.',
  allow: 'editor',
  input: { at: dateTime({ required: true }) },
  run: ({ input }) => change({ lastRunAt: input.at }),
})

declare module '#kernel' {
  interface Registry {
    connection: typeof connection
  }
}
