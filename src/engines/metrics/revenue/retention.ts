import { type Interval, linearisedRatio, wilson } from '../../numbers/intervals.ts'
import { keeper, nameOf, shelf } from '../../numbers/once.ts'
import { endpointSides, logoSides, monthlySides, type Sides, summedSides } from './cohort.ts'
import { mapsBetween, type MonthPage } from './book.ts'
import { type Core, pageOf } from './core.ts'
import { unitsInOrder } from './closings.ts'
import { differing, type GroupBy, keyTable } from './keys.ts'
import { movementsOf } from './movements.ts'
import { NEVER } from './lines.ts'

export type RetentionMeasure = 'nrr' | 'grr' | 'logoChurn'

/**
 * A ratio with what it was made from. Money sides are whole micro-units, heads are counts; both are null for a compounded value, which is a product of
 * months and not one division. `n` is the accounts in the cohort. The company's own customers are a census: read the interval as how far a similar base could differ.
 */
export type RatioResult = {
  readonly period: string
  readonly window: number
  readonly value: number | null
  readonly reason?: 'no_denominator' | 'no_data'
  readonly numerator: number | null
  readonly denominator: number | null
  readonly n: number
  readonly interval: Interval | null
  /** The biggest account's part of the denominator. */
  readonly largestShare: number | null
  /** False while the month is open. */
  readonly mature: boolean
}

export type GroupResult = RatioResult & { readonly key: string }

/** NRR, GRR or logo churn of the window that ends with a month, over all units. */
export function retention(core: Core, measure: RetentionMeasure, month: number, window: number): RatioResult {
  return kept(pageOf(core, month), `${measure} ${window} ${behindName(core, month, window)}`, () => {
    const all = new Int32Array(core.units.count())
    const [result] = ratios(core, measure, month, window, all, 1).results
    return result ?? empty(core, month, window)
  })
}

/** Names all that a ratio follows from besides its own month: the months of its window, who holds what at its ends, and the lines where not only what they bring counts. */
function behindName({ pages, schedule, policy, rows, months: { closes }, units }: Core, month: number, window: number): string {
  const months = pages.slice(Math.max(0, month - window + 1), month).flatMap((page) => page ?? [])
  const isByLines = policy.cohort.rule !== 'all_active' || rows.unpriced.size > 0 || schedule.lines.length === 0
  const { open, close } = mapsBetween(closes[month - window] ?? 0, closes[month] ?? 0, units, policy)
  return nameOf(...months, open, close, ...(isByLines ? [schedule] : []))
}

const kept = keeper<MonthPage, RatioResult>(12)

/** The groups of a ratio, those of the units, and which units counted. */
interface Told {
  readonly keys: Int32Array
  readonly counted: Uint8Array
  readonly groups: GroupResult[]
}
const keptGroups = shelf<MonthPage, Told>(24)

/**
 * The same by group; attributes are read at the window's opening, its close, or now (segment_as_of), so that both sides of a group have the same members. Whoever
 * comes or changes group changes what was told only where they counted.
 */
export function retentionByGroup(core: Core, measure: RetentionMeasure, month: number, window: number, by: GroupBy): GroupResult[] {
  const page = pageOf(core, month)
  const steps = stepsOf(core, measure, window)
  const day = { open: core.months.closes[month - steps] ?? 0, close: core.months.closes[month] ?? 0, current: NEVER }[core.policy.segment_as_of]
  const { names, on } = keyTable(core, by)
  const keys = on(day)
  if (typeof by !== 'string') return groupsOf(core, measure, month, window, { names, keys }).groups
  const name = `${measure} ${window} ${by} ${behindName(core, month, window)}`
  const known = keptGroups.get(page, name)
  const isKnown = known && differing(known.keys, keys).every((unit) => known.counted[unit] !== 1)
  const told = isKnown ? { ...known, keys } : groupsOf(core, measure, month, window, { names, keys })
  keptGroups.put(page, name, told)
  return told.groups
}

