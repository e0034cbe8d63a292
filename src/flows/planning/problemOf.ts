import type { PlanItem, PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import type { Portfolio, PortfolioItem } from './portfolioFile.ts'

type Figure = PortfolioItem['value']

/** Which value a figure takes: its likeliest one, or a drawn one. */
export type Pick = (figure: Figure, item: string, of: string) => number

export const likeliest: Pick = (figure) => (typeof figure === 'number' ? figure : figure.likely)

/** The optimiser’s problem that a portfolio file describes: v[i,q] = value x confidence - cost of delay x weeks until period q starts. */
export function problemOf(file: Portfolio, pick: Pick = likeliest): PlanProblem {
  const { periods, squads, themes = [], items, exclusive = [], weeksPerPeriod = 13 } = file
  const place = new Map(items.map((one, i) => [one.id, i]))
  const at = (name: string | undefined, otherwise: number): number => (name === undefined ? otherwise : periods.indexOf(name))
  return {
    periods,
    squads: squads.map(({ id, capacity }) => ({
      id,
      capacity: periods.map((name, q) => (typeof capacity === 'number' ? capacity : Array.isArray(capacity) ? (capacity[q] ?? 0) : (capacity[name] ?? 0))),
    })),
    themes: themes.map(({ id, min = 0, max = 1 }) => ({ id, min, max })),
    items: items.map((one): PlanItem => {
      const value = pick(one.value, one.id, 'value') * (one.confidence ?? 1)
      return {
        id: one.id,
        worth: periods.map((_, q) => value - (one.costOfDelayPerWeek ?? 0) * weeksPerPeriod * q),
        effort: squads.map(({ id }) => {
          const figure = one.effort[id]
          return figure === undefined ? 0 : pick(figure, one.id, id)
        }),
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
