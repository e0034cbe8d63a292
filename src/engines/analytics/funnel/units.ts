import type { Frame } from '../frame.ts'
import { reading, rowsFor } from '../frame.ts'
import { sessionsOf } from '../columns/actors.ts'
import { cutOf, type Cut } from '../columns/cut.ts'
import { groupedBy, keysAt, type Grouped, type Wish } from '../columns/stream.ts'
import type { FunnelQuery } from '../query/kinds.ts'
import { QueryRefusal } from '../refusal.ts'
import { anyChain } from './anyChain.ts'
import { heldEntry, together } from './held.ts'
import type { Lane } from './lane.ts'
import { breaks, exclusionShift, mayStart, type Found, type Plan } from './plan.ts'
import { unordered } from './unordered.ts'
import type { Span } from '../calendar/span.ts'

/** What one counted unit (actor or session) did in the funnel, and under which line of the breakdown. */
export interface Outcome {
  readonly unit: number
  readonly label: number
  readonly attempts: readonly Found[]
}

const ignored = 1 << 31

/** The rows of a funnel, cut by what is held constant, each with its bits. */
export interface Lanes extends Grouped {
  /** When each row was, to the length of a tie; and to the millisecond. */
  readonly t: Float64Array
  readonly now: Float64Array
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
  const keyed = keysOf(frame, query, stream.rows)
  const { rows, bits, offsets } = groupedBy(stream, keyed.own, keyed.count)
  const now = valuesAt(frame.events.ts, rows)
  for (let at = 0; at < bits.length; at++) {
    const own = bits[at] ?? 0
    bits[at] = (own & ignored) !== 0 ? own & ~(ignored | breaks) : own
  }
  const t = query.tieMs > 1 ? now.map((ts) => Math.floor(ts / query.tieMs) * query.tieMs) : now
  const lanes = { rows, bits, offsets, t, now, unitOf: keyed.unitOf, actorOf: keyed.actorOf, keys: keyed.count }
  if (query.dedupeSameTypeInTie) dropRepeats(frame, lanes)
  return lanes
}

function valuesAt(column: Float64Array, rows: Uint32Array): Float64Array {
  const found = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) found[at] = column[rows[at] ?? 0] ?? 0
  return found
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
  /** The lane of each row of the stream; 0 is none. */
  readonly own: Uint32Array
  readonly count: number
  readonly unitOf: (key: number) => number
  readonly actorOf: (unit: number) => number
}

const same = (key: number): number => key

/** By what the rows are kept apart: the unit that is counted, and within it each combination of the properties that are held constant. */
function keysOf(frame: Frame, query: FunnelQuery, rows: Uint32Array): Keys {
  if (query.window.unit === 'session' && query.window.n > 1)
    throw new QueryRefusal('window', 'a window of several sessions is not measured.', 'Give one session, or hours or days.', 'unsupported')
  const sessions = query.window.unit === 'session' || query.count === 'sessions' ? sessionsOf(frame.events) : null
  const held = query.holdConstant.map((ref) => reading(frame, ref))
  const every = query.attribution === 'all_events' && query.breakdown.length > 0 ? cutOf(frame) : null
  const actors: Numbered = { own: keysAt(frame.actors.ids, rows), count: frame.actors.count, parent: same }
  const bySession = sessions && { at: (row: number) => sessions.at(row) - 1, size: sessions.count }
  const byLine = every && { at: every.codeAt, size: linesIn(every, rows) }
  const units = [query.count === 'sessions' ? bySession : null, byLine].reduce((left, by) => (by ? split(left, rows, by.at, by.size) : left), actors)
  const lanes = [query.count === 'sessions' ? null : bySession, ...held.map(({ at, values }) => ({ at, size: values.length }))].reduce(
    (left, by) => (by ? split(left, rows, by.at, by.size) : left),
    { ...units, parent: same },
  )
  return { own: lanes.own, count: lanes.count, unitOf: lanes.parent, actorOf: units.parent }
}

/** Lines are numbered when they are met: all rows are read once, so that their number is known. */
function linesIn({ codeAt, labels }: Cut, rows: Uint32Array): number {
  for (const row of rows) codeAt(row)
  return labels.length
}

/** Keys of rows from 1 on, and from which key of before each was split. */
interface Numbered {
  readonly own: Uint32Array
  readonly count: number
  readonly parent: (key: number) => number
}

const mostSlots = 1 << 26

/** Splits each key by a number of its rows (from 0; below 0 leaves the row out): new keys in the order in which they are met. */
function split({ own, count, parent }: Numbered, rows: Uint32Array, at: (row: number) => number, size: number): Numbered {
  const slots = (count + 1) * size
  const numbers = slots <= mostSlots ? new Uint32Array(slots) : null
  const others = new Map<number, number>()
  const next = new Uint32Array(rows.length)
  const from = [0]
  for (let place = 0; place < rows.length; place++) {
    const key = own[place] ?? 0
    const by = at(rows[place] ?? 0)
    if (key === 0 || by < 0) continue
    const slot = key * size + by
    let number = numbers ? (numbers[slot] ?? 0) : (others.get(slot) ?? 0)
    if (number === 0) {
      number = from.push(parent(key)) - 1
      if (numbers) numbers[slot] = number
      else others.set(slot, number)
    }
    next[place] = number
  }
  return { own: next, count: from.length - 1, parent: (key) => from[key] ?? 0 }
}

