import { addMonths, daysBetween, periodEnd, periodStart, weekday } from '../../numbers/dates.ts'

/** What one capacity plan says: people of one squad in one quarter, and what is taken off. */
export interface Giving {
  readonly period: string
  readonly headcount: number
  readonly weeks: number
  /** Working days of public holidays; 0 while leave holds them. */
  readonly holidays: number
  readonly leave: number
  readonly operations: number
  readonly reserve: number
  readonly skills: readonly { readonly skill: string; readonly people: number }[]
  readonly away: readonly { readonly from: string; readonly to: string; readonly people: number; readonly skill: string | null }[]
}

/** Person-weeks that are taken off what all people would give in all weeks, one after the other. */
export interface TakenOff {
  readonly gross: number
  readonly holidays: number
  readonly away: number
  readonly leave: number
  readonly operations: number
  readonly reserve: number
}

/** Person-weeks given, and how much of them by people whose main skill is named; null when no skill is. */
export interface Given {
  readonly weeks: number
  readonly bySkill: ReadonlyMap<string, number> | null
  readonly off: TakenOff
}

/**
 * Person-weeks that a squad can give: (people × weeks without public holidays, less who is away) × (1 − leave), less operations and reserve, each a share of
 * that (portfolio reference 6.2). A skill gives by its own people in the same way. Nothing gives less than nothing.
 */
export function given(plan: Giving): Given {
  const [weeks, keeps] = [workingWeeks(plan), keptShare(plan)]
  const off = (skill: string | null): number =>
    plan.away.reduce(
      (sum, one) =>
        sum + (skill === null || (one.skill !== null && sameSkill(one.skill, skill)) ? one.people * weeks * shareOfQuarter(plan.period, one.from, one.to) : 0),
      0,
    )
  const give = (people: number, away: number): number => Math.max(0, people * weeks - away) * keeps
  const there = Math.max(0, plan.headcount * weeks - off(null))
  const [working, spent] = [there * Math.max(0, 1 - plan.leave), plan.operations + plan.reserve]
  const most = spent > 1 ? 1 / spent : 1 // together they take no more than all of it
  return {
    weeks: give(plan.headcount, off(null)),
    off: {
      gross: plan.headcount * plan.weeks,
      holidays: plan.headcount * (plan.weeks - weeks),
      away: plan.headcount * weeks - there,
      leave: there - working,
      operations: working * plan.operations * most,
      reserve: working * plan.reserve * most,
    },
    bySkill: plan.skills.length === 0 ? null : new Map(plan.skills.map(({ skill, people }) => [skillName(skill), give(people, off(skill))])),
  }
}

/** What one person gives in the quarter of a plan: what moves with whoever moves. */
export const perPerson = (plan: Giving): number => workingWeeks(plan) * keptShare(plan)

/** Someone hired: nothing in the first month, half in the second, all from the third on (portfolio reference 6.2). */
export function seatGives(plan: Giving, { startsOn, share }: { readonly startsOn: string; readonly share: number }): number {
  const [half, full] = [addMonths(startsOn, 1), addMonths(startsOn, 2)]
  const end = periodEnd(plan.period)
  const ramped = 0.5 * (shareOfQuarter(plan.period, half, end) + shareOfQuarter(plan.period, full, end))
  return share * perPerson(plan) * ramped
}

const workingWeeks = ({ weeks, holidays }: Giving): number => Math.max(0, weeks - holidays / 5)
const keptShare = ({ leave, operations, reserve }: Giving): number => Math.max(0, 1 - leave) * Math.max(0, 1 - operations - reserve)

/** Share of the weekdays of a quarter that lie from one day to another, both included. */
function shareOfQuarter(quarter: string, from: string, to: string): number {
  const [start, end] = [periodStart(quarter), periodEnd(quarter)]
  return weekdays(from > start ? from : start, to < end ? to : end) / weekdays(start, end)
}

function weekdays(from: string, to: string): number {
  const days = daysBetween(from, to) + 1
  if (days <= 0) return 0
  const first = weekday(from)
  const rest = Array.from({ length: days % 7 }, (_, n) => ((first - 1 + n) % 7) + 1).filter((day) => day <= 5).length
  return Math.floor(days / 7) * 5 + rest
}

/** Skills are compared as people write them: without regard to case and spaces at the ends. */
export const skillName = (skill: string): string => skill.trim().toLowerCase()
const sameSkill = (a: string, b: string): boolean => skillName(a) === skillName(b)
