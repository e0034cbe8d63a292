import type { Frame } from '../frame.ts'
import { reading, rowsFor } from '../frame.ts'
import { sessionsOf } from '../columns/actors.ts'
import { cutOf, type Label } from '../columns/cut.ts'
import { groupedBy, type Grouped, type Wish } from '../columns/stream.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { QueryRefusal } from '../refusal.ts'
import { anyChain } from './anyChain.ts'
import { heldEntry, together } from './held.ts'
import type { Lane } from './lane.ts'
import { breaks, exclusionShift, mayStart, type Fill, type Found, type Plan } from './plan.ts'
import { unordered } from './unordered.ts'
import type { Span } from '../calendar/span.ts'

/** What one counted unit (actor or session) did in the funnel, and under which line of the breakdown. */
export interface Outcome {
  readonly unit: number
  readonly label: number
  readonly attempts: readonly Found[]
  readonly lane: Lane
}

export interface Units {
  readonly outcomes: readonly Outcome[]
  readonly labels: readonly Label[]
  /** The actor of a unit. */
  readonly actorOf: (unit: number) => number
  /** The row of the events at a place of a lane. */
  readonly rows: Uint32Array
}

const ignored = 1 << 31

/** The rows of a funnel, cut by what is held constant, each with its bits. */
export interface Lanes extends Grouped {
  readonly t: Float64Array
  readonly unitOf: (key: number) => number
  readonly actorOf: (unit: number) => number
  readonly keys: number
}

export function lanesOf(frame: Frame, query: FunnelQuery, plan: Plan): Lanes {
  const wishes: Wish[] = [
    ...query.steps.map((sel, place) => ({ sel, bit: 1 << place })),
    ...query.exclusions.map(({ sel }, place) => ({ sel, bit: 1 << (exclusionShift + place) })),
    ...(query.order === 'strict' ? [{ sel: { event: '*', where: null, label: null }, bit: breaks }] : []),
    ...(query.order === 'strict' ? query.strictIgnores.map((sel) => ({ sel, bit: ignored })) : []),
  ]
  const to = query.tail === 'range' ? frame.span.to : frame.span.to + Math.min(plan.reach + 1, Number.MAX_SAFE_INTEGER - frame.span.to)
  const stream = rowsFor(frame, wishes, { from: frame.span.from, to })
  const keyed = keysOf(frame, query)
  const { rows, bits, offsets } = groupedBy(stream, keyed.at, keyed.count())
  const t = Float64Array.from(rows, (row) => frame.events.ts[row] ?? 0)
  for (let at = 0; at < bits.length; at++) {
    const own = bits[at] ?? 0
    bits[at] = (own & ignored) !== 0 ? own & ~(ignored | breaks) : own
  }
  if (query.tieMs > 1) for (let at = 0; at < t.length; at++) t[at] = Math.floor((t[at] ?? 0) / query.tieMs) * query.tieMs
  const lanes = { rows, bits, offsets, t, unitOf: keyed.unitOf, actorOf: keyed.actorOf, keys: keyed.count() }
  if (query.dedupeSameTypeInTie) dropRepeats(frame, lanes)
  return lanes
}

/** Of several events of one name in one tie, the first received stands. */
function dropRepeats({ events }: Frame, { rows, bits, t, offsets, keys }: Lanes): void {
  for (let key = 1; key <= keys; key++) {
    let seen = new Set<number>()
    for (let at = offsets[key] ?? 0; at < (offsets[key + 1] ?? 0); at++) {
      if (at === offsets[key] || t[at] !== t[at - 1]) seen = new Set()
      const name = events.name[rows[at] ?? 0] ?? 0
      if (seen.has(name)) bits[at] = 0
      seen.add(name)
    }
  }
}

interface Keys {
  readonly at: (row: number) => number
  readonly count: () => number
  readonly unitOf: (key: number) => number
  readonly actorOf: (unit: number) => number
}

/** By what the rows are kept apart: the unit that is counted, and within it each combination of the properties that are held constant. */
function keysOf(frame: Frame, query: FunnelQuery): Keys {
  if (query.window.unit === 'session' && query.window.n > 1)
    throw new QueryRefusal('window', 'a window of several sessions is not measured.', 'Give one session, or hours or days.', 'unsupported')
  const bySession = query.window.unit === 'session' || query.count === 'sessions' ? sessionsOf(frame.events).at : null
  const held = query.holdConstant.map((ref) => reading(frame, ref))
  const every = query.attribution === 'all_events' && query.breakdown.length > 0 ? cutOf(frame) : null
  const { actors } = frame
  if (!bySession && held.length === 0 && !every) return { at: actors.at, count: () => actors.count, unitOf: (key) => key, actorOf: (unit) => unit }
  const [keys, units, unitOfKey, actorOfUnit] = [new Map<string, number>(), new Map<string, number>(), [0], [0]]
  const at = (row: number): number => {
    const actor = actors.at(row)
    const session = bySession?.(row) ?? 0
    const codes = held.map((each) => each.at(row))
    if (actor === 0 || (bySession && session === 0) || codes.some((code) => code < 0)) return 0
    const unitName = `${actor}/${query.count === 'sessions' ? session : 0}/${every?.codeAt(row) ?? 0}`
    const unit = numbered(units, unitName, () => actorOfUnit.push(actor))
    return numbered(keys, `${unit}/${session}/${codes.join('/')}`, () => unitOfKey.push(unit))
  }
  for (let row = 0; row < frame.events.length; row++) at(row)
  return { at, count: () => keys.size, unitOf: (key) => unitOfKey[key] ?? 0, actorOf: (unit) => actorOfUnit[unit] ?? 0 }
}

