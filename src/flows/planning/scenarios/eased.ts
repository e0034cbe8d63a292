import type { Plan, PlanProblem } from '#engines/portfolio/optimise/problem.ts'

/** The items of one bet, from its first phase to its last one, and the quarters within which all but the last may stand. */
export interface Chain {
  readonly from: number
  readonly last: number
  readonly soonest: number
  readonly at: number
}

interface Move {
  readonly item: number
  readonly to: number
}

const mostTries = 5000

/** A plan whose phases before the last move, alone or in exchange for another, as long as squads and people with a skill lack less in all; at most so many tries. */
export function eased({ items, squads, periods }: PlanProblem, given: Plan, chains: readonly Chain[]): Plan {
  const plan = [...given]
  const used = usedIn({ items, squads, periods }, plan)
  const over = (s: number, q: number): number => Math.max(0, (used[s]?.[q] ?? 0) - (squads[s]?.capacity[q] ?? 0))
  const lacking = (): number => squads.reduce((sum, _, s) => periods.reduce((all, _period, q) => all + over(s, q), sum), 0)
  const chainOf = new Map(chains.flatMap((chain) => Array.from({ length: chain.last - chain.from }, (_, n) => [chain.from + n, chain] as const)))
  const put = (item: number, to: number): void => {
    const before = plan[item] ?? to
    for (const [s, weeks] of items[item]?.effort.entries() ?? []) {
      const row = used[s]
      if (!row) continue
      row[before] = (row[before] ?? 0) - weeks
      row[to] = (row[to] ?? 0) + weeks
    }
    plan[item] = to
  }
  /** Takes the phases along that would stand on the wrong side of it; how to undo it. */
  const move = ({ item, to }: Move): Move[] => {
    const chain = chainOf.get(item)
    const along = chain ? Array.from({ length: chain.last - chain.from }, (_, n) => chain.from + n) : []
    const wrong = along.filter((one) => one === item || (one < item ? (plan[one] ?? to) > to : (plan[one] ?? to) < to))
    const back = wrong.map((one) => ({ item: one, to: plan[one] ?? to }))
    for (const one of wrong) put(one, to)
    return back
  }
  const movesOf = (item: number): Move[] => {
    const { soonest, at } = chainOf.get(item) ?? { soonest: 0, at: -1 }
    return Array.from({ length: Math.max(0, at - soonest + 1) }, (_, n) => ({ item, to: at - n })).filter(({ to }) => to !== plan[item])
  }
  let least = lacking()
  let tries = 0
  const isBetter = (): boolean => {
    tries += 1
    return lacking() < least - 1e-9
  }
  /** The first move that helps, by itself or with one that makes room for it where it goes. */
  const step = (): boolean => {
    const crowded = [...chainOf.keys()].filter((item) => items[item]?.effort.some((weeks, s) => weeks > 0 && over(s, plan[item] ?? 0) > 1e-9))
    for (const depth of [1, 2])
      for (const one of crowded.flatMap(movesOf)) {
        const back = move(one)
        if (depth === 1 ? isBetter() : isRoomMade(one)) return true
        for (const undo of back.toReversed()) put(undo.item, undo.to)
        if (tries >= mostTries) return false
      }
    return false
  }
  const isRoomMade = ({ item, to }: Move): boolean => {
    const there = [...chainOf.keys()].filter((other) => chainOf.get(other) !== chainOf.get(item) && plan[other] === to)
    for (const other of there.flatMap(movesOf)) {
      const back = move(other)
      if (isBetter()) return true
      for (const undo of back.toReversed()) put(undo.item, undo.to)
      if (tries >= mostTries) return false
    }
    return false
  }
  while (least > 1e-9 && tries < mostTries && step()) least = lacking()
  return plan
}

/** What squads and people with a skill give too little of, in all. */
export const lackOf = (problem: PlanProblem, plan: Plan): number =>
  usedIn(problem, plan).reduce((sum, row, s) => row.reduce((all, weeks, q) => all + Math.max(0, weeks - (problem.squads[s]?.capacity[q] ?? 0)), sum), 0)

function usedIn({ items, squads, periods }: Pick<PlanProblem, 'items' | 'squads' | 'periods'>, plan: Plan): number[][] {
  const used = squads.map(() => periods.map(() => 0))
  for (const [i, { effort }] of items.entries()) {
    const at = plan[i] ?? null
    if (at !== null) for (const [s, row] of used.entries()) row[at] = (row[at] ?? 0) + (effort[s] ?? 0)
  }
  return used
}
