import { slackAllowed, totalEffort, type Plan, type PlanProblem } from './problem.ts'

/** A rule that a plan breaks: the group of constraints, as `groups` names it, and by how much. */
export interface Breach {
  readonly group: string
  readonly by: number
}

/**
 * Every rule that a plan breaks; empty for a plan that keeps them all. It shares no arithmetic with the search or the model text, so that it can
 * judge both.
 */
export function breachesOf(problem: PlanProblem, plan: Plan): Breach[] {
  return [...ofCapacity(problem, plan), ...ofThemes(problem, plan), ...ofItems(problem, plan), ...ofExclusives(problem, plan)]
}

function ofCapacity({ squads, periods, items }: PlanProblem, plan: Plan): Breach[] {
  return squads.flatMap((squad, s) =>
    periods.flatMap((period, q) => {
      let used = 0
      for (const [i, item] of items.entries()) if (plan[i] === q) used += item.effort[s] ?? 0
      const over = used - (squad.capacity[q] ?? 0)
      return over > slackAllowed ? [{ group: `capacity:${squad.id}:${period}`, by: over }] : []
    }),
  )
}

function ofThemes({ themes, items }: PlanProblem, plan: Plan): Breach[] {
  const done = items.filter((_, i) => plan[i] !== null && plan[i] !== undefined)
  const all = done.reduce((sum, item) => sum + totalEffort(item), 0)
  return themes.flatMap(({ id, min, max }, h) => {
    const given = done.reduce((sum, item) => sum + totalEffort(item) * (item.themes[h] ?? 0), 0)
    const [missing, over] = [min * all - given, given - max * all]
    return [...(missing > slackAllowed ? [{ group: `floor:${id}`, by: missing }] : []), ...(over > slackAllowed ? [{ group: `ceiling:${id}`, by: over }] : [])]
  })
}

function ofItems({ items }: PlanProblem, plan: Plan): Breach[] {
  return items.flatMap((item, i) => {
    const at = plan[i] ?? null
    if (at === null) return item.rule === 'mandatory' || item.rule === 'pinned' ? [{ group: `${item.rule}:${item.id}`, by: 1 }] : []
    if (item.rule === 'left out') return [{ group: `left out:${item.id}`, by: 1 }]
    const outside = Math.max(item.from - at, at - item.to)
    return [
      ...(outside > 0 ? [{ group: `${item.rule ?? 'dates'}:${item.id}`, by: outside }] : []),
      ...item.needs
        .filter((need) => (plan[need] ?? null) === null || (plan[need] ?? 0) > at)
        .map((need) => ({ group: `needs:${item.id}:${items[need]?.id ?? need}`, by: 1 })),
    ]
  })
}

function ofExclusives({ exclusives, items }: PlanProblem, plan: Plan): Breach[] {
  return exclusives.flatMap((set) => {
    const chosen = set.filter((i) => (plan[i] ?? null) !== null)
    return chosen.length > 1 ? [{ group: `exclusive:${set.map((i) => items[i]?.id ?? i).join('+')}`, by: chosen.length - 1 }] : []
  })
}
