import { keeper } from '../../numbers/once.ts'
import { CHURN, CONTRACTION, EXPANSION, type MonthPage, NEW, REACTIVATION } from './book.ts'
import { type Core, pageOf } from './core.ts'
import { NEVER } from './lines.ts'
import { type Account } from './input.ts'
import { cellOf, columnsIn } from '../series/pairs.ts'

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

/** A dimension of the account (segment, industry, region, plan, channel, use_case), `product` under the product grain, or any function of the account's version. */
export type GroupBy = string | ((account: Account, part: string) => string | null | undefined)

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
  return typeof by === 'string' ? knownBy(pageOf(core, month), by, () => groupsOf(core, month, by)) : groupsOf(core, month, by)
}

const knownBy = keeper<MonthPage, Map<string, MovementPoint>>(8)

function groupsOf(core: Core, month: number, by: GroupBy): Map<string, MovementPoint> {
  const page = pageOf(core, month)
  const keys = keyTable(core, by)
  const before = keys.on(core.months.closes[month - 1] ?? 0)
  const now = keys.on(core.months.closes[month] ?? 0)
  const tallies = tally(page, before, now, keys.names.length)
  const found = keys.names.map((name, key): [string, MovementPoint] => [name, pointOf(core, month, tallies[key] ?? blank())])
  return new Map(found.filter(([, point]) => hasAny(point)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Group of every unit on a day, as numbers with their names. A day of NEVER reads the latest version. */
export type KeyTable = { readonly names: readonly string[]; on(day: number): Int32Array }

/** Kept per dimension of the same units: a name keeps its number, and a day is read once. A function is of one ledger. */
export function keyTable(core: Core, by: GroupBy): KeyTable {
  const holder = typeof by === 'string' ? core.units.holders : core
  const tables = keyTables.get(holder) ?? new Map<GroupBy, KeyTable>()
  keyTables.set(holder, tables)
  const table = tables.get(by) ?? newKeyTable(core, reader(by))
  tables.set(by, table)
  return table
}

const keyTables = new WeakMap<Core | Core['units']['holders'], Map<GroupBy, KeyTable>>()

/** Days of which a dimension is kept; beyond, the one that was read first goes. */
const mostDays = 128

function newKeyTable({ accounts, units }: Core, keyOf: ReturnType<typeof reader>): KeyTable {
  const names: string[] = []
  const places = new Map<string, number>()
  const byDay = new Map<number, Int32Array>()
  const place = (name: string): number => {
    const known = places.get(name) ?? names.length
    if (known === names.length) names.push(name)
    places.set(name, known)
    return known
  }
  return {
    names,
    on(day) {
      const read = accounts.isDated ? day : NEVER
      const held = byDay.get(read)
      if (held && held.length === units.count()) return held
      const keys = Int32Array.from({ length: units.count() }, (_, unit) =>
        place(keyOf(accounts.versionAt(units.account(unit), read), units.part(unit)) || '(none)'),
      )
      byDay.set(read, keys)
      for (const old of byDay.size > mostDays ? byDay.keys().take(1) : []) byDay.delete(old)
      return keys
    },
  }
}

function reader(by: GroupBy): (account: Account, part: string) => string | null | undefined {
  if (typeof by === 'function') return by
  if (by === 'product' || by === 'line') return (_, part) => part
  if (by.includes(',')) {
    const readers = new Map(columnsIn(by).map((one) => [one, reader(one)]))
    return (account, part) => cellOf(by, (one) => readers.get(one)?.(account, part) || '(none)')
  }
  const dimension = dimensions.find((each) => each === by)
  if (!dimension) throw new RangeError(`"${by}" is not a dimension of revenue. Known: ${[...dimensions, 'product'].join(', ')}.`)
  return (account) => account[dimension]
}

const dimensions = ['segment', 'industry', 'region', 'plan', 'channel', 'use_case', 'id', 'name', 'parent_id'] as const

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
    const [start, end, was, held, is] = [opening[unit] ?? 0, closing[unit] ?? 0, wasLogo[unit] ?? 0, baseLogo[unit] ?? 0, isLogo[unit] ?? 0]
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
