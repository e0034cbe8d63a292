import { json, object, oneOf, ref, tags, text } from '#kernel'

export const view = object('view', {
  says: 'A saved way of looking: which noun, which filter, which columns.',
  key: 'VIW',
  chapter: 'workspace',
  title: 'name',
  allow: 'contributor',
  fields: {
    name: text({ required: true, max: 120 }),
    kind: oneOf(['list', 'board', 'horizons', 'timeline', 'matrix', 'tree'], {
      required: true,
      initial: 'list',
      says: 'How it is drawn; all but list and board are ways of the roadmap.',
    }),
    of: text({ required: true, max: 60, says: 'The noun it shows.' }),
    filter: json(),
    columns: tags(),
    sort: text({ max: 80 }),
    group: text({ max: 80 }),
    audience: oneOf(['self', 'workspace'], { required: true, initial: 'self' }),
    owner: ref('member'),
  },
})

declare module '#kernel' {
  interface Registry {
    view: typeof view
  }
}