function numbered(known: Map<string, number>, name: string, added: () => void): number {
  const number = known.get(name)
  if (number !== undefined) return number
  known.set(name, known.size + 1)
  added()
  return known.size
}

/** All attempts of a lane under the query’s rule of re-entry. */
export function attemptsIn(plan: Plan, lane: Lane): Found[] {
  if (plan.order === 'unordered') return unordered(plan, lane)
  return plan.reentry === 'first_entry' ? heldEntry(plan, lane) : anyChain(plan, lane)
}

/** Each unit’s attempts. Only rows within `entry` may begin one. */
export function unitsOf(frame: Frame, query: FunnelQuery, plan: Plan, lanes: Lanes, entry: Span): Units {
  const bits = startable(plan, lanes, frame, entry)
  const byUnit = new Map<number, { attempts: Found[]; lane: Lane }>()
  for (let key = 1; key <= lanes.keys; key++) {
    const lane: Lane = { t: lanes.t, bits, from: lanes.offsets[key] ?? 0, to: lanes.offsets[key + 1] ?? 0 }
    if (lane.from === lane.to) continue
    const attempts = attemptsIn(plan, lane)
    if (attempts.length === 0) continue
    const unit = lanes.unitOf(key)
    const own = byUnit.get(unit)
    if (own) own.attempts.push(...attempts)
    else byUnit.set(unit, { attempts, lane })
  }
  const labelled = labeller(frame, query, lanes)
  const outcomes = [...byUnit].map(([unit, { attempts, lane }]): Outcome => {
    const whole = plan.isTotal ? attempts : together(attempts)
    const own = plan.reentry === 'earliest_longest' && plan.order === 'ordered' ? whole.map((found) => earliest(plan, lane, found)) : whole
    return { unit, label: labelled.of(lane, own), attempts: own, lane }
  })
  return { outcomes, labels: labelled.labels, actorOf: lanes.actorOf, rows: lanes.rows }
}

function startable({ order }: Plan, { bits, rows }: Lanes, { events }: Frame, { from, to }: Span): Int32Array {
  return Int32Array.from(bits, (own, at) => {
    const ts = events.ts[rows[at] ?? 0] ?? 0
    if (ts >= from && ts < to) return own | mayStart
    return order === 'unordered' ? own & ~mayStart : own & ~(mayStart | 1)
  })
}

/** The earliest of the longest chains: from the earliest entry that comes as far, each step filled as early as possible. */
function earliest(plan: Plan, lane: Lane, found: Found): Found {
  const once = { ...plan, isTotal: false, exclusions: [] }
  for (let entry = lane.from; entry < lane.to; entry++) {
    if (((lane.bits[entry] ?? 0) & 1) === 0) continue
    const from = plan.isTied ? tieStart(lane, entry) : entry // what arrived before it in the same tie may come after it
    const [first] = heldEntry(once, { ...lane, from, to: closingOf(plan, lane, from) })
    if (first?.chain && (first.reached & plan.required) === (found.reached & plan.required))
      return { reached: found.reached, chain: first.chain, firsts: first.firsts }
  }
  return found
}

function tieStart({ t, from }: Lane, entry: number): number {
  let start = entry
  while (start > from && t[start - 1] === t[entry]) start--
  return start
}

function closingOf({ reach }: Plan, { t, to }: Lane, from: number): number {
  let end = from
  while (end < to && (t[end] ?? 0) - (t[from] ?? 0) <= reach) end++
  return end
}

/** Which line of the breakdown a unit falls into, by the rule of attribution. */
function labeller(frame: Frame, query: FunnelQuery, lanes: Lanes): { readonly labels: readonly Label[]; of(lane: Lane, found: readonly Found[]): number } {
  const cut = cutOf(frame)
  if (query.breakdown.length === 0) return { labels: cut.labels, of: () => 0 }
  const codeAt = (at: number): number => cut.codeAt(lanes.rows[at] ?? 0)
  const isNone = (code: number): boolean => (cut.labels[code] ?? []).every((part) => part === null)
  const firstOf = (places: readonly number[]): number => {
    const codes = places.map(codeAt)
    return codes.find((code) => !isNone(code)) ?? codes[0] ?? 0
  }
  const stepsOf = ({ bits, from, to }: Lane): number[] =>
    Array.from({ length: to - from }, (_, place) => from + place).filter((at) => ((bits[at] ?? 0) & ((1 << exclusionShift) - 1)) !== 0)
  const of = (lane: Lane, found: readonly Found[]): number => {
    const { attribution } = query
    const chain = chainOf(found[0]?.chain ?? null)
    if (attribution === 'first_in_chain') return firstOf(chain.length > 0 ? chain.map(({ at }) => at) : stepsOf(lane))
    if (typeof attribution === 'object') {
      const fill = chain.find(({ step }) => step === attribution.step - 1)
      return fill ? codeAt(fill.at) : cut.noneCode()
    }
    return firstOf(attribution === 'last_touch' ? stepsOf(lane).reverse() : stepsOf(lane))
  }
  return { labels: cut.labels, of }
}

/** A chain from its first fill to its last. */
export function chainOf(last: Fill | null): Fill[] {
  const fills: Fill[] = []
  for (let fill = last; fill !== null; fill = fill.prev) fills.unshift(fill)
  return fills
}
