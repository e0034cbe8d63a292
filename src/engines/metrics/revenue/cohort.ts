import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { accountsOf, CHURN, CONTRACTION, EXPANSION, gather, mapsBetween, netMoves, REACTIVATION } from './book.ts'
import { shiftMonths } from './calendar.ts'
import { type Core, LOOKBACK, pageOf } from './core.ts'
import { type Line, NEVER } from './lines.ts'

/** Each unit's two sides of a retention ratio in micro-units: what it paid at the opening, what it pays now, and what of the opening is left without growth. */
export type Sides = { readonly opening: Float64Array; readonly now: Float64Array; readonly kept: Float64Array }

/** Units that paid at the close of `month - window`, under the policy's cohort, against the close of `month`. */
export function endpointSides(core: Core, month: number, window: number): Sides {
  const start = startOf(core, month, window)
  const { units, policy, months } = core
  const { open, close } = mapsBetween(months.closes[start] ?? 0, months.closes[month] ?? 0, units, policy)
  const size = units.count()
  const all = closingOf(core, start, open)
  const inside = members(core, start, month, open)
  const now = closingOf(core, month, close).slice()
  if (policy.grain === 'product' && policy.product_moves === 'netted') keepMoves(core, all, now, size)
  const path = policy.gross_method === 'path_min' || policy.reactivation === 'as_new' ? lowestBetween(core, start, month, close, size) : null
  const losses = policy.gross_method === 'flow' ? lossesBetween(core, start, month, size) : null
  const began = inside ? all.map((amount, unit) => (inside[unit] === 0 ? 0 : amount)) : all
  const kept = new Float64Array(size)
  for (let unit = 0; unit < size; unit++) {
    const opening = began[unit] ?? 0
    const hasLeft = opening === 0 || (policy.reactivation === 'as_new' && path?.[unit] === 0)
    now[unit] = hasLeft ? 0 : (now[unit] ?? 0)
    if (losses) kept[unit] = opening === 0 ? 0 : opening - (losses[unit] ?? 0)
    else kept[unit] = Math.min(opening, now[unit] ?? 0, policy.gross_method === 'path_min' && path ? (path[unit] ?? 0) : opening)
  }
  return { opening: began, now, kept }
}

/** What each unit paid at the close of a month, as a page of the book has it where the same units hold the lines. */
function closingOf({ pages, rows, units }: Core, month: number, map: Int32Array): Float64Array {
  const page = pages[month]
  return page?.closeMap === map && page.closing.length === units.count() ? page.closing : gather(rows.mrr[month], map, units.count())
}

/** One month's flow: base after transfers and at current rates, against what the movements left of it. */
export function monthlySides(core: Core, month: number): Sides {
  const page = pageOf(core, month)
  const countsReturners = core.policy.reactivation === 'back_in_cohort'
  const now = page.closing.map((amount, unit) => ((page.base[unit] ?? 0) > 0 || (countsReturners && page.kind[unit] === REACTIVATION) ? amount : 0))
  const kept = page.closing.map((amount, unit) => Math.min(amount, page.base[unit] ?? 0))
  for (const { unit, amount, kind } of page.fleeting) {
    kept[unit] = (kept[unit] ?? 0) - amount
    if (kind !== EXPANSION && !(countsReturners && kind === REACTIVATION)) now[unit] = (now[unit] ?? 0) - amount
  }
  return { opening: page.base, now, kept }
}

/** All flows of the window, later joiners' included, against the opening of the window. */
export function summedSides(core: Core, month: number, window: number): Sides {
  const start = startOf(core, month, window)
  const opening = pageOf(core, start + 1).opening
  const [now, kept] = [Float64Array.from(opening), Float64Array.from(opening)]
  for (let step = start + 1; step <= month; step++) {
    const flow = monthlySides(core, step)
    for (let unit = 0; unit < now.length; unit++) {
      now[unit] = (now[unit] ?? 0) + (flow.now[unit] ?? 0) - (flow.opening[unit] ?? 0)
      kept[unit] = (kept[unit] ?? 0) + (flow.kept[unit] ?? 0) - (flow.opening[unit] ?? 0)
    }
  }
  return { opening, now, kept }
}

/**
 * Logos at the start of the window (under the cohort), or revenue where that makes one, and what each has at the end; a returner is gone under `reactivation: as_new`.
 * Those that were none at the start may have something at the end: they count nowhere.
 */
