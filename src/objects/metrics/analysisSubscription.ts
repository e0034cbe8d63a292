import { action, change, isRecord, object, oneOf, ref, refuse, text, type AnyRow } from '#kernel'

/** Today asks all of them anew; more than these nobody reads. */
const most = 25

const paces = ['week', 'month'] as const

export const analysisSubscription = object('analysisSubscription', {
  says: 'A member who is told on Today how a saved question went in its latest complete week or month.',
  key: 'SUB',
  chapter: 'metrics',
  title: 'name',
  fields: {
    name: text({ required: true, max: 160, byVerb: true }),
    analysis: ref('analysis', { required: true }),
    member: ref('member', { required: true, byVerb: true, says: 'Who is told.' }),
    every: oneOf(paces, { required: true, initial: 'week', says: 'Which periods are told.' }),
    readPeriod: text({ max: 10, byVerb: true, says: 'The latest period that its member has read of: 2026-W47 or 2026-11.' }),
    state: oneOf(['active', 'ended'], { required: true, initial: 'active', byVerb: true }),
  },
  without: {
    create: 'Members subscribe for themselves.',
    edit: 'Its pace is set by “set pace”.',
    archive: 'It is ended instead, so that its history stays.',
  },
})

export const create = action(analysisSubscription, 'create', {
  says: 'Be told on Today how a saved question went, every week or every month.',
  allow: 'viewer',
  creates: true,
  input: { analysis: ref('analysis', { required: true }), every: oneOf(paces, { required: true, initial: 'week' }) },
  sees: ['analysis', 'analysisSubscription'],
  run: ({ input, me, seen }) => {
    const question = seen('analysis').find(({ id }) => id === input.analysis)
    if (!question) return refuse('There is no such saved question.', 'Save the question first.')
    const unfit = unfitness(question)
    if (unfit) return refuse(...unfit)
    const all = seen('analysisSubscription').filter((row) => row['member'] === me.id && row['state'] === 'active')
    const own = all.find((row) => row['analysis'] === input.analysis)
    if (own) return refuse(`You are told of it every ${String(own['every'])} already.`, 'Set its pace, or end it.')
    if (all.length >= most)
      return refuse(`You are told of ${all.length} questions already, which is the most.`, 'Unsubscribe from one that you no longer read.')
    return change({ name: String(question['title']), analysis: input.analysis, member: me.id, every: input.every, state: 'active' })
  },
})

/** Why a question has no number that moves from period to period; null when it has one. */
export function unfitness(question: AnyRow): readonly [reason: string, hint: string] | null {
  const { kind, spec } = question
  if (kind === 'cohort') return ['A cohort is a list of members and no answer.', 'Save a question about it, and subscribe to that.']
  if (kind === 'paths') return ['Paths have no single number that moves.', 'Save a funnel or a trend of the step that matters.']
  const range = isRecord(spec) ? spec['range'] : null
  if (isRecord(range) && 'from' in range) return ['It asks about fixed days, which never move.', 'Ask about the last weeks or months, and save that.']
  return null
}

export const setPace = action(analysisSubscription, 'setPace', {
  says: 'Be told every week, or every month.',
  allow: 'viewer',
  input: { every: oneOf(paces, { required: true }) },
  run: ({ row, input, me }) => {
    const no = refusal(row, me)
    if (no) return no
    return row.every === input.every ? refuse(`It is told every ${row.every} already.`) : change({ every: input.every, readPeriod: null })
  },
})

export const markRead = action(analysisSubscription, 'markRead', {
  says: 'Say that the news of a period were read: Today asks no more until there are others.',
  allow: 'viewer',
  input: { period: text({ required: true, max: 10 }) },
  run: ({ row, input, me }) => {
    const no = refusal(row, me)
    if (no) return no
    if (!/^\d{4}-(W\d\d|\d\d)$/.test(input.period)) return refuse(`“${input.period}” is no week or month.`, 'Write 2026-W47 or 2026-11.')
    return row.readPeriod === input.period ? refuse('It was read already.') : change({ readPeriod: input.period })
  },
})

export const end = action(analysisSubscription, 'end', {
  says: 'Be told no more.',
  allow: 'viewer',
  run: ({ row, me }) => refusal(row, me) ?? change({ state: 'ended' }),
})

const refusal = (row: { readonly member: string | null; readonly state: string | null }, me: { readonly id: string }) =>
  row.member !== me.id
    ? refuse('It is the subscription of somebody else.', 'Subscribe yourself.')
    : row.state === 'active'
      ? null
      : refuse('It has ended.', 'Subscribe anew.')

declare module '#kernel' {
  interface Registry {
    analysisSubscription: typeof analysisSubscription
  }
}
