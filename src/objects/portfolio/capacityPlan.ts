import { checked } from './checked.ts'
import { quarterly } from './quarterly.ts'
import { repeatedSkill, surplus } from './skills.ts'
import { action, change, date, list, number, object, oneOf, percent, refuse, richText, text, timeframe } from '#kernel'

const skills = {
  skill: text({ required: true, max: 60 }),
  people: number({ required: true, min: 0, max: 10_000 }),
}
const away = {
  from: date({ required: true }),
  to: date({ required: true }),
  people: number({ required: true, min: 0, max: 10_000 }),
  skill: text({ max: 60, says: 'Their main skill, as the list of skills names it.' }),
  reason: text({ max: 120, says: 'Parental leave, a sabbatical: no names.' }),
}

export const capacityPlan = object('capacityPlan', {
  says: 'What one squad can give in one quarter.',
  key: 'CAP',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    team: text({ required: true, max: 120, says: 'The squad’s name, as initiatives name it.' }),
    period: checked(timeframe({ required: true, says: 'A quarter: 2027-Q1.' }), quarterly),
    headcount: number({ required: true, min: 0, max: 10_000, says: 'Full-time people, those who start counted by their ramp.' }),
    weeks: number({ initial: 13, min: 1, max: 14, says: 'Working weeks of the quarter.' }),
    skills: checked(
      list(skills, { says: 'How many of its people have which main skill. Each person counts once; the others have none that is named.' }),
      twice,
    ),
    holidays: number({ min: 0, max: 66, says: 'Working days of public holidays in the quarter. When they are named, leave is told without them.' }),
    leave: percent({ initial: 0.12, min: 0, max: 1, says: 'Leave; public holidays too while their days are not named.' }),
    away: checked(list(away, { says: 'Longer absences that are known by now.' }), reversed),
    operations: percent({ initial: 0.15, min: 0, max: 1, says: 'On call, support and upkeep, as the last quarter took.' }),
    reserve: percent({ initial: 0.1, min: 0, max: 1 }),
    note: richText(),
    state: oneOf(['proposed', 'confirmed'], { required: true, initial: 'proposed', byVerb: true }),
  },
  unfit: ({ headcount, skills: named }) => surplus(headcount, named)?.join(' ') ?? null,
  settled: (row, fields) =>
    row.state === 'confirmed' && fields.some((field) => field !== 'note') ? 'It is confirmed: its figures stay. Use revise, which names the cause.' : null,
})

/** A skill that stands twice: its people would be counted twice. */
function twice(lines: readonly { readonly skill: string }[]): readonly [string, string] | null {
  const found = repeatedSkill(lines)
  return found ? [`“${found.skill}” stands twice.`, 'Give each skill one line.'] : null
}

function reversed(lines: readonly { readonly from: string; readonly to: string }[]): readonly [string, string] | null {
  const found = lines.find(({ from, to }) => to < from)
  return found ? [`An absence ends on ${found.to}, before it begins on ${found.from}.`, 'Its dates are reversed.'] : null
}

export const confirm = action(capacityPlan, 'confirm', {
  says: 'Stand behind it; its figures stay from then on.',
  run: ({ row }) => {
    if (row.state === 'confirmed') return refuse('It is confirmed already.')
    if ((row.operations ?? 0) + (row.reserve ?? 0) > 1) return refuse('Operations and reserve take more than all of it.', 'Lower one of the two.')
    const fault = surplus(row.headcount, row.skills)
    return fault ? refuse(...fault) : change({ state: 'confirmed' })
  },
})

export const revise = action(capacityPlan, 'revise', {
  says: 'Change the people of a confirmed plan, their skills or absences, and say why.',
  input: {
    headcount: number({ required: true, min: 0, max: 10_000 }),
    skills: checked(list(skills, { says: 'As before when empty.' }), twice),
    away: checked(list(away, { says: 'As before when empty.' }), reversed),
    reason: richText({ required: true }),
  },
  run: ({ row, input: { headcount, reason, ...given } }) => {
    if (row.state !== 'confirmed') return refuse('It is only proposed.', 'Edit it; only a confirmed plan is revised.')
    const [named, absent] = [given.skills ?? row.skills, given.away ?? row.away]
    const fault = surplus(headcount, named)
    return fault ? refuse(...fault) : change({ headcount, skills: named, away: absent, note: reason })
  },
})

declare module '#kernel' {
  interface Registry {
    capacityPlan: typeof capacityPlan
  }
}
