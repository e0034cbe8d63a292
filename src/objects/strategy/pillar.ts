import { action, change, date, list, object, oneOf, number, ref, refs, refuse, richText, text, timeframe } from '#kernel'
import { reviewFault } from '../portfolio/reviewFault.ts'

export const pillar = object('pillar', {
  says: 'A lasting strategic choice that objectives and initiatives serve.',
  key: 'PIL',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    statement: richText({ says: 'What we choose, in one or two sentences.' }),
    whereWePlay: richText(),
    segments: refs('segment', { says: 'The segments that it is chosen for.' }),
    howWeWin: richText({ says: 'The claim, and what proves it.' }),
    northStar: ref('metric', { says: 'The metric that proves it.' }),
    horizon: timeframe({ says: 'Until when it holds: one to three years.' }),
    notDoing: list(
      { what: text({ required: true, max: 200 }), why: text({ required: true }), reviewOn: date({ required: true }) },
      { says: 'What we leave undone for it, and when we look again.' },
    ),
    owner: ref('member'),
    order: number({ initial: 0, says: 'Its place in the strategy, from the top.' }),
    state: oneOf(['draft', 'active', 'retired'], { required: true, initial: 'draft', byVerb: true }),
  },
})

export const adopt = action(pillar, 'adopt', {
  says: 'Make it part of the strategy in force.',
  input: { decision: ref('decision', { says: 'The decision of the strategy shift.' }) },
  run: ({ row }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    if (!row.statement) return refuse('It says nothing yet.', 'Write what is chosen.')
    return row.owner ? change({ state: 'active' }) : refuse('It has no owner.', 'Name who answers for it.')
  },
})

export const retire = action(pillar, 'retire', {
  says: 'End it; objectives that serve it need another.',
  input: { reason: text({ required: true }) },
  run: ({ row }) => (row.state === 'active' ? change({ state: 'retired' }) : refuse(`It is ${row.state}; only a pillar in force is retired.`)),
})

export const reaffirm = action(pillar, 'reaffirm', {
  says: 'Looked again at what it leaves undone: it stays undone, until another day.',
  input: {
    what: text({ required: true, max: 200, says: 'One of what it leaves undone, in its words.' }),
    why: text({ says: 'Why it is still left; as before when empty.' }),
    reviewOn: date({ required: true, says: 'Within a year.' }),
  },
  run: ({ row, input, now }) => {
    const left = row.notDoing ?? []
    if (!left.some(({ what }) => what === input.what)) return refuse(`It does not leave “${input.what}” undone.`, 'Take the words as they stand on the list.')
    const fault = reviewFault(input.reviewOn, now)
    if (fault) return refuse(fault[0], fault[1])
    return change({ notDoing: left.map((one) => (one.what === input.what ? { ...one, why: input.why ?? one.why, reviewOn: input.reviewOn } : one)) })
  },
})

export const revive = action(pillar, 'revive', {
  says: 'Take something off the list of what it leaves undone.',
  input: { what: text({ required: true, max: 200, says: 'In its words.' }) },
  run: ({ row, input }) => {
    const left = row.notDoing ?? []
    return left.some(({ what }) => what === input.what)
      ? change({ notDoing: left.filter(({ what }) => what !== input.what) })
      : refuse(`It does not leave “${input.what}” undone.`, 'Take the words as they stand on the list.')
  },
})

declare module '#kernel' {
  interface Registry {
    pillar: typeof pillar
  }
}
