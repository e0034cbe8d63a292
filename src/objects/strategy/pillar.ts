import { action, change, date, list, object, oneOf, number, ref, refuse, richText, text, timeframe } from '#kernel'

export const pillar = object('pillar', {
  says: 'A lasting strategic choice that objectives and initiatives serve.',
  key: 'PIL',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    statement: richText({ says: 'What we choose, in one or two sentences.' }),
    whereWePlay: richText(),
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

declare module '#kernel' {
  interface Registry {
    pillar: typeof pillar
  }
}
