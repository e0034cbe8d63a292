import { action, boolean, change, object, ref, refs, refuse, richText, text } from '#kernel'

export const comment = object('comment', {
  says: 'Words that somebody left on an object or a figure.',
  key: 'CMM',
  chapter: 'workspace',
  title: 'body',
  allow: 'contributor',
  fields: {
    body: richText({ required: true }),
    about: text({ required: true, max: 200, says: 'Noun and id, such as review/0198….' }),
    section: text({ max: 120, says: 'Which part of it.' }),
    author: ref('member'),
    mentions: refs('member', { says: 'Who is asked to read it.' }),
    resolved: boolean({ initial: false, byVerb: true }),
  },
})

export const resolve = action(comment, 'resolve', {
  says: 'Settle the thread.',
  run: ({ row }) => (row.resolved ? refuse('It is resolved already.') : change({ resolved: true })),
})

declare module '#kernel' {
  interface Registry {
    comment: typeof comment
  }
}
