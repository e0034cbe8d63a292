import { leftShare } from '#engines/numbers/dates.ts'
import { skillName } from '#engines/portfolio/capacity/gives.ts'
import type { AnyRow } from '#kernel'
import { text, textsIn } from '../reading.ts'
import { skillNames, skillsOf } from './rows.ts'
import { suppliesOf } from './supplies.ts'

/** A squad that a plan may use: its net person-weeks by quarter and, where it names skills, those of its people with each skill that bets ask of it. */
export interface PlanSquad {
  readonly id: string
  readonly capacity: number[]
  readonly skills?: Readonly<Record<string, number[]>>
}

export interface Horizon {
  readonly periods: readonly string[]
  readonly today: string
  /** Person-weeks that a squad gains or gives in each quarter. */
  readonly moves: Readonly<Record<string, number>>
}

/** The parts of a squad and whoever is hired added up; of the running quarter only what is left of it. A quarter for which no skill is named binds none. */
export function planSquads(capacity: readonly AnyRow[], seats: readonly AnyRow[], bets: readonly AnyRow[], { periods, today, moves }: Horizon): PlanSquad[] {
  const supplies = suppliesOf(capacity, seats)
  const written = skillNames([...capacity, ...bets])
  const names = [...new Set(capacity.map((row) => text(row['team'])))].toSorted()
  return names.map((id) => {
    const gives = periods.map((period) => ({ ...supplies(id, period).sure, left: leftShare(period, today) }))
    const weeks = gives.map((one) => Math.max(0, tenths(one.weeks * one.left) + (moves[id] ?? 0)))
    const asked = new Set(bets.filter((bet) => textsIn(bet['teams']).includes(id)).flatMap((bet) => skillsOf(bet).map(({ skill }) => skillName(skill))))
    if (asked.size === 0 || gives.every(({ bySkill }) => bySkill === null)) return { id, capacity: weeks }
    const given = (skill: string): number[] => gives.map(({ bySkill, left }, q) => (bySkill ? tenths((bySkill.get(skill) ?? 0) * left) : (weeks[q] ?? 0)))
    return { id, capacity: weeks, skills: Object.fromEntries([...asked].map((skill) => [written.get(skill) ?? skill, given(skill)])) }
  })
}

/** The most that a squad gives in any quarter, in all or by its people with a skill; `skill` is a name. */
export const bestOf = (squad: PlanSquad, skill?: string): number => Math.max(0, ...givenBy(squad, skill))

/** What it gives by quarter, in all or by its people with a skill. */
export const givenBy = ({ capacity, skills = {} }: PlanSquad, skill?: string): readonly number[] =>
  (skill === undefined ? undefined : Object.entries(skills).find(([name]) => skillName(name) === skill)?.[1]) ?? capacity

const tenths = (weeks: number): number => Math.round(weeks * 10) / 10
