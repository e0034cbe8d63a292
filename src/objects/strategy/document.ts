import { action, change, date, dateTime, integer, object, oneOf, ref, refs, refuse, richText, text, type AnyRow } from '#kernel'
import { citationsIn } from './citations.ts'
import { templates } from './documentTemplates.ts'

export { citationsIn } from './citations.ts'

const kinds = ['vision', 'strategy', 'principle', 'battlecard', 'policy', 'note'] as const

export const document = object('document', {
  says: 'Something written that people hold to: a vision, a strategy, a principle. Numbers in it are read live.',
  key: 'DOC',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    kind: oneOf(kinds, { required: true, initial: 'note' }),
    body: richText({
      says: 'Markdown. {{metric:net-revenue-retention}} stands for the number as it is now; a part of it is {{metric:net-revenue-retention|Mid-market}}.',
    }),
    owner: ref('member'),
    about: refs('initiative', { says: 'The bets that it speaks of.' }),
    reviewOn: date({ says: 'When it is read again.' }),
    decision: ref('decision', { byVerb: true, says: 'The decision that published it.' }),
    publishedAt: dateTime({ byVerb: true, says: 'When the text in force was published.' }),
    revision: integer({ initial: 1, min: 1, byVerb: true }),
    reason: richText({ byVerb: true, says: 'Why it is being revised.' }),
    supersededBy: ref('document', { byVerb: true }),
    state: oneOf(['draft', 'published', 'superseded'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state !== 'draft' && fields.some((field) => ['title', 'kind', 'body'].includes(field))
      ? `It is ${row.state}: its text stays as it was. ${row.state === 'published' ? 'Revise it; the text before stays readable.' : 'Write another.'}`
      : null,
})

export const begin = action(document, 'begin', {
  says: 'Begin from the template of its kind.',
  run: ({ row }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state}.`)
    return row.body ? refuse('It says something already.', 'A template replaces nothing that was written.') : change({ body: templates[row.kind] })
  },
})

export const publish = action(document, 'publish', {
  says: 'Make it the text in force. A vision takes the place of the one before.',
  input: { decision: ref('decision', { says: 'The decision that it follows.' }) },
  sees: ['metric', 'document', 'decision'],
  run: ({ row, input, now, seen }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (!row.owner) return refuse('It has no owner.', 'Name who answers for it.')
    if (!row.body) return refuse('It says nothing yet.', 'Write it, or begin from the template of its kind.')
    if (row.body.trim() === templates[row.kind].trim()) return refuse('It is the template as it came.', 'Write what is yours.')
    const unknown = unknownIn(row.body, seen('metric'))
    if (unknown)
      return refuse(`It cites ${unknown}, which nobody measures.`, 'Name a metric of the dictionary by its key, such as {{metric:net-revenue-retention}}.')
    const taken = input.decision === null ? null : seen('decision').find(({ id }) => id === input.decision)
    if (taken && taken['state'] !== 'decided') return refuse(`${taken.key} is ${String(taken['state'])}, not decided.`, 'Have it decided first.')
    const before = row.kind === 'vision' ? seen('document').filter((one) => isStanding(one) && one.id !== row.id) : []
    return change(
      { state: 'published', publishedAt: now, decision: input.decision ?? row.decision, reason: null },
      before.map(({ id }) => ({ noun: 'document', verb: 'supersede', id, input: { by: row.id } })),
    )
  },
})

/** The first citation that names no metric of the workspace, as it stands in the text. */
function unknownIn(body: string, metrics: readonly AnyRow[]): string | null {
  const known = new Set(metrics.map((row) => row['metricKey']))
  return citationsIn(body).find(({ metric }) => metric === null || !known.has(metric))?.text ?? null
}

/** A vision that was published; one that is being revised is still in force. */
const isStanding = (one: AnyRow): boolean => one['kind'] === 'vision' && one['publishedAt'] !== null && one['state'] !== 'superseded'

export const revise = action(document, 'revise', {
  says: 'Write it anew; the text in force stays readable until the new one is published.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'published'
      ? change({ state: 'draft', reason: input.reason, revision: (row.revision ?? 1) + 1 })
      : refuse(`It is ${row.state}; only what was published is revised.`, row.state === 'draft' ? 'Edit the draft.' : ''),
})

export const supersede = action(document, 'supersede', {
  says: 'Another one holds now.',
  input: { by: ref('document', { required: true }) },
  run: ({ row, input }) => {
    if (row.publishedAt === null || row.state === 'superseded') return refuse(`It is ${row.state}; only what was published is superseded.`)
    return input.by === row.id ? refuse('A document cannot replace itself.') : change({ state: 'superseded', supersededBy: input.by })
  },
})

declare module '#kernel' {
  interface Registry {
    document: typeof document
  }
}
