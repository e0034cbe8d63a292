import { skillName } from './gives.ts'

/** What one bet asks of one squad in one quarter, in person-weeks; `skills` are shares of it that need a skill. */
export interface Demand {
  readonly bet: string
  readonly weeks: number
  readonly skills: readonly { readonly skill: string; readonly share: number }[]
}

export interface Supply {
  readonly weeks: number
  /** By people whose main skill is named; null when the squad names none, and skills are not told. */
  readonly bySkill: ReadonlyMap<string, number> | null
}

/** Has it people with a skill, by its name? Where none is named, everybody does everything. */
export const hasSkill = ({ weeks, bySkill }: Supply, skill: string): boolean => (bySkill === null ? weeks : (bySkill.get(skill) ?? 0)) > 0

export interface SkillLoad {
  readonly skill: string
  readonly gives: number
  readonly asked: number
  /** Person-weeks that nobody with the skill has. */
  readonly over: number
}

export interface SquadLoad {
  readonly gives: number
  readonly asked: number
  /** Person-weeks that nobody can do: for want of people, or of people with the skill. */
  readonly over: number
  /** Of them, those that no skill is to blame for. */
  readonly overAll: number
  readonly state: 'ok' | 'tight' | 'over'
  readonly skills: readonly SkillLoad[]
  /** The bets that ask, the largest first; `frees` is how much less would be over without it. */
  readonly bets: readonly (Demand & { readonly frees: number })[]
}

/**
 * A squad’s load in a quarter. Work that needs a skill is done by those who have it; what they have left, and everybody else, does the rest. So what is
 * over is the sum, over skills, of what is asked beyond their people, and what of the rest is beyond everybody who is left: the least that any
 * assignment of people to work leaves undone (each person has one main skill).
 */
export function loadOf(supply: Supply, demands: readonly Demand[]): SquadLoad {
  const all = totalOf(demands)
  const { over, overAll, skills } = shortage(supply, all)
  return {
    gives: supply.weeks,
    asked: all.asked,
    over,
    overAll,
    state: over > 1e-9 ? 'over' : all.asked > 0.85 * supply.weeks ? 'tight' : 'ok',
    skills,
    bets: demands
      .map((one) => ({ ...one, frees: over <= 0 ? 0 : over - shortage(supply, less(all, one)).over }))
      .toSorted((a, b) => b.frees - a.frees || b.weeks - a.weeks || inOrder.compare(a.bet, b.bet)),
  }
}

/** What of the demands is over, alone. */
export const overOf = (supply: Supply, demands: readonly Demand[]): number => shortage(supply, totalOf(demands)).over

const inOrder = new Intl.Collator('en', { numeric: true })

interface Total {
  readonly asked: number
  readonly needs: ReadonlyMap<string, number>
}

function totalOf(demands: readonly Demand[]): Total {
  const needs = new Map<string, number>()
  for (const { weeks, skills } of demands)
    for (const { skill, share } of skills) needs.set(skillName(skill), (needs.get(skillName(skill)) ?? 0) + weeks * share)
  return { asked: demands.reduce((sum, { weeks }) => sum + weeks, 0), needs }
}

function less({ asked, needs }: Total, { weeks, skills }: Demand): Total {
  const left = new Map(needs)
  for (const { skill, share } of skills) left.set(skillName(skill), Math.max(0, (left.get(skillName(skill)) ?? 0) - weeks * share))
  return { asked: Math.max(0, asked - weeks), needs: left }
}

function shortage({ weeks, bySkill }: Supply, { asked, needs }: Total): Pick<SquadLoad, 'over' | 'overAll' | 'skills'> {
  const names = bySkill === null ? [] : [...new Set([...bySkill.keys(), ...needs.keys()])].toSorted()
  const told = names.map((skill): SkillLoad => skillLoad(skill, bySkill?.get(skill) ?? 0, needs.get(skill) ?? 0))
  const skilled = told.reduce((sum, one) => sum + one.asked, 0)
  const done = told.reduce((sum, one) => sum + one.asked - one.over, 0)
  const overAll = Math.max(0, asked - skilled - Math.max(0, weeks - done))
  return { overAll, over: overAll + told.reduce((sum, one) => sum + one.over, 0), skills: told }
}

const skillLoad = (skill: string, gives: number, asked: number): SkillLoad => ({ skill, gives, asked, over: Math.max(0, asked - gives) })
