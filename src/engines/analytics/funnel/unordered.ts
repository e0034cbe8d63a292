import { tieAt, type Lane, type Tie } from './lane.ts'
import { bitCount, fillsOf, mayStart, type Fill, type Found, type Plan } from './plan.ts'
import { together } from './held.ts'

/** Steps in any order within the window of the first event. An attempt may begin at any step’s row, or at those of step 1 alone. */
export function unordered(plan: Plan, lane: Lane): Found[] {
  const attempts: Found[] = []
  const isHeld = plan.isTotal || plan.reentry === 'first_entry'
  for (let at = lane.from; at < lane.to;) {
    const tie = tieAt(plan, lane, at)
    const tries = startsOf(plan, lane, tie).map((start) => attemptFrom(plan, lane, at, start))
    const [attempt] = tries.toSorted((a, b) => b.reached - a.reached)
    if (attempt) attempts.push(attempt)
    at = isHeld && attempt ? attempt.end : tie.end
    if (!plan.isTotal && attempt?.reached === plan.all) break
  }
  return plan.isTotal ? attempts : together(attempts)
}

/** Rows of a tie that may begin an attempt: one of each kind that fills step 1, or any at all (−1). */
function startsOf({ entry, all }: Plan, { bits }: Lane, tie: Tie): number[] {
  const wanted = entry === 'step_1' ? 1 : all
  const fits = (place: number): boolean => ((bits[place] ?? 0) & wanted) !== 0 && ((bits[place] ?? 0) & mayStart) !== 0
  const starts = tie.kinds.flatMap(({ places }) => places.find(fits) ?? [])
  return entry === 'step_1' || starts.length === 0 ? starts : [-1]
}

interface Attempt extends Found {
  readonly end: number
}

/** Takes tie after tie while the window lasts; as many steps are filled as rows can fill, each row one. `entry` is the row that must fill step 1. */
function attemptFrom(plan: Plan, lane: Lane, from: number, entry: number): Attempt {
  const start = lane.t[from] ?? 0
  const match = matching(plan.steps)
  let [chain, isSpoilt, at]: [Fill | null, boolean, number] = [null, false, from]
  if (entry >= 0 && match.add(1)) chain = linked(chain, entry, start, start)
  while (at < lane.to && (lane.t[at] ?? 0) - start <= plan.reach && match.size() < plan.steps && !isSpoilt) {
    const tie = tieAt(plan, lane, at)
    for (const place of placesOf(tie)) if (place !== entry && match.add(lane.bits[place] ?? 0)) chain = linked(chain, place, start, tie.t)
    isSpoilt = match.size() < plan.steps && tie.hit !== 0 && at !== from
    at = tie.end
  }
  const count = !isSpoilt || plan.effect === 'cap' ? match.size() : plan.effect === 'keep_entry' ? 1 : 0
  return { reached: (1 << count) - 1, chain, firsts: fillsOf(chain), end: at }
}

const placesOf = ({ kinds }: Tie): number[] => kinds.flatMap(({ places }) => places).toSorted((a, b) => a - b)

function linked(prev: Fill | null, at: number, start: number, last: number): Fill {
  const step = (prev?.step ?? -1) + 1
  return { step, start, last, mask: (prev?.mask ?? 0) | (1 << step), prev, at }
}

/** A largest matching of rows to steps that grows row by row (Kuhn’s augmenting paths). */
function matching(steps: number): { size(): number; add(bits: number): boolean } {
  const rowOf: (number | null)[] = Array.from({ length: steps }, () => null)
  const bitsOf: number[] = []
  const place = (row: number, seen: Set<number>): boolean => {
    for (let step = 0; step < steps; step++) {
      if ((((bitsOf[row] ?? 0) >> step) & 1) === 0 || seen.has(step)) continue
      seen.add(step)
      const other = rowOf[step] ?? null
      if (other !== null && !place(other, seen)) continue
      rowOf[step] = row
      return true
    }
    return false
  }
  return {
    size: () => rowOf.filter((row) => row !== null).length,
    add: (bits) => place(bitsOf.push(bits) - 1, new Set()),
  }
}

export const sizeOf = ({ reached }: Found): number => bitCount(reached)
