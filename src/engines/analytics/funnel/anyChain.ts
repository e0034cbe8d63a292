import { tieAt, type Lane, type Tie } from './lane.ts'
import { bitCount, isSpoiled, type Fill, type Found, type Plan } from './plan.ts'

interface Walk {
  /** For each step, the chains that end there and can go on. */
  readonly alive: Fill[][]
  /** Chains that nothing has extended yet; they count when their window closes clean. Kept only where exclusions remove. */
  pending: Fill[]
  reached: number
  chain: Fill | null
  readonly firsts: (Fill | undefined)[]
  isOpen: boolean
  isComplete: boolean
}

interface Fresh extends Fill {
  /** The step that the chain had before this tie; −1 when it began here. */
  readonly origin: number
  isLeaf: boolean
}

const nobody: Fill[] = [] // never written to: a step's list is replaced whole

const begun = (plan: Plan): Walk => ({
  alive: plan.within.map(() => nobody),
  pending: [],
  reached: 0,
  chain: null,
  firsts: [],
  isOpen: false,
  isComplete: false,
})
const removes = ({ exclusions, effect }: Plan): boolean => exclusions.length > 0 && effect !== 'cap'

/**
 * Some chain fits: the attempts of one actor, one when actors are counted. For each step the chain with the latest entry is kept, which is exact: it has the
 * widest window left. Where an exclusion removes, every entry is kept, since a chain counts only when nothing extends it and its window closes without one.
 */
export function anyChain(plan: Plan, lane: Lane): Found[] {
  const found: Found[] = []
  let walk = begun(plan)
  for (let at = lane.from; at < lane.to;) {
    expire(plan, walk, lane.t[at] ?? 0)
    const isIdle = isSpent(walk)
    if (isIdle && plan.isTotal && walk.isOpen) {
      found.push(closed(plan, walk))
      walk = begun(plan)
    }
    if (isIdle && ((lane.bits[at] ?? 0) & 1) === 0 && lane.t[at + 1] !== lane.t[at]) {
      at += 1 // nothing is under way, and nothing begins here
      continue
    }
    const tie = tieAt(plan, lane, at)
    advance(plan, walk, tie)
    at = tie.end
    if (!walk.isComplete) continue
    found.push(closed(plan, walk))
    if (!plan.isTotal) return found
    walk = begun(plan)
  }
  if (walk.isOpen) found.push(closed(plan, walk))
  return found
}

function isSpent({ alive, pending }: Walk): boolean {
  for (const fills of alive) if (fills.length > 0) return false
  return pending.length === 0
}

function closed(plan: Plan, walk: Walk): Found {
  for (const fill of walk.pending) settle(walk, fill)
  const reached = walk.reached === 0 && plan.effect === 'keep_entry' ? 1 : walk.reached
  return { reached, chain: walk.chain, firsts: walk.firsts }
}

function settle(walk: Walk, fill: Fill): void {
  walk.reached |= fill.mask
  for (let own: Fill | null = fill; own !== null; own = own.prev) {
    const known = walk.firsts[own.step]
    if (!known || (known.last === own.last && own.start > known.start)) walk.firsts[own.step] = own
  }
  const [count, best] = [bitCount(fill.mask), walk.chain === null ? 0 : bitCount(walk.chain.mask)]
  if (count > best || (count === best && walk.chain?.last === fill.last && fill.start > walk.chain.start)) walk.chain = fill
}

function expire({ reach }: Plan, walk: Walk, now: number): void {
  const isOver = ({ start }: Fill): boolean => now - start > reach
  for (let step = 0; step < walk.alive.length; step++) {
    const fills = walk.alive[step] ?? []
    if (fills.some(isOver)) walk.alive[step] = fills.filter((fill) => !isOver(fill))
  }
  if (walk.pending.length === 0) return
  for (const fill of walk.pending) if (isOver(fill)) settle(walk, fill)
  walk.pending = walk.pending.filter((fill) => !isOver(fill) && (fill.mask & ~walk.reached) !== 0)
}