export function logoSides(core: Core, month: number, window: number): { readonly opening: Float64Array; readonly now: Float64Array } {
  const { units, rows, policy, months } = core
  const areMoved = policy.reactivation === 'as_new' || (policy.grain === 'product' && policy.product_moves === 'netted')
  if (!rows.logos && areMoved) return endpointSides(core, month, window)
  const start = startOf(core, month, window)
  const { open, close } = mapsBetween(months.closes[start] ?? 0, months.closes[month] ?? 0, units, policy)
  const inside = members(core, start, month, open)
  const opening = rows.logos ? gather(rows.logos[start], open, units.count()) : closingOf(core, start, open)
  const now = rows.logos ? gather(rows.logos[month], close, units.count()) : closingOf(core, month, close)
  for (let step = start + 1; policy.reactivation === 'as_new' && step < month; step++) {
    gather(rows.logos?.[step], close, units.count()).forEach((logos, unit) => {
      if (logos === 0) now[unit] = 0
    })
  }
  return { opening: inside ? opening.map((logos, unit) => (inside[unit] ? logos : 0)) : opening, now }
}

function startOf(core: Core, month: number, window: number): number {
  if (!Number.isInteger(window) || window < 1 || window >= LOOKBACK) throw new OutOfRange(`A window is 1 to ${LOOKBACK - 1} whole months, not ${window}.`)
  const start = month - window
  const currency =
    core.rows.unpriced.get(start) ?? (core.policy.gross_method === 'path_min' ? [...core.rows.unpriced].find(([each]) => each > start)?.[1] : undefined)
  if (currency) throw new OutOfRange(`There is no exchange rate for ${currency} in ${core.months.months[start]}, where this window opens.`)
  return start
}

/** 1 for units that the policy's cohort takes in; null takes in all. */
function members(core: Core, start: number, month: number, open: Int32Array): Uint8Array | null {
  const { cohort } = core.policy
  if (cohort.rule === 'all_active') return null
  const size = core.units.count()
  if (cohort.rule === 'renewal_eligible') return renewing(core, start, month, open, size)
  const contracted = gather(core.rows.contracted?.[start], open, size)
  return Uint8Array.from(contracted, (amount) => (amount > 0 && amount * 12 >= cohort.value * 1e6 ? 1 : 0))
}

/** Units with a line that counts at the opening and comes up for renewal (renewal_date, else a term's end, else its own end) by the close of the window. */
function renewing(core: Core, start: number, month: number, open: Int32Array, size: number): Uint8Array {
  const { rows, schedule, units, months } = core
  const inside = new Uint8Array(size)
  const [after, until] = [months.closes[start] ?? 0, months.closes[month] ?? 0]
  for (let span = 0; span < schedule.spans.count; span++) {
    const index = schedule.spans.line[span] ?? 0
    const line = schedule.lines[index]
    const counts = (rows.spanFrom[span] ?? 0) <= start && (rows.spanTo[span] ?? 0) > start
    if (!line || !counts || !renewsWithin(line, after, until)) continue
    inside[open[units.atomOf[index] ?? 0] ?? 0] = 1
  }
  return inside
}

function renewsWithin(line: Line, after: number, until: number): boolean {
  if (line.renewal !== NEVER) return line.renewal > after && line.renewal <= until
  if (line.term === 0) return line.end > after && line.end <= until
  for (let due = line.term; due <= 1200; due += line.term) {
    const day = shiftMonths(line.start, due)
    if (day > until || day > line.end) return false
    if (day > after) return true
  }
  return false
}

/** What a product lost to another product of its account stays counted where it was. */
function keepMoves(core: Core, opening: Float64Array, now: Float64Array, size: number): void {
  const { base } = netMoves(accountsOf(core.units, size), opening, now, { transferIn: null, transferOut: null })
  for (let unit = 0; unit < size; unit++) now[unit] = (now[unit] ?? 0) + (opening[unit] ?? 0) - (base[unit] ?? 0)
}

function lowestBetween(core: Core, start: number, month: number, close: Int32Array, size: number): Float64Array {
  const lowest = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  for (let step = start + 1; step <= month; step++) {
    const row = gather(core.rows.mrr[step], close, size)
    for (let unit = 0; unit < size; unit++) lowest[unit] = Math.min(lowest[unit] ?? 0, row[unit] ?? 0)
  }
  return lowest
}

function lossesBetween(core: Core, start: number, month: number, size: number): Float64Array {
  const losses = new Float64Array(size)
  for (let step = start + 1; step <= month; step++) {
    const { kind, base, closing, fleeting } = pageOf(core, step)
    for (const gone of fleeting) if (gone.kind === EXPANSION) losses[gone.unit] = (losses[gone.unit] ?? 0) + gone.amount
    for (let unit = 0; unit < closing.length; unit++) {
      if (kind[unit] === CONTRACTION || kind[unit] === CHURN) losses[unit] = (losses[unit] ?? 0) + (base[unit] ?? 0) - (closing[unit] ?? 0)
    }
  }
  return losses
}
