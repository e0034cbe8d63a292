import { date, object, oneOf, ref, richText, tags, text, url } from '#kernel'

export const note = object('note', {
  says: 'Something that happened on a date and may explain a line: a launch, an incident, a price change, a new definition.',
  key: 'NTE',
  chapter: 'metrics',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200 }),
    on: date({ required: true }),
    kind: oneOf(['launch', 'incident', 'pricing', 'definition', 'processChange', 'other'], { required: true, initial: 'other' }),
    metrics: tags({ says: 'The metrics that it may explain, by key; all when empty.' }),
    says: richText({ says: 'What happened, and who knows more.' }),
    link: url(),
    owner: ref('member'),
  },
})

declare module '#kernel' {
  interface Registry {
    note: typeof note
  }
}