/** All attempts of a lane under the query’s rule of re-entry. */
export function attemptsIn(plan: Plan, lane: Lane): Found[] {
  if (plan.order === 'unordered') return unordered(plan, lane)
  return plan.reentry === 'first_entry' ? heldEntry(plan, lane) : anyChain(plan, lane)
}

/** A unit with its attempts, and the lanes in which it made them, where they are looked at again. */
interface Walked {
  readonly unit: number
  readonly attempts: Found[]
  readonly lanes: Lane[]
}

/** Each unit’s attempts, one unit after the other. Only rows within `entry` may begin one, and only those within reach of it are walked. */
function* walked(query: FunnelQuery, plan: Plan, lanes: Lanes, entry: Span): Generator<Walked> {
  const until = entry.to + Math.min(plan.reach, Number.MAX_SAFE_INTEGER - entry.to) // no chain that begins within `entry` has a row behind it
  const bits = startable(plan, lanes, entry)
  const isSplit = query.holdConstant.length > 0 || (query.window.unit === 'session' && query.count !== 'sessions')
  const wanted = plan.order === 'unordered' ? mayStart : 1
  const hasLanes = query.breakdown.length > 0 || plan.reentry === 'earliest_longest' // nothing else looks at them again
  const wholeOf = (key: number): Lane => ({ t: lanes.t, bits, from: lanes.offsets[key] ?? 0, to: lanes.offsets[key + 1] ?? 0 })
  const byUnit = new Map<number, Walked>()
  for (let key = 1; key <= lanes.keys; key++) {
    const lane = laneOf(lanes, bits, { from: lanes.offsets[key] ?? 0, to: lanes.offsets[key + 1] ?? 0 }, until, wanted)
    const attempts = lane.from === lane.to ? [] : attemptsIn(plan, lane)
    if (attempts.length === 0) continue
    const unit = lanes.unitOf(key)
    if (!isSplit) yield { unit, attempts, lanes: hasLanes ? [wholeOf(key)] : [] }
    else if (byUnit.has(unit)) byUnit.get(unit)?.attempts.push(...attempts)
    else byUnit.set(unit, { unit, attempts, lanes: [] })
  }
  // a unit that is kept apart by session or by what is held constant did all that any of its lanes says
  if (isSplit && hasLanes) for (let key = 1; key <= lanes.keys; key++) byUnit.get(lanes.unitOf(key))?.lanes.push(wholeOf(key))
  yield* byUnit.values()
}

/** What each unit did, and into which line of the breakdown it falls, one unit after the other. */
export function* outcomesOf(
  query: FunnelQuery,
  plan: Plan,
  lanes: Lanes,
  entry: Span,
  lineOf: (lanes: readonly Lane[], found: readonly Found[]) => number = () => 0,
): Generator<Outcome> {
  for (const { unit, attempts, lanes: all } of walked(query, plan, lanes, entry)) {
    const whole = plan.isTotal ? attempts : together(attempts)
    const own = plan.reentry === 'earliest_longest' && plan.order === 'ordered' ? whole.map((found) => earliestOf(plan, all, found)) : whole
    yield { unit, label: lineOf(all, own), attempts: own }
  }
}

/** Rows of a lane from the first moment at which an attempt may begin, as far as any may reach; none where none begins. */
function laneOf({ t }: Lanes, bits: Int32Array, { from, to }: Pick<Lane, 'from' | 'to'>, until: number, wanted: number): Lane {
  let start = from
  while (start < to && ((bits[start] ?? 0) & wanted) === 0) start++
  while (start > from && start < to && t[start - 1] === t[start]) start--
  let end = to
  while (end > start && (t[end - 1] ?? 0) > until) end--
  return { t, bits, from: start, to: end }
}

function startable({ order }: Plan, { bits, now: times }: Lanes, { from, to }: Span): Int32Array {
  const isUnordered = order === 'unordered'
  const found = new Int32Array(bits.length)
  for (let at = 0; at < found.length; at++) {
    const own = bits[at] ?? 0
    const now = times[at] ?? 0
    found[at] = now >= from && now < to ? own | mayStart : own & ~(isUnordered ? mayStart : mayStart | 1)
  }
  return found
}

/** The one that began first among the earliest of each lane. */
function earliestOf(plan: Plan, lanes: readonly Lane[], found: Found): Found {
  const each = lanes.flatMap((lane) => earliest(plan, lane, found) ?? [])
  return each.length === 0 ? found : each.reduce((a, b) => ((b.chain?.start ?? Infinity) < (a.chain?.start ?? Infinity) ? b : a))
}

/** The earliest of the longest chains of a lane: from the earliest entry that comes as far, each step filled as early as possible; null where none does. */
function earliest(plan: Plan, lane: Lane, found: Found): Found | null {
  const once = { ...plan, isTotal: false, exclusions: [] }
  for (let entry = lane.from; entry < lane.to; entry++) {
    if (((lane.bits[entry] ?? 0) & 1) === 0) continue
    const from = plan.isTied ? tieStart(lane, entry) : entry // what arrived before it in the same tie may come after it
    const [first] = heldEntry(once, { ...lane, from, to: closingOf(plan, lane, from) })
    if (first?.chain && (first.reached & plan.required) === (found.reached & plan.required))
      return { reached: found.reached, chain: first.chain, firsts: first.firsts }
  }
  return null
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
