import { keeper, shelf } from '../../numbers/once.ts'
import { CHURN, CONTRACTION, EXPANSION, type MonthPage, NEW, REACTIVATION } from './book.ts'
import { type Core, pageOf } from './core.ts'
import { differing, type GroupBy, keyTable } from './keys.ts'

/** Money in whole micro-units, or heads; opening + fx + new + reactivation + expansion - contraction - churn + transfer = closing, exactly. */
export type Movements = {
  readonly opening: number
  readonly new: number
  readonly expansion: number
  readonly contraction: number
  readonly churn: number
  readonly reactivation: number
  readonly fx: number
  readonly transferIn: number
  readonly transferOut: number
  /** transferIn - transferOut: nothing in total, something by group. */
  readonly transfer: number
  readonly closing: number
}

/** Heads by movement; expansion and contraction are heads that stay, so they leave the sum out. */
export type MovementPoint = Movements & { readonly period: string; readonly mature: boolean; readonly logos: Movements }

/** The waterfall of a month over all units; computed once, since most figures begin with it. */
export const movementsOf = (core: Core, month: number): MovementPoint => known(pageOf(core, month), '', () => totalOf(core, month))

const known = keeper<MonthPage, MovementPoint>(1)

function totalOf(core: Core, month: number): MovementPoint {
  const page = pageOf(core, month)
  const one = new Int32Array(page.closing.length)
  const [point] = tally(page, one, one, 1)
  return pointOf(core, month, point ?? blank())
}

/** The waterfall of a month by group. A unit that changes group takes its opening with it as a transfer. */
export function movementsByGroup(core: Core, month: number, by: GroupBy): Map<string, MovementPoint> {
  const page = pageOf(core, month)
  const table = keyTable(core, by)
  const [before, now] = [table.on(core.months.closes[month - 1] ?? 0), table.on(core.months.closes[month] ?? 0)]
  const known = typeof by === 'string' ? knownBy.get(page, by) : undefined
  const moved = known && [...differing(known.before, before), ...differing(known.now, now)]
  const isKnown = moved?.every((unit) => isEmpty(page, unit)) === true
  const groups = known && isKnown ? known.groups : groupsOf(core, month, { names: table.names, before, now })
  if (typeof by === 'string') knownBy.put(page, by, { before, now, groups })
  return groups
}

/** Groups of a month, and those of each unit at its two ends. Whoever comes or changes counts only where there is something of theirs. */
interface Told {
  readonly before: Int32Array
  readonly now: Int32Array
  readonly groups: Map<string, MovementPoint>
}

const knownBy = shelf<MonthPage, Told>(8)

/** Does a page tell nothing of a unit? */
function isEmpty({ opening, closing, wasLogo, baseLogo, isLogo, fx, transferIn, transferOut, fleeting }: MonthPage, unit: number): boolean {
  const amounts = [opening, closing, wasLogo, baseLogo, isLogo, fx, transferIn, transferOut]
  return amounts.every((row) => !row?.[unit]) && !fleeting.some((one) => one.unit === unit)
}

function groupsOf(core: Core, month: number, { names, before, now }: Omit<Told, 'groups'> & { readonly names: readonly string[] }): Map<string, MovementPoint> {
  const tallies = tally(pageOf(core, month), before, now, names.length)
  const found = names.map((name, key): [string, MovementPoint] => [name, pointOf(core, month, tallies[key] ?? blank())])
  return new Map(found.filter(([, point]) => hasAny(point)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

type Tally = {
  readonly money: Float64Array
  readonly heads: Float64Array
  opening: number
  closing: number
  fx: number
  in: number
  out: number
  headsOpening: number
  headsClosing: number
  headsIn: number
  headsOut: number
}

function blank(): Tally {
  return {
    money: new Float64Array(7),
    heads: new Float64Array(7),
    opening: 0,
    closing: 0,
    fx: 0,
    in: 0,
    out: 0,
    headsOpening: 0,
    headsClosing: 0,
    headsIn: 0,
    headsOut: 0,
  }
}

function tally(page: MonthPage, before: Int32Array, now: Int32Array, groups: number): Tally[] {
  const tallies = Array.from({ length: groups }, blank)
  const none = blank()
  const { opening, base, closing, kind, logoKind, wasLogo, baseLogo, isLogo, fx, transferIn, transferOut } = page
  for (let unit = 0; unit < closing.length; unit++) {
    const from = tallies[before[unit] ?? 0] ?? none
    const to = tallies[now[unit] ?? 0] ?? none
    const start = opening[unit] ?? 0 // no list of them: it is done for each unit
    const end = closing[unit] ?? 0
    const was = wasLogo[unit] ?? 0
    const held = baseLogo[unit] ?? 0
    const is = isLogo[unit] ?? 0
    if (start === 0 && end === 0 && was === 0 && is === 0 && held === 0 && !transferIn && !fx) continue
    from.opening += start
    to.closing += end
    to.fx += fx?.[unit] ?? 0
    to.in += transferIn?.[unit] ?? 0
    to.out += transferOut?.[unit] ?? 0
    from.headsOpening += was
    to.headsClosing += is
    if (held > was) to.headsIn++
    if (held < was) to.headsOut++
    if (from !== to) moveGroup(from, to, start, was)
    bump(to.money, kind[unit] ?? 0, Math.abs(end - (base[unit] ?? 0)))
    bump(to.heads, logoKind[unit] ?? 0, 1)
  }
  for (const { unit, amount, kind: gain } of page.fleeting) addFleeting(tallies[now[unit] ?? 0] ?? none, amount, gain)
  return tallies
}

function moveGroup(from: Tally, to: Tally, opening: number, heads: number): void {
  from.out += opening
  to.in += opening
  from.headsOut += heads
  to.headsIn += heads
}

function addFleeting(to: Tally, amount: number, gain: number): void {
  const loss = gain === EXPANSION ? CONTRACTION : CHURN
  bump(to.money, gain, amount)
  bump(to.money, loss, amount)
  bump(to.heads, gain, 1)
  bump(to.heads, loss, 1)
}

function bump(counts: Float64Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by
}

function pointOf(core: Core, month: number, from: Tally): MovementPoint {
  const money = { opening: from.opening, fx: from.fx, transferIn: from.in, transferOut: from.out, closing: from.closing, ...byKind(from.money) }
  const heads = { opening: from.headsOpening, fx: 0, transferIn: from.headsIn, transferOut: from.headsOut, closing: from.headsClosing, ...byKind(from.heads) }
  return {
    period: core.months.months[month] ?? '',
    mature: !(core.months.isLastOpen && month === core.months.months.length - 1),
    ...money,
    transfer: money.transferIn - money.transferOut,
    logos: { ...heads, transfer: heads.transferIn - heads.transferOut },
  }
}

function byKind(counts: Float64Array): Pick<Movements, 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation'> {
  const at = (kind: number): number => counts[kind] ?? 0
  return { new: at(NEW), expansion: at(EXPANSION), contraction: at(CONTRACTION), churn: at(CHURN), reactivation: at(REACTIVATION) }
}

function hasAny({ period: _, mature: __, logos, ...money }: MovementPoint): boolean {
  return [...Object.values(money), ...Object.values(logos)].some((value) => value !== 0)
}
