import { isRecord, json, object, oneOf, ref, richText, text } from '#kernel'

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
    spec: { ...json({ required: true, says: 'The whole query, every field written out.' }), veil: withoutPersons },
    address: text({ max: 2000, class: 'personal', says: 'The words of the page that shows it, which hold what the question filters by.' }),
    answer: richText({ says: 'What it says, in the words of whoever asked.' }),
    owner: ref('member'),
  },
})

const namesPersons = /^((group\.)?person\.id|event\.(user_id|anonymous_id))$/

/** Are persons counted, in either of the two ways to write it? What is stored stands as somebody wrote it. */
const isOfPersons = (actor: unknown): boolean => actor === 'person' || (isRecord(actor) && actor['group'] === 'person')

/** A question without the ids of persons: a static cohort of them keeps how many they are, a condition that names some keeps its property. */
export function withoutPersons(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return veiledIn(spec, isOfPersons(spec['actor']))
}

function veiledIn(part: Readonly<Record<string, unknown>>, holdsPersons: boolean): Readonly<Record<string, unknown>> {
  const inner = (value: unknown): unknown => (Array.isArray(value) ? value.map(inner) : isRecord(value) ? veiledIn(value, holdsPersons) : value)
  const own = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, inner(value)]))
  if (holdsPersons && Array.isArray(part['ids'])) return { ...own, ids: null, n: part['ids'].length }
  return namesPersons.test(String(part['prop'])) && 'value' in part ? { ...own, value: null } : own
}

declare module '#kernel' {
  interface Registry {
    analysis: typeof analysis
  }
}
