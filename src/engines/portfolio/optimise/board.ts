import { slackAllowed, totalEffort, type Plan, type PlanProblem } from './problem.ts'

/** A plan under change: every move is written down until it is kept or taken back. */
export interface Board {
  readonly at: Int16Array
  worth: number
  /** Puts an item into a period, or takes it out with `nowhere`. */
  place(item: number, period: number): void
  /** A squad that is over its capacity in an item's period because of it; -1 when there is none. */
  crowded(item: number): number
  /** Do the rules hold that the moves since the last `keep` could have broken? */
  holds(): boolean
  keep(): void
  takeBack(): void
  plan(): Plan
}

export const nowhere = -1

/** Items that need each item. */
export function wantedByOf({ items }: PlanProblem): number[][] {
  const wanted: number[][] = items.map(() => [])
  for (const [i, item] of items.entries()) for (const need of item.needs) wanted[need]?.push(i)
  return wanted
}

/** What the moves read again and again, as flat arrays. */
function tablesOf({ items, squads, periods, themes, exclusives }: PlanProblem) {
  const pairs = items.map(({ effort }) => effort.flatMap((weeks, s) => (weeks > 0 ? [{ s, weeks }] : [])))
  const from = new Int32Array(items.length + 1)
  for (const [i, own] of pairs.entries()) from[i + 1] = (from[i] ?? 0) + own.length
  return {
    from,
    squad: Int32Array.from(pairs.flat(), ({ s }) => s),
    weeks: Float64Array.from(pairs.flat(), (pair) => pair.weeks),
    total: Float64Array.from(items, totalEffort),
    worth: Float64Array.from(items.flatMap(({ worth }) => periods.map((_, q) => worth[q] ?? 0))),
    shares: Float64Array.from(items.flatMap((item) => themes.map((_, h) => item.themes[h] ?? 0))),
    room: Float64Array.from(squads.flatMap(({ capacity }) => periods.map((_, q) => (capacity[q] ?? 0) + slackAllowed / 2))),
    sets: items.map((_, i) => exclusives.flatMap((set, x) => (set.includes(i) ? [x] : []))),
  }
}

export function boardOf(problem: PlanProblem, start: Plan = []): Board {
  const { items, squads, periods, themes, exclusives } = problem
  const tables = tablesOf(problem)
  const [wide, tall] = [periods.length, themes.length]
  const wantedBy = wantedByOf(problem)
  const at = new Int16Array(items.length).fill(nowhere)
  const used = new Float64Array(squads.length * wide)
  const given = new Float64Array(tall)
  const chosen = new Int32Array(exclusives.length)
  let all = 0
  const journal: number[] = []

  const shift = (item: number, period: number, sign: 1 | -1): void => {
    if (period === nowhere) return
    const weeks = sign * (tables.total[item] ?? 0)
    for (let k = tables.from[item] ?? 0; k < (tables.from[item + 1] ?? 0); k += 1) {
      const cell = (tables.squad[k] ?? 0) * wide + period
      used[cell] = (used[cell] ?? 0) + sign * (tables.weeks[k] ?? 0)
    }
    for (let h = 0; h < tall; h += 1) given[h] = (given[h] ?? 0) + weeks * (tables.shares[item * tall + h] ?? 0)
    for (const set of tables.sets[item] ?? []) chosen[set] = (chosen[set] ?? 0) + sign
    all += weeks
    board.worth += sign * (tables.worth[item * wide + period] ?? 0)
  }
  const move = (item: number, period: number): void => {
    shift(item, at[item] ?? nowhere, -1)
    at[item] = period
    shift(item, period, 1)
  }
  const crowded = (item: number): number => {
    const period = at[item] ?? nowhere
    for (let k = tables.from[item] ?? 0; k < (tables.from[item + 1] ?? 0); k += 1) {
      const cell = (tables.squad[k] ?? 0) * wide + period
      if ((used[cell] ?? 0) > (tables.room[cell] ?? 0)) return tables.squad[k] ?? 0
    }
    return -1
  }
  const board: Board = {
    at,
    worth: 0,
    crowded,
    place(item, period) {
      journal.push(item, at[item] ?? nowhere)
      move(item, period)
    },
    holds() {
      for (let step = 0; step < journal.length; step += 2) if (!itemHolds(journal[step] ?? 0)) return false
      return themesHold(themes, given, all)
    },
    keep: () => void (journal.length = 0),
    takeBack() {
      for (let step = journal.length - 2; step >= 0; step -= 2) move(journal[step] ?? 0, journal[step + 1] ?? nowhere)
      journal.length = 0
    },
    plan: () => [...at].map((period) => (period === nowhere ? null : period)),
  }

  function itemHolds(item: number): boolean {
    const period = at[item] ?? nowhere
    const one = items[item]
    if (!one) return false
    if (period === nowhere) {
      if (one.rule === 'mandatory' || one.rule === 'pinned') return false
      for (const other of wantedBy[item] ?? []) if (at[other] !== nowhere) return false
      return true
    }
    if (one.rule === 'left out' || period < one.from || period > one.to) return false
    for (const need of one.needs) if (at[need] === nowhere || (at[need] ?? 0) > period) return false
    for (const other of wantedBy[item] ?? []) if (at[other] !== nowhere && (at[other] ?? 0) < period) return false
    for (const set of tables.sets[item] ?? []) if ((chosen[set] ?? 0) > 1) return false
    return crowded(item) < 0
  }
  for (const [i, period] of start.entries()) if (period !== null) move(i, period)
  return board
}

function themesHold(themes: PlanProblem['themes'], given: Float64Array, all: number): boolean {
  for (const [h, { min, max }] of themes.entries()) {
    const weeks = given[h] ?? 0
    if (min * all - weeks > slackAllowed / 2 || weeks - max * all > slackAllowed / 2) return false
  }
  return true
}