function groupsOf(
  core: Core,
  measure: RetentionMeasure,
  month: number,
  window: number,
  { names, keys }: { readonly names: readonly string[]; readonly keys: Int32Array },
): Told {
  const { results, counted } = ratios(core, measure, month, window, keys, names.length)
  const groups = names
    .flatMap((key, place) => {
      const result = results[place]
      return result && (result.n > 0 || result.denominator || result.numerator) ? [{ key, ...result }] : []
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return { keys, counted, groups }
}

/** The two sides of each unit behind a ratio: opening and now (kept for GRR, 1 and 0 for logo churn). */
export function sidesOf(core: Core, measure: RetentionMeasure, month: number, window: number): { readonly opening: Float64Array; readonly now: Float64Array } {
  if (measure === 'logoChurn') {
    const { opening, now } = logoSides(core, month, window)
    return { opening: opening.map((amount) => (amount > 0 ? 1 : 0)), now: now.map((amount, unit) => (amount > 0 && (opening[unit] ?? 0) > 0 ? 1 : 0)) }
  }
  const { opening, now, kept } = moneySides(core, month, window)
  return { opening, now: measure === 'nrr' ? now : kept }
}

/** monthly_flow speaks of one month whatever the window. */
export function stepsOf(core: Core, measure: RetentionMeasure, window: number): number {
  return measure !== 'logoChurn' && core.policy.method === 'monthly_flow' ? 1 : window
}

/** NRR and GRR of a month, whole and by any dimension, have the same sides. */
function moneySides(core: Core, month: number, window: number): Sides {
  return keptSides(core, `${month} ${window}`, () => newSides(core, month, window))
}

const keptSides = keeper<Core, Sides>(30)

function newSides(core: Core, month: number, window: number): Sides {
  if (core.policy.method === 'monthly_flow') return monthlySides(core, month)
  return core.policy.method === 'ttm_flow' ? summedSides(core, month, window) : endpointSides(core, month, window)
}

/** The ratio of each group, and which units count in any. */
interface Ratios {
  readonly results: RatioResult[]
  readonly counted: Uint8Array
}

function ratios(core: Core, measure: RetentionMeasure, month: number, window: number, keys: Int32Array, groups: number): Ratios {
  const counted = new Uint8Array(core.units.count())
  const parting: Parting = { order: unitsInOrder(core), keys, groups, counted, room: roomOf(core, String(counted.length), () => roomFor(counted.length)) }
  const frame = { period: core.months.months[month] ?? '', window: stepsOf(core, measure, window), mature: isMature(core, month) }
  if (measure !== 'logoChurn' && core.policy.method === 'compounded')
    return { results: compounded(core, measure, month, window, parting).map((result) => ({ ...frame, ...result })), counted }
  const outcomes = measure === 'logoChurn' ? churns(logoSides(core, month, window), parting) : moneyRatios(core, measure, month, window, parting)
  return { results: outcomes.map((outcome) => ({ ...frame, ...outcome, ...emptiness(core, outcome.denominator ?? 0) })), counted }
}

function moneyRatios(core: Core, measure: 'nrr' | 'grr', month: number, window: number, parting: Parting): Outcome[] {
  const { opening, now } = sidesOf(core, measure, month, window)
  return split(opening, now, parting).map((members) => moneyResult(members, measure === 'grr' ? 1 : Number.POSITIVE_INFINITY))
}

/** How units are parted: in which order, into which groups. Those that count are marked. */
interface Parting {
  readonly order: Int32Array
  readonly keys: Int32Array
  readonly groups: number
  readonly counted: Uint8Array
  readonly room: Room
}

/** Where both sides of the units stand group by group while a month is told: the next month writes over them. */
interface Room {
  readonly opening: Float64Array
  readonly now: Float64Array
}

const roomFor = (units: number): Room => ({ opening: new Float64Array(units), now: new Float64Array(units) })
const roomOf = keeper<Core, Room>(1)

/** A group’s sides, which are those of the room, and what follows from them. */
type Members = {
  readonly opening: Float64Array
  readonly now: Float64Array
  readonly total: number
  readonly left: number
  readonly largest: number
  readonly n: number
}
type Outcome = Omit<RatioResult, 'period' | 'window' | 'mature' | 'reason'>

function split(opening: Float64Array, now: Float64Array, { order, keys, groups, counted, room }: Parting): Members[] {
  const counts = new Int32Array(groups)
  for (let unit = 0; unit < opening.length; unit++) {
    if (opening[unit] === 0 && now[unit] === 0) continue
    const group = keys[unit] ?? 0
    counts[group] = (counts[group] ?? 0) + 1
    counted[unit] = 1
  }
  const ends = counts.slice()
  for (let group = 1; group < groups; group++) ends[group] = (ends[group] ?? 0) + (ends[group - 1] ?? 0)
  const place = ends.map((end, group) => end - (counts[group] ?? 0))
  const [total, left, largest, n] = [new Float64Array(groups), new Float64Array(groups), new Float64Array(groups), new Int32Array(groups)]
  for (let index = 0; index < order.length; index++) {
    const unit = order[index] ?? 0
    const x = opening[unit] ?? 0 // no list of them: it is done for each unit
    const y = now[unit] ?? 0
    if (x === 0 && y === 0) continue
    const group = keys[unit] ?? 0
    const at = place[group] ?? 0
    room.opening[at] = x
    room.now[at] = y
    place[group] = at + 1
    total[group] = (total[group] ?? 0) + x // no call for sums of both kinds: it is done for each unit
    left[group] = (left[group] ?? 0) + y
    if (x > (largest[group] ?? 0)) largest[group] = x
    if (x > 0) n[group] = (n[group] ?? 0) + 1
  }
  return Array.from(ends, (end, group) => {
    const from = end - (counts[group] ?? 0)
    return {
      opening: room.opening.subarray(from, end),
      now: room.now.subarray(from, end),
      total: total[group] ?? 0,
      left: left[group] ?? 0,
      largest: largest[group] ?? 0,
      n: n[group] ?? 0,
    }
  })
}

/** The linearised interval is symmetric and may pass what a ratio can be: it is cut at `most`, 1 for gross retention. */
function moneyResult({ opening, now, total, left, largest, n }: Members, most: number): Outcome {
  const value = total > 0 ? left / total : null
  const raw = n > 0 ? linearisedRatio(now, opening) : null
  const interval = raw && { low: Math.max(Math.min(0, value ?? 0), raw.low), high: Math.min(most, raw.high) }
  return { value, numerator: left, denominator: total, n, interval, largestShare: total > 0 ? largest / total : null }
}

/** Logos of each group at the opening, and those of them that are none any more. */
function churns({ opening, now }: Pick<Sides, 'opening' | 'now'>, { keys, groups, counted }: Parting): Outcome[] {
  const [all, left] = [new Int32Array(groups), new Int32Array(groups)]
  for (let unit = 0; unit < opening.length; unit++) {
    if (!((opening[unit] ?? 0) > 0)) continue
    const group = keys[unit] ?? 0
    counted[unit] = 1
    all[group] = (all[group] ?? 0) + 1
    if ((now[unit] ?? 0) > 0) left[group] = (left[group] ?? 0) + 1
  }
  return Array.from(all, (n, group) => {
    const gone = n - (left[group] ?? 0)
    return { value: n > 0 ? gone / n : null, numerator: gone, denominator: n, n, interval: wilson(gone, n), largestShare: n > 0 ? 1 / n : null }
  })
}

/** The product of the monthly ratios; each group's months are its members of the window's opening date. */
function compounded(core: Core, measure: 'nrr' | 'grr', month: number, window: number, parting: Parting): (Outcome & Pick<RatioResult, 'reason'>)[] {
  const products = new Float64Array(parting.groups).fill(1)
  const missing = new Uint8Array(parting.groups)
  let first: Members[] = []
  for (let step = month - window + 1; step <= month; step++) {
    const { opening, now, kept } = monthlySides(core, step)
    const members = split(opening, measure === 'nrr' ? now : kept, parting)
    if (step === month - window + 1) first = members
    members.forEach(({ total, left }, group) => {
      if (total > 0) products[group] = (products[group] ?? 1) * (left / total)
      else missing[group] = 1
    })
  }
  return first.map(({ total, largest, n }, group) => ({
    value: missing[group] ? null : (products[group] ?? null),
    ...emptiness(core, missing[group] ? 0 : total),
    numerator: null,
    denominator: null,
    n,
    interval: null,
    largestShare: total > 0 ? largest / total : null,
  }))
}

function emptiness(core: Core, total: number): Pick<RatioResult, 'reason'> {
  if (total > 0) return {}
  return { reason: core.schedule.lines.length === 0 ? 'no_data' : 'no_denominator' }
}

function isMature(core: Core, month: number): boolean {
  pageOf(core, month)
  return !(core.months.isLastOpen && month === core.months.months.length - 1)
}

function empty(core: Core, month: number, window: number): RatioResult {
  const { period, mature } = movementsOf(core, month)
  return { period, window, mature, value: null, reason: 'no_data', numerator: 0, denominator: 0, n: 0, interval: null, largestShare: null }
}
