import { nameOf } from '../../numbers/once.ts'
import { type Core, pageOf } from './core.ts'
import { type Line } from './lines.ts'
import { byDays } from './sameDays.ts'
import { firstSpans, isDunned } from './schedule.ts'

export type GrowthReason =
  | 'seat'
  | 'price'
  | 'tier'
  | 'add_on'
  | 'escalator'
  | 'discount_expiry'
  | 'discount'
  | 'resume'
  | 'pause'
  | 'cancelled_one_of_many'
  | 'usage'
  | 'one_time'
  | 'refund'
  | 'moved'
export type ChurnReason = 'voluntary' | 'delinquent' | 'pause' | 'merged'

/** A line whose amount is not what it was a month before, with the discount in force at either end, at this month's rates. `place` is its index. */
export type LineChange = {
  readonly line: Line
  readonly place: number
  readonly unit: number
  readonly before: number
  readonly after: number
  readonly discountBefore: number
  readonly discountAfter: number
}

/** Lines that changed in a month, by the unit that holds them. Only lines with a stretch that begins or ends with the month are read. */
export function changesOf(core: Core, month: number): Map<number, LineChange[]> {
  const { schedule, units } = core
  const page = pageOf(core, month)
  const firstSpan = firstSpans(schedule)
  const amounts = new Map<number, Ends>()
  for (const place of touchedIn(core, month)) {
    const ends = { before: 0, after: 0, discountBefore: 0, discountAfter: 0 }
    for (let span = firstSpan[place] ?? 0; span < (firstSpan[place + 1] ?? 0); span++) addSpan(core, ends, span, month)
    amounts.set(place, ends)
  }
  const changes = [...amounts].flatMap(([place, ends]): LineChange[] => {
    const [line, atom] = [schedule.lines[place], units.atomOf[place] ?? -1]
    return line && atom >= 0 && ends.before !== ends.after ? [{ line, place, unit: (ends.after > 0 ? page.closeMap : page.openMap)[atom] ?? 0, ...ends }] : []
  })
  return Map.groupBy(changes, (change) => change.unit)
}

type Ends = { before: number; after: number; discountBefore: number; discountAfter: number }

function addSpan(core: Core, ends: Ends, span: number, month: number): void {
  const [from, to] = [core.rows.spanFrom[span] ?? 0, core.rows.spanTo[span] ?? 0]
  if (from < month && to >= month) addEnd(core, ends, 'before', 'discountBefore', span, month)
  if (from <= month && to > month) addEnd(core, ends, 'after', 'discountAfter', span, month)
}

function addEnd(
  { rows, schedule }: Core,
  ends: Ends,
  amount: 'before' | 'after',
  discount: 'discountBefore' | 'discountAfter',
  span: number,
  month: number,
): void {
  const line = schedule.lines[schedule.spans.line[span] ?? 0]
  const value = rows.amountOf(span, month)
  ends[amount] += value
  if (line && line.discount !== 0 && schedule.spans.numerator[span] === line.net) ends[discount] += rows.amountOf(span, month, line.net + line.discount) - value
}

/** Lines of which a stretch begins or ends in a month, each once: stretches were written line after line. */
function touchedIn({ rows, schedule: { spans } }: Core, month: number): readonly number[] {
  const touched: number[] = []
  for (let span = 0; span < spans.count; span++) {
    const [from, to] = [rows.spanFrom[span] ?? 0, rows.spanTo[span] ?? 0]
    if (from === to || (from !== month && to !== month)) continue
    const place = spans.line[span] ?? 0
    if (touched.at(-1) !== place) touched.push(place)
  }
  return touched
}

const changed = byDays<object>(320)

/** Names the lines that change in a month: what is told of its page and of them is told once. Facts that adjust the month in which they became known move lines in others. */
export function changedName({ schedule, months: { closes }, policy, units }: Core, month: number): string {
  if (policy.late_data !== 'restate') return nameOf(schedule)
  const [before, close] = [closes[month - 1] ?? 0, closes[month] ?? 0]
  const key = `${nameOf(units.book)} ${before} ${close}`
  const known = changed.get(schedule, key, before, close) ?? {}
  changed.put(schedule, key, known)
  return nameOf(known)
}

/**
 * Splits a unit's movement into signed reasons that sum to it exactly. A line that ends and one of the same product that starts are one change: of the
 * plan (booked wholly as tier), else of seats = (q1 - q0) x p0, of the discount, and of the price or escalator, which takes the rest.
 */