function advance(plan: Plan, walk: Walk, tie: Tie): void {
  const fresh: Fresh[] = []
  if (tie.kinds.length > 0) {
    for (const fills of walk.alive) for (const fill of fills) extend(plan, tie, fill, fill.step, fresh)
    if (extend(plan, tie, null, -1, fresh)) walk.isOpen = true
  }
  if (walk.pending.length > 0) walk.pending = walk.pending.filter((fill) => staysPending(plan, walk, tie, fill))
  if (plan.order === 'strict' && tie.isBreaking) for (const step of walk.alive.keys()) walk.alive[step] = []
  if (tie.hit !== 0) for (const step of walk.alive.keys()) if (isSpoiled(plan, tie.hit, step, step)) walk.alive[step] = []
  for (const fill of fresh) take(plan, walk, tie, fill)
}

/** All ways on within a tie, each row filling one step; says whether there was any. */
function extend(plan: Plan, tie: Tie, from: Fill | null, origin: number, out: Fresh[]): boolean {
  let isExtended = false
  for (const step of plan.next[(from?.step ?? -1) + 1] ?? []) {
    if (from && !isInTime(plan, from, step, tie.t)) continue
    for (const kind of tie.kinds) {
      if (((kind.bits >> step) & 1) === 0 || kind.used >= kind.places.length) continue
      isExtended = true
      const mask = (from?.mask ?? 0) | (1 << step)
      const fill: Fresh = { step, start: from?.start ?? tie.t, last: tie.t, mask, prev: from, at: kind.places[kind.used] ?? 0, origin, isLeaf: false }
      out.push(fill)
      kind.used++
      fill.isLeaf = !extend(plan, tie, fill, origin, out)
      kind.used--
    }
  }
  return isExtended
}

const isInTime = ({ reach, within }: Plan, { start, last }: Fill, step: number, now: number): boolean =>
  now - start <= reach && now - last <= (within[step] ?? Infinity)

function staysPending(plan: Plan, walk: Walk, tie: Tie, fill: Fill): boolean {
  if (isSpoiled(plan, tie.hit, fill.step, fill.step)) return false
  const goesOn = (plan.next[fill.step + 1] ?? []).some((step) => isInTime(plan, fill, step, tie.t) && tie.kinds.some(({ bits }) => ((bits >> step) & 1) === 1))
  if (goesOn) return false
  if (plan.order !== 'strict' || !tie.isBreaking) return true
  settle(walk, fill)
  return false
}

function take(plan: Plan, walk: Walk, tie: Tie, fill: Fresh): void {
  const isDirty = isSpoiled(plan, tie.hit, fill.origin, fill.step)
  const isEnd = (plan.next[fill.step + 1] ?? []).length === 0
  const isSafe = (plan.required & ~fill.mask) === 0 // no exclusion reaches beyond the last required step
  if (!removes(plan) || (isSafe && !isDirty)) settle(walk, fill)
  else if (fill.isLeaf && !isDirty) wait(plan, walk, fill)
  if (isDirty) return
  if (isEnd && (plan.isTotal || (walk.reached & plan.all) === plan.all)) walk.isComplete = true
  const own = walk.alive[fill.step] ?? []
  const isOutdone = removes(plan)
    ? (other: Fill): boolean => other.start === fill.start && other.mask === fill.mask
    : (other: Fill): boolean => other.start <= fill.start
  const rest = own.filter((other) => !isOutdone(other))
  const isBehind = !removes(plan) && rest.some((other) => other.last === fill.last && other.start > fill.start)
  walk.alive[fill.step] = isBehind ? rest : [...rest, fill]
}

/** Without limits between steps, two chains of one start and one set of steps share their fate. */
function wait(plan: Plan, walk: Walk, fill: Fill): void {
  if ((fill.mask & ~walk.reached) === 0) return
  if (plan.within.every((limit) => limit === Infinity)) walk.pending = walk.pending.filter(({ start, mask }) => start !== fill.start || mask !== fill.mask)
  walk.pending.push(fill)
}
