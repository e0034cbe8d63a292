import { object, ref, text } from '#kernel'

export const watch = object('watch', {
  says: 'Somebody who wants to know what happens to an object.',
  key: 'WTC',
  plural: 'watches',
  chapter: 'workspace',
  title: 'about',
  allow: 'viewer',
  unique: [['member', 'about']],
  fields: {
    about: text({ required: true, max: 200, says: 'Noun and id, such as initiative/0198….' }),
    member: ref('member', { required: true }),
  },
})

declare module '#kernel' {
  interface Registry {
    watch: typeof watch
  }
}