export function reasonsFor(core: Core, month: number, changes: readonly LineChange[], movement: number): Map<GrowthReason, number> {
  const reasons = new Map<GrowthReason, number>()
  const book = (reason: GrowthReason, amount: number): void => {
    if (amount !== 0) reasons.set(reason, (reasons.get(reason) ?? 0) + amount)
  }
  const ended: LineChange[] = []
  const started: LineChange[] = []
  for (const change of changes) {
    const single = singleReason(core, month, change)
    if (single) book(single, change.after - change.before)
    else (change.after > 0 ? started : ended).push(change)
  }
  for (const after of started.sort(byStart)) {
    const before = takeMatch(ended, after, core)
    if (!before) book('add_on', after.after)
    else if (before.line.plan !== after.line.plan) book('tier', after.after - before.before)
    else bookChange(before, after, book)
  }
  for (const change of ended) book('cancelled_one_of_many', -change.before)
  const booked = [...reasons.values()].reduce((sum, amount) => sum + amount, 0)
  book('moved', movement - booked)
  return reasons
}

/** Why a unit left: what most of its last revenue says. Moved atoms are a merge; dunned lines are delinquent; the rest is voluntary unless the line says otherwise. */
export function churnReason(core: Core, month: number, unit: number, changes: readonly LineChange[]): ChurnReason {
  const totals: Record<ChurnReason, number> = { delinquent: 0, pause: 0, merged: 0, voluntary: 0 }
  for (const { line, place, before } of changes) totals[lineChurn(core, month, line, place)] += before
  const { openMap, closeMap } = pageOf(core, month)
  const previous = core.rows.mrr[month - 1]
  if (openMap !== closeMap) openMap.forEach((holder, atom) => holder === unit && closeMap[atom] !== unit && (totals.merged += previous?.[atom] ?? 0))
  let most: ChurnReason = 'voluntary'
  for (const reason of order) if (totals[reason] > totals[most]) most = reason
  return most
}

const order = ['delinquent', 'merged', 'pause'] as const

function lineChurn(core: Core, month: number, line: Line, place: number): ChurnReason {
  const close = core.months.closes[month] ?? 0
  const leave = core.schedule.leaves[place] ?? 0
  if (leave <= close && isDunned(line, leave, core.policy)) return 'delinquent'
  if (leave > close && isPausedOn(line, close)) return 'pause'
  return line.churnType ?? 'voluntary'
}

function singleReason(core: Core, month: number, { line, before, after }: LineChange): GrowthReason | null {
  const [close, last] = [core.months.closes[month] ?? 0, core.months.closes[month - 1] ?? 0]
  if (line.kind === 'usage') return 'usage'
  if (line.kind === 'one_time') return 'one_time'
  if (after === 0 && isPausedOn(line, close)) return 'pause'
  if (before === 0 && isPausedOn(line, last) && line.start <= last) return 'resume'
  if (before === 0 || after === 0) return null
  return line.discountUntil > last && line.discountUntil <= close ? 'discount_expiry' : 'refund'
}

function isPausedOn(line: Line, day: number): boolean {
  return line.pausedFrom <= day && line.pausedTo > day
}

function bookChange(before: LineChange, after: LineChange, book: (reason: GrowthReason, amount: number) => void): void {
  const change = after.after - before.before
  const discount = before.discountBefore - after.discountAfter
  const [from, to] = [before.line.quantity, after.line.quantity]
  const seat = from !== null && to !== null && from > 0 ? Math.round(((to - from) * (before.before + before.discountBefore)) / from) : 0
  book('seat', seat)
  book(discount > 0 ? 'discount_expiry' : 'discount', discount)
  book(after.line.escalator ? 'escalator' : 'price', change - seat - discount)
}

function takeMatch(ended: LineChange[], after: LineChange, core: Core): LineChange | undefined {
  const score = ({ line, place }: LineChange): number =>
    (line.id === after.line.id ? 0 : 1e9) + (line.plan === after.line.plan ? 0 : 1e6) + Math.abs((core.schedule.leaves[place] ?? 0) - after.line.start)
  const candidates = ended.filter(({ line }) => line.product === after.line.product)
  const best = candidates.toSorted((a, b) => score(a) - score(b) || (a.line.id < b.line.id ? -1 : 1))[0]
  if (best) ended.splice(ended.indexOf(best), 1)
  return best
}

function byStart(a: LineChange, b: LineChange): number {
  return a.line.start - b.line.start || (a.line.id < b.line.id ? -1 : 1)
}
