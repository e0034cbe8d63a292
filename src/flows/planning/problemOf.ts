import { skillName } from '#engines/portfolio/capacity/gives.ts'
import type { PlanItem, PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import { shareIn, type Portfolio, type PortfolioItem } from './portfolioFile.ts'

type Figure = PortfolioItem['value']

/** Which value a figure takes: its likeliest one, or a drawn one. */
export type Pick = (figure: Figure, item: string, of: string) => number

export const likeliest: Pick = (figure) => (typeof figure === 'number' ? figure : figure.likely)

/** The optimiser’s problem that a portfolio file describes: v[i,q] = value x confidence - cost of delay x weeks until period q starts. */
export function problemOf(file: Portfolio, pick: Pick = likeliest): PlanProblem {
  const { periods, squads, themes = [], items, exclusive = [], weeksPerPeriod = 13 } = file
  const place = new Map(items.map((one, i) => [one.id, i]))
  const skills = skillsOf(file)
  const byPeriod = (gives: Portfolio['squads'][number]['capacity']): number[] =>
    periods.map((name, q) => (typeof gives === 'number' ? gives : Array.isArray(gives) ? (gives[q] ?? 0) : (gives[name] ?? 0)))
  const at = (name: string | undefined, otherwise: number): number => (name === undefined ? otherwise : periods.indexOf(name))
  return {
    periods,
    squads: [
      ...squads.map(({ id, capacity }) => ({ id, capacity: byPeriod(capacity) })),
      ...skills.map(({ squad, skill, gives }) => ({ id: `${skill} in ${squad}`, capacity: byPeriod(gives) })),
    ],
    themes: themes.map(({ id, min = 0, max = 1 }) => ({ id, min, max })),
    items: items.map((one): PlanItem => {
      const value = pick(one.value, one.id, 'value') * (one.confidence ?? 1)
      const own = squads.map(({ id }) => {
        const figure = one.effort[id]
        return figure === undefined ? 0 : pick(figure, one.id, id)
      })
      const shares = new Map(Object.entries(one.skills ?? {}).map(([skill, share]) => [skillName(skill), share]))
      return {
        id: one.id,
        worth: periods.map((_, q) => value - (one.costOfDelayPerWeek ?? 0) * weeksPerPeriod * q),
        effort: [...own, ...skills.map(({ squad, name }) => (own[squads.findIndex(({ id }) => id === squad)] ?? 0) * shareIn(shares.get(name) ?? 0, squad))],
        ...(skills.length > 0 ? { total: own.reduce((sum, weeks) => sum + weeks, 0) } : {}),
        themes: themes.map(({ id }) => (typeof one.theme === 'string' ? (one.theme === id ? 1 : 0) : (one.theme?.[id] ?? 0))),
        needs: (one.requires ?? []).flatMap((name) => place.get(name) ?? []),
        from: at(one.pin ?? one.earliest, 0),
        to: Math.min(at(one.pin ?? one.due, periods.length - 1), at(one.latest, periods.length - 1)),
        rule: one.exclude ? 'left out' : one.pin !== undefined ? 'pinned' : one.mandatory ? 'mandatory' : null,
      }
    }),
    exclusives: exclusive.map((set) => set.flatMap((name) => place.get(name) ?? [])),
  }
}

/** A skill of a squad that binds: the squad has it, or some item needs it of a squad that names others. */
export interface SquadSkill {
  readonly squad: string
  /** As the squad writes it, or else the first item that needs it. */
  readonly skill: string
  readonly name: string
  readonly gives: Portfolio['squads'][number]['capacity']
}

/** Skills as resources, after the squads in the problem: what needs one takes weeks of the squad and of its people with the skill. */
export function skillsOf({ squads, items }: Portfolio): readonly SquadSkill[] {
  return squads.flatMap(({ id: squad, skills }) => {
    const named = new Map(Object.entries(skills ?? {}).map(([skill, gives]) => [skillName(skill), { skill, gives }]))
    if (named.size === 0) return []
    const needed = items.flatMap(({ effort, skills: asked = {} }) =>
      effort[squad] === undefined ? [] : Object.entries(asked).flatMap(([skill, share]) => (shareIn(share, squad) > 0 ? skill : [])),
    )
    const written = new Map(needed.toReversed().map((skill) => [skillName(skill), skill]))
    return [...new Set(needed.map(skillName))].map((name) => ({ squad, name, skill: written.get(name) ?? name, gives: 0, ...named.get(name) }))
  })
}
