import { action, change, list, object, oneOf, percent, ref, refuse, richText, text, timeframe } from '#kernel'

export const investments = ['growth', 'retention', 'platform', 'compliance', 'cost', 'maintenance'] as const

export const allocation = object('allocation', {
  says: 'How effort is to be split in a period, with floors that hold.',
  key: 'ALC',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    period: timeframe({ required: true }),
    lines: list(
      {
        investment: oneOf(investments, { required: true }),
        target: percent({ required: true, min: 0, max: 1 }),
        floor: percent({ min: 0, max: 1, says: 'The least share, a hard rule in planning.' }),
        ceiling: percent({ min: 0, max: 1 }),
      },
      { says: 'Targets sum to 100 %.' },
    ),
    rationale: richText(),
    decision: ref('decision', { byVerb: true }),
    state: oneOf(['proposed', 'approved'], { required: true, initial: 'proposed', byVerb: true }),
  },
})

export const approve = action(allocation, 'approve', {
  says: 'Make it the split that planning keeps.',
  allow: 'admin',
  input: { decision: ref('decision') },
  run: ({ row, input }) => {
    if (row.state === 'approved') return refuse('It is approved already.')
    const lines = row.lines ?? []
    const total = lines.reduce((sum, { target }) => sum + target, 0)
    if (Math.abs(total - 1) > 1e-6) return refuse(`Its targets sum to ${Math.round(total * 1000) / 10} %.`, 'They sum to 100 %.')
    const wrong = lines.find(({ target, floor, ceiling }) => (floor ?? 0) > target || (ceiling ?? 1) < target)
    if (wrong) return refuse(`The target of ${wrong.investment} lies outside its floor and ceiling.`)
    return change({ state: 'approved', decision: input.decision })
  },
})

declare module '#kernel' {
  interface Registry {
    allocation: typeof allocation
  }
}
