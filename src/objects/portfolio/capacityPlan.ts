import { checked } from './checked.ts'
import { action, change, number, object, oneOf, percent, refuse, richText, text, timeframe } from '#kernel'

export const capacityPlan = object('capacityPlan', {
  says: 'What one squad can give in one quarter.',
  key: 'CAP',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    team: text({ required: true, max: 120, says: 'The squad’s name, as initiatives name it.' }),
    period: checked(timeframe({ required: true, says: 'A quarter: 2027-Q1.' }), (period) =>
      /^\d{4}-Q[1-4]$/.test(period) ? null : [`“${period}” is not a quarter.`, 'Capacity is planned by quarter: write it as 2027-Q1.'],
    ),
    headcount: number({ required: true, min: 0, max: 10_000, says: 'Full-time people, those who start counted by their ramp.' }),
    weeks: number({ initial: 13, min: 1, max: 14, says: 'Working weeks of the quarter.' }),
    leave: percent({ initial: 0.12, min: 0, max: 1, says: 'Leave and holidays.' }),
    operations: percent({ initial: 0.15, min: 0, max: 1, says: 'On call, support and upkeep, as the last quarter took.' }),
    reserve: percent({ initial: 0.1, min: 0, max: 1 }),
    note: richText(),
    state: oneOf(['proposed', 'confirmed'], { required: true, initial: 'proposed', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state === 'confirmed' && fields.some((field) => field !== 'note') ? 'It is confirmed: its figures stay. Use revise, which names the cause.' : null,
})

type Plan = {
  readonly headcount: number
  readonly weeks: number | null
  readonly leave: number | null
  readonly operations: number | null
  readonly reserve: number | null
}

/** Person-weeks that a squad can give: people × weeks × (1 − leave), less operations and reserve, each a share of that (portfolio reference 6.2). */
export function netWeeks({ headcount, weeks, leave, operations, reserve }: Plan): number {
  return Math.max(0, headcount * (weeks ?? 13) * (1 - (leave ?? 0)) * (1 - (operations ?? 0) - (reserve ?? 0)))
}

export const confirm = action(capacityPlan, 'confirm', {
  says: 'Stand behind it; its figures stay from then on.',
  run: ({ row }) => {
    if (row.state === 'confirmed') return refuse('It is confirmed already.')
    if ((row.operations ?? 0) + (row.reserve ?? 0) > 1) return refuse('Operations and reserve take more than all of it.', 'Lower one of the two.')
    return change({ state: 'confirmed' })
  },
})

export const revise = action(capacityPlan, 'revise', {
  says: 'Change the people of a confirmed plan, and say why.',
  input: { headcount: number({ required: true, min: 0 }), reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'confirmed'
      ? change({ headcount: input.headcount, note: input.reason })
      : refuse('It is only proposed.', 'Edit it; only a confirmed plan is revised.'),
})

declare module '#kernel' {
  interface Registry {
    capacityPlan: typeof capacityPlan
  }
}
