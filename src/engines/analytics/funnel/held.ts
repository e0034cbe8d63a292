import { tieAt, type Lane, type Tie } from './lane.ts'
import { fillsOf, isSpoiled, type Fill, type Found, type Plan } from './plan.ts'

/** The first entry is held until its window closes, it is broken, spoiled or complete; each step is filled by the earliest row. Attempts do not overlap. */
export function heldEntry(plan: Plan, lane: Lane): Found[] {
  const attempts: Found[] = []
  let held: Fill | null = null
  const close = (reached: number): void => void (held = (attempts.push({ reached, chain: held, firsts: fillsOf(held) }), null))
  for (let at = lane.from; at < lane.to;) {
    const tie = tieAt(plan, lane, at)
    at = tie.end
    if (held && tie.t - held.start > plan.reach) close(held.mask)
    if (held) {
      const before: Fill = held
      held = filled(plan, tie, before)
      if (isSpoiled(plan, tie.hit, before.step, held.step)) close(spoiled(plan, held))
      else if (held === before && plan.order === 'strict' && tie.isBreaking) close(held.mask)
    }
    if (held === null) held = filled(plan, tie, null)
    if (held?.step !== plan.steps - 1) continue
    close(held.mask)
    if (!plan.isTotal) break
  }
  if (held) close(held.mask)
  return plan.isTotal ? attempts : together(attempts)
}

const spoiled = ({ effect }: Plan, { mask }: Fill): number => (effect === 'cap' ? mask : effect === 'keep_entry' ? 1 : 0)

/** Fills step after step within a tie, each time by the earliest row that is not used. A row that fits an optional step and the required one behind it fills that. */
function filled(plan: Plan, tie: Tie, from: null): Fill | null
function filled(plan: Plan, tie: Tie, from: Fill): Fill
function filled(plan: Plan, tie: Tie, from: Fill | null): Fill | null {
  let now = from
  for (let next = fillOf(plan, tie, now); next !== null; next = fillOf(plan, tie, now)) now = next
  return now
}

function fillOf(plan: Plan, tie: Tie, from: Fill | null): Fill | null {
  const isLate = (step: number): boolean => from !== null && tie.t - from.last > (plan.within[step] ?? Infinity)
  const following = plan.next[(from?.step ?? -1) + 1] ?? []
  const due = following.reduce((bits, step) => (isLate(step) ? bits : bits | (1 << step)), 0) & plan.required
  for (const step of following) {
    if (isLate(step)) continue
    const taken = due & ~(1 << step)
    const kinds = tie.kinds.filter(({ bits, used, places }) => ((bits >> step) & 1) === 1 && (bits & taken) === 0 && used < places.length)
    const [first] = kinds.toSorted((a, b) => (a.places[a.used] ?? 0) - (b.places[b.used] ?? 0))
    if (!first) continue
    const at = first.places[first.used++] ?? 0
    return { step, start: from?.start ?? tie.t, last: tie.t, mask: (from?.mask ?? 0) | (1 << step), prev: from, at }
  }
  return null
}

/** One result for an actor: every step that some attempt reached, and the first attempt that reached the most. */
export function together(attempts: readonly Found[]): Found[] {
  if (attempts.length < 2) return [...attempts]
  const reached = attempts.reduce((bits, attempt) => bits | attempt.reached, 0)
  const best = attempts.reduce((a, b) => (b.reached > a.reached ? b : a))
  return [{ reached, chain: best.chain, firsts: earliestOf(attempts) }]
}

function earliestOf(attempts: readonly Found[]): (Fill | undefined)[] {
  const firsts: (Fill | undefined)[] = []
  for (const attempt of attempts)
    for (const fill of attempt.firsts) {
      const known = fill && firsts[fill.step]
      if (fill && (!known || fill.last < known.last)) firsts[fill.step] = fill
    }
  return firsts
}
