import { action, change, object, ref, refuse, text } from '#kernel'

export const watch = object('watch', {
  says: 'Somebody who wants to know what happens to an object.',
  key: 'WTC',
  plural: 'watches',
  chapter: 'workspace',
  title: 'about',
  unique: [['member', 'about']],
  fields: {
    about: text({ required: true, max: 200, says: 'Noun and id, such as initiative/0198….' }),
    member: ref('member', { required: true, byVerb: true, says: 'Who is told.' }),
  },
  without: {
    create: 'Members watch for themselves.',
    edit: 'It names one object and one member.',
    archive: 'It is ended instead, by whoever watches.',
  },
})

export const create = action(watch, 'create', {
  says: 'Be told on Today what changes of an object.',
  allow: 'viewer',
  creates: true,
  input: { about: text({ required: true, max: 200 }) },
  run: ({ input, me }) => change({ about: input.about, member: me.id }),
})

export const end = action(watch, 'end', {
  says: 'Be told no more.',
  allow: 'viewer',
  run: ({ row, me }) => (row.member === me.id ? { ...change({}), archive: true } : refuse('Somebody else watches it.', 'Each ends their own.')),
})

declare module '#kernel' {
  interface Registry {
    watch: typeof watch
  }
}
