import { recordsIn, type AnyRow } from '#kernel'
import { quarterOf } from './quarterly.ts'
import { isSameSkill, surplus } from './skills.ts'

export interface Moved {
  readonly from: string
  readonly to: string
  readonly people: number
  readonly skill: string | null
  readonly since: string
}
export interface Revised {
  readonly plan: AnyRow
  readonly headcount: number
  readonly skills: { readonly skill: string; readonly people: number }[]
}

/**
 * The capacity plans after people changed squads: those of each squad from the first quarter on lose or gain them; what is over by now stays. Their skill
 * is told where the squad that takes them tells skills: named alone, it would be the only one that the squad has. A squad
 * with several plans of one quarter gives from the largest and takes into it. A squad that has too few people, or no plan, is a
 * fault, and so is a plan whose skills would name more people than it has.
 */
export function movedPlans(
  moves: readonly Moved[],
  all: readonly AnyRow[],
  today: string,
): { readonly revised: readonly Revised[]; readonly fault: readonly [string, string] | null } {
  const plans = all.filter((one) => String(one['period']) >= quarterOf(today))
  const now = new Map<string, Revised>()
  const at = (plan: AnyRow): Revised => now.get(plan.id) ?? { plan, headcount: numberIn(plan['headcount']), skills: skillsIn(plan) }
  const of = (team: string, period: string): AnyRow[] =>
    plans.filter((one) => one['team'] === team && one['period'] === period).toSorted((a, b) => at(b).headcount - at(a).headcount || a.key.localeCompare(b.key))
  for (const { from, to, people, skill, since } of moves) {
    const periods = [
      ...new Set(plans.filter((one) => (one['team'] === from || one['team'] === to) && String(one['period']) >= since).map((one) => String(one['period']))),
    ]
    if (periods.length === 0) return { revised: [], fault: [`Neither ${from} nor ${to} has a capacity plan from ${since} on.`, 'Plan their capacity first.'] }
    for (const period of periods.toSorted()) {
      const [[giver], takers] = [of(from, period), of(to, period)]
      const [taker] = takers
      if (!giver || !taker)
        return { revised: [], fault: [`${giver ? to : from} has no capacity plan for ${period}.`, 'Plan the capacity of both squads first.'] }
      const left = moved(at(giver), -people, skill)
      if (left.headcount < -1e-9)
        return { revised: [], fault: [`${from} has ${at(giver).headcount} people in ${period}, and ${people} would leave.`, 'Move fewer.'] }
      const short = left.skills.find((one) => one.people < -1e-9)
      if (short) return { revised: [], fault: [`${from} has too few people with ${short.skill} in ${period}.`, 'Move fewer, or leave the skill out.'] }
      if (surplus(left.headcount, left.skills))
        return { revised: [], fault: [`Of the people of ${from} in ${period} too few are without a named skill.`, 'Name the skill of those who move.'] }
      now.set(giver.id, left)
      now.set(taker.id, moved(at(taker), people, takers.some((one) => at(one).skills.length > 0) ? skill : null))
    }
  }
  const revised = [...now.values()]
  for (const { plan, headcount, skills } of revised) {
    const fault = surplus(headcount, skills)
    if (fault) return { revised: [], fault: [`${plan.key} of ${String(plan['team'])} in ${String(plan['period'])}: ${fault[0]}`, fault[1]] }
  }
  return { revised, fault: null }
}

function moved({ plan, headcount, skills }: Revised, people: number, skill: string | null): Revised {
  const rounded = (value: number): number => Math.round(value * 1000) / 1000
  if (skill === null || skill === '') return { plan, headcount: rounded(headcount + people), skills }
  const known = skills.some((one) => isSameSkill(one.skill, skill)) ? skills : [...skills, { skill, people: 0 }]
  return {
    plan,
    headcount: rounded(headcount + people),
    skills: known.map((one) => (isSameSkill(one.skill, skill) ? { ...one, people: rounded(one.people + people) } : one)),
  }
}

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0)
const skillsIn = (plan: AnyRow): { skill: string; people: number }[] =>
  recordsIn(plan['skills']).map((one) => ({ skill: String(one['skill']), people: numberIn(one['people']) }))
