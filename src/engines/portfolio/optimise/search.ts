import { random, type Random } from '../../numbers/random.ts'
import { boardOf, nowhere, wantedByOf, type Board } from './board.ts'
import { worthOf, type Plan, type PlanProblem } from './problem.ts'

/** A search that goes on from where it stopped; each `steps` tries that many moves. */
export interface Search {
  steps(count: number, heat: number): void
  readonly best: Plan
  readonly worth: number
}

interface Ground {
  readonly problem: PlanProblem
  readonly board: Board
  readonly draw: Random
  readonly wantedBy: readonly (readonly number[])[]
  /** Items that take weeks of each squad. */
  readonly users: readonly (readonly number[])[]
}

/**
 * Simulated annealing from a plan that keeps every rule (Kirkpatrick, Gelatt and Vecchi 1983, Science 220). A move puts an item into a period,
 * pushes out what no longer fits there, and gives what was pushed out one chance elsewhere; or it takes an item out, or swaps two periods. Every
 * plan that is kept keeps every rule. `heat` is the share of a typical item's worth that a move may lose with probability 1/e.
 */
export function searchFrom(problem: PlanProblem, start: Plan, seed: number): Search {
  const ground: Ground = {
    problem,
    board: boardOf(problem, start),
    draw: random(seed, 'plan search'),
    wantedBy: wantedByOf(problem),
    users: problem.squads.map((_, s) => problem.items.flatMap((item, i) => ((item.effort[s] ?? 0) > 0 ? [i] : []))),
  }
  const { board, draw } = ground
  const typical = problem.items.reduce((sum, item) => sum + Math.abs(item.worth[0] ?? 0), 0) / Math.max(1, problem.items.length)
  let best = start
  let worth = worthOf(problem, start)
  return {
    get best() {
      return best
    },
    get worth() {
      return worth
    },
    steps(count, heat) {
      const limit = Math.max(1e-12, heat * typical)
      for (let step = 0; step < count; step += 1) {
        const before = board.worth
        const gain = tryMove(ground) ? board.worth - before : Number.NEGATIVE_INFINITY
        if ((gain < 0 && draw.next() >= Math.exp(gain / limit)) || !board.holds()) {
          board.takeBack()
          continue
        }
        board.keep()
        if (board.worth > worth + 1e-9) [best, worth] = [board.plan(), board.worth]
      }
    },
  }
}

function tryMove(ground: Ground): boolean {
  const dice = ground.draw.next()
  if (dice < 0.85) return pushIn(ground)
  if (dice < 0.95) return swapPeriods(ground)
  return remove(ground)
}

/** Any item into any period of its own; what no longer fits is pushed out, then tried in other periods. */
function pushIn({ problem, board, draw, wantedBy, users }: Ground): boolean {
  const item = draw.int(0, problem.items.length - 1)
  const before = board.at[item] ?? nowhere
  const period = periodFor(problem, draw, item)
  if (problem.items[item]?.rule === 'left out' || before === period || !bringIn(problem, board, draw, item, period)) return false
  const pushed: number[] = []
  for (let squad = board.crowded(item); squad >= 0; squad = board.crowded(item)) {
    const other = pushed.length < 4 ? neighbour(users[squad] ?? [], board, draw, item) : null
    if (other === null || !takeOut(board, wantedBy, other)) return false
    pushed.push(other)
  }
  for (const other of pushed) settle(problem, board, draw, other)
  return true
}

/** Another item of the same period and squad, from a random place in the list on. */
function neighbour(users: readonly number[], board: Board, draw: Random, item: number): number | null {
  const from = draw.int(0, Math.max(0, users.length - 1))
  for (let k = 0; k < users.length; k += 1) {
    const other = users[(from + k) % users.length] ?? 0
    if (other !== item && board.at[other] === board.at[item]) return other
  }
  return null
}

/** The first period, from a random one on, in which a pushed-out item fits as it is. */
function settle(problem: PlanProblem, board: Board, draw: Random, item: number): void {
  const { from = 0, to = 0, needs = [] } = problem.items[item] ?? {}
  const span = to - from + 1
  const first = draw.int(0, Math.max(0, span - 1))
  for (let k = 0; k < span; k += 1) {
    const period = from + ((first + k) % span)
    if (needs.some((need) => board.at[need] === nowhere || (board.at[need] ?? 0) > period)) continue
    board.place(item, period)
    if (board.crowded(item) < 0) return
    board.place(item, nowhere)
  }
}

function remove({ problem, board, draw, wantedBy }: Ground): boolean {
  const item = member(problem, board, draw)
  return item !== null && takeOut(board, wantedBy, item)
}

function swapPeriods({ problem, board, draw }: Ground): boolean {
  const [one, other] = [member(problem, board, draw), member(problem, board, draw)]
  if (one === null || other === null || board.at[one] === board.at[other]) return false
  const [first, second] = [board.at[one] ?? 0, board.at[other] ?? 0]
  board.place(one, second)
  board.place(other, first)
  return true
}

/** An item into a period, with what it needs and is not in yet. */
function bringIn(problem: PlanProblem, board: Board, draw: Random, item: number, at: number): boolean {
  for (const need of problem.items[item]?.needs ?? []) {
    const placed = board.at[need] ?? nowhere
    if (placed === nowhere && !bringIn(problem, board, draw, need, draw.int(0, at))) return false
    if (placed > at) return false
  }
  board.place(item, at)
  return true
}

function takeOut(board: Board, wantedBy: readonly (readonly number[])[], item: number): boolean {
  for (const other of wantedBy[item] ?? []) if (board.at[other] !== nowhere) takeOut(board, wantedBy, other)
  board.place(item, nowhere)
  return true
}

function member(problem: PlanProblem, board: Board, draw: Random): number | null {
  for (let trial = 0; trial < 12; trial += 1) {
    const item = draw.int(0, problem.items.length - 1)
    if (board.at[item] !== nowhere) return item
  }
  return null
}

function periodFor({ items }: PlanProblem, draw: Random, item: number): number {
  const { from = 0, to = 0 } = items[item] ?? {}
  return draw.int(from, Math.max(from, to))
}
