import { json, object, oneOf, ref, richText, text } from '#kernel'

export const analysis = object('analysis', {
  says: 'A saved question about events, with its query shown.',
  key: 'ANL',
  chapter: 'metrics',
  plural: 'analyses',
  title: 'title',
  allow: 'contributor',
  fields: {
    title: text({ required: true, max: 160 }),
    kind: oneOf(['funnel', 'retention', 'trend', 'stickiness', 'lifecycle', 'paths', 'activation', 'adoption', 'cohort'], { required: true }),
    spec: json({ required: true, says: 'The whole query, every field written out.' }),
    address: text({ max: 2000, says: 'The words of the page that shows it.' }),
    answer: richText({ says: 'What it says, in the words of whoever asked.' }),
    owner: ref('member'),
  },
})

declare module '#kernel' {
  interface Registry {
    analysis: typeof analysis
  }
}
