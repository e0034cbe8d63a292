import { keeper, nameOf, shelf } from '../../numbers/once.ts'
import { type Calendar } from './calendar.ts'
import { type Matrix } from './matrix.ts'
import { requireExact } from './money.ts'
import { type RevenuePolicy } from './policy.ts'
import { type Units } from './units.ts'

/** What happened to a unit in a month. */
export const NONE = 0
export const NEW = 1
export const REACTIVATION = 2
export const EXPANSION = 3
export const CONTRACTION = 4
export const CHURN = 5
export const STEADY = 6

/**
 * One month of the ledger, by unit. `opening` is the closing of the month before; `base` is what the unit opened with after transfers and at this month's
 * exchange rates; the movement is closing - base. So opening + fx + transferIn - transferOut = base, exactly.
 */
export type MonthPage = {
  readonly opening: Float64Array
  readonly transferIn: Float64Array | null
  readonly transferOut: Float64Array | null
  readonly fx: Float64Array | null
  readonly base: Float64Array
  readonly closing: Float64Array
  readonly kind: Uint8Array
  /** The same for logos: 1 where the unit counts as a customer. */
  readonly wasLogo: Uint8Array
  readonly baseLogo: Uint8Array
  readonly isLogo: Uint8Array
  readonly logoKind: Uint8Array
  /** Gains that are gone by the close (same_month_start_end: count_both): booked as a gain of `kind` and as an equal loss. */
  readonly fleeting: readonly { readonly unit: number; readonly amount: number; readonly kind: number }[]
  /** Unit that holds each atom at the opening, for this month's movements, and at the close. */
  readonly openMap: Int32Array
  readonly closeMap: Int32Array
}

/** Who has ever paid, and who was ever a customer, by unit. */
type Past = { readonly ever: Uint8Array; readonly everLogo: Uint8Array }

/** A page with all that it follows from, and who had ever paid after it. */
export type Step = { readonly from: readonly unknown[]; readonly before: Past; readonly page: MonthPage; readonly after: Past }

/** Pages of the same book, by their close and by the two closes between which they lie. */
export type Steps = { get(close: number, key: string): Step | undefined; put(close: number, key: string, step: Step): void }

/**
 * Keeps the ledger month by month, from the second month of the calendar on (the first one only opens the next). A month that follows from the same month-ends,
 * holders and past as in another ledger is that page: another as-of day writes the open month anew, and a month that begins adds one.
 */
export function keepBook(rows: Matrix, units: Units, months: Calendar, policy: RevenuePolicy, steps?: Steps): readonly (MonthPage | null)[] {
  const maps = months.months.map((_, month) => monthMaps(month, units, months, policy))
  const size = units.count()
  let held = maps[0]?.close ?? new Int32Array()
  let { past, closing, isLogo } = begunIn(rows, held, size)
  const accountOf = policy.grain === 'product' && policy.product_moves === 'netted' ? accountsOf(units, size) : null
  // lines between two month-ends are looked at one by one: with them, all is written anew
  const kept = policy.same_month_start_end === 'count_both' ? undefined : steps
  const pages: (MonthPage | null)[] = [null]
  for (const [month, { open, close }] of maps.entries()) {
    if (month === 0) continue
    const [then, now, fx] = [rows.mrr[month - 1], rows.mrr[month], rows.fx?.[month]]
    const from = [then, now, fx, rows.logos?.[month - 1], rows.logos?.[month], held, open, close, size]
    const [last, key] = [months.closes[month] ?? 0, `${months.closes[month - 1]} ${months.closes[month]}`]
    const known = kept?.get(last, key)
    const isKnown = known && known.from.every((one, place) => one === from[place]) && isSamePast(known.before, past)
    const step = isKnown ? known : { from, before: past, ...written({ rows, month, held, open, close, size, closing, isLogo, past, accountOf, policy }) }
    if (!isKnown) kept?.put(last, key, step)
    pages.push(step.page)
    ;({ closing, isLogo } = step.page)
    held = close
    past = step.after
  }
  return pages
}

type Writing = {
  readonly rows: Matrix
  readonly month: number
  /** Units that hold the atoms at the close of the month before, and at the two ends of this one. */
  readonly held: Int32Array
  readonly open: Int32Array
  readonly close: Int32Array
  readonly size: number
  /** What units paid, and which were customers, at the close of the month before. */
  readonly closing: Float64Array
  readonly isLogo: Uint8Array
  readonly past: Past
  readonly accountOf: Int32Array | null
  readonly policy: RevenuePolicy
}

function written({ rows, month, held, open, close, size, closing: opening, isLogo: wasLogo, past, accountOf, policy }: Writing): Pick<Step, 'page' | 'after'> {
  const { ever, everLogo } = { ever: past.ever.slice(), everLogo: past.everLogo.slice() }
  const moved = transfers(rows.mrr[month - 1], held, open, size, ever, everLogo)
  const fx = rows.fx ? gather(rows.fx[month], open, size) : null
  const closing = gather(rows.mrr[month], close, size)
  const based = rebase(opening, moved, fx)
  const netted = accountOf ? netMoves(accountOf, based, closing, moved) : { base: based, ...moved }
  const baseLogo = rows.logos ? (open === held ? wasLogo : flags(rows.logos[month - 1], open, size)) : flagsOf(netted.base)
  const isLogo = rows.logos ? flags(rows.logos[month], close, size) : flagsOf(closing)
  const kind = kinds(netted.base, closing, ever, policy)
  const logoKind = rows.logos ? logoKinds(baseLogo, isLogo, kind, everLogo, policy) : kind
  const fleeting = policy.same_month_start_end === 'count_both' ? fleetingOf(rows, month, close, netted.base, closing, ever, policy) : []
  return {
    page: { opening, ...netted, fx, closing, kind, wasLogo, baseLogo, isLogo, logoKind, fleeting, openMap: open, closeMap: close },
    after: { ever, everLogo },
  }
}

const isSamePast = (one: Past, other: Past): boolean => one === other || (isSame(one.ever, other.ever) && isSame(one.everLogo, other.everLogo))

interface Begun {
  readonly paidBefore: Uint8Array
  readonly past: Past
  readonly closing: Float64Array
  readonly isLogo: Uint8Array
}

/** How the first month ends, which only opens the next: told once for the same month-end, holders and payers before it. */
function begunIn(rows: Matrix, held: Int32Array, size: number): Begun {
  const [first, logos = first] = [rows.mrr[0] ?? new Float64Array(), rows.logos?.[0]]
  const name = `${nameOf(held, logos)} ${size}`
  const known = keptBegun.get(first, name)
  if (known && isSame(known.paidBefore, rows.paidBefore)) return known
  const made = { paidBefore: rows.paidBefore, past: begun(rows, held, size), closing: gather(first, held, size), isLogo: flags(logos, held, size) }
  keptBegun.put(first, name, made)
  return made
}

const keptBegun = shelf<Float64Array, Begun>(2)

/** Who had paid by the close of the first month, and who was a customer. */
function begun(rows: Matrix, map: Int32Array, size: number): Past {
  const ever = new Uint8Array(size)
  rows.paidBefore.forEach((paid, atom) => paid && mark(ever, map[atom]))
  const isLogo = flags(rows.logos?.[0] ?? rows.mrr[0], map, size)
  const everLogo = Uint8Array.from(ever, (paid, unit) => paid | (isLogo[unit] ?? 0))
  gather(rows.mrr[0], map, size).forEach((amount, unit) => amount > 0 && mark(ever, unit))
  return { ever, everLogo }
}

export function isSame(one: Float64Array | Uint8Array, other: Float64Array | Uint8Array): boolean {
  if (one === other) return true
  if (one.length !== other.length) return false
  for (let place = 0; place < one.length; place++) if (one[place] !== other[place]) return false
  return true
}

/** Sums the rows of atoms into units. */
export function gather(row: Float64Array | undefined, map: Int32Array, size: number): Float64Array {
  const sums = new Float64Array(size)
  if (!row) return sums
  for (let atom = 0; atom < row.length; atom++) {
    const unit = map[atom] ?? 0
    sums[unit] = (sums[unit] ?? 0) + (row[atom] ?? 0)
  }
  return sums
}

/** Days on which owners and parents are read for the two ends of a step between two closes. */
export function mapsBetween(from: number, to: number, units: Units, policy: RevenuePolicy): { readonly open: Int32Array; readonly close: Int32Array } {
  const fixed = policy.parent_as_of === 'open' ? from : to
  const isFixed = policy.parent_as_of !== 'as_was'
  return { open: units.map(from, isFixed ? fixed : from), close: units.map(to, isFixed ? fixed : to) }
}

/** In one account, what one product lost and another gained is a move (product_moves: netted): adds it to the transfers and to the base, in place of churn and new. */
export function netMoves(
  accountOf: Int32Array,
  base: Float64Array,
  closing: Float64Array,
  moved: { readonly transferIn: Float64Array | null; readonly transferOut: Float64Array | null },
): { base: Float64Array; transferIn: Float64Array | null; transferOut: Float64Array | null } {
  const [inward, outward, next] = [moved.transferIn ?? new Float64Array(base.length), moved.transferOut ?? new Float64Array(base.length), base.slice()]
  const accounts = accountOf.reduce((most, account) => Math.max(most, account + 1), 0)
  const [toLose, toGain] = [new Float64Array(accounts), new Float64Array(accounts)]
  for (let unit = 0; unit < base.length; unit++) {
    const change = (closing[unit] ?? 0) - (base[unit] ?? 0)
    if (change < 0) add(toLose, accountOf[unit] ?? 0, -change)
    else if (change > 0) add(toGain, accountOf[unit] ?? 0, change)
  }
  for (let account = 0; account < accounts; account++) toLose[account] = toGain[account] = Math.min(toLose[account] ?? 0, toGain[account] ?? 0)
  for (let unit = 0; unit < base.length; unit++) {
    const change = (closing[unit] ?? 0) - (base[unit] ?? 0)
    const account = accountOf[unit] ?? 0
    if (change === 0 || (toLose[account] === 0 && toGain[account] === 0)) continue
    const lost = Math.min(toLose[account] ?? 0, Math.max(0, -change))
    const gained = Math.min(toGain[account] ?? 0, Math.max(0, change))
    add(toLose, account, -lost)
    add(toGain, account, -gained)
    add(outward, unit, lost)
    add(inward, unit, gained)
    add(next, unit, gained - lost)
  }
  return { base: next, transferIn: inward, transferOut: outward }
}

function add(sums: Float64Array, at: number, amount: number): void {
  sums[at] = (sums[at] ?? 0) + amount
}

const keptAccounts = keeper<object, Int32Array>(2)

/** The account of each unit. */
export const accountsOf = (units: Units, size: number): Int32Array =>
  keptAccounts(units.book, String(size), () => Int32Array.from({ length: size }, (_, unit) => units.account(unit)))

function monthMaps(month: number, units: Units, months: Calendar, policy: RevenuePolicy): { open: Int32Array; close: Int32Array } {
  const to = months.closes[month] ?? 0
  const from = month > 0 ? (months.closes[month - 1] ?? 0) : to
  return mapsBetween(from, to, units, policy)
}

/** Atoms that another unit holds now take their revenue of the month before with them, and the fact that they once paid. */
function transfers(
  before: Float64Array | undefined,
  held: Int32Array,
  open: Int32Array,
  size: number,
  ever: Uint8Array,
  everLogo: Uint8Array,
): { transferIn: Float64Array | null; transferOut: Float64Array | null } {
  if (held === open) return { transferIn: null, transferOut: null }
  const [transferIn, transferOut] = [new Float64Array(size), new Float64Array(size)]
  for (let atom = 0; atom < open.length; atom++) {
    const [from, to] = [held[atom] ?? 0, open[atom] ?? 0]
    if (from === to) continue
    const amount = before?.[atom] ?? 0
    transferOut[from] = (transferOut[from] ?? 0) + amount
    transferIn[to] = (transferIn[to] ?? 0) + amount
    if (ever[from]) mark(ever, to)
    if (everLogo[from]) mark(everLogo, to)
  }
  return { transferIn, transferOut }
}

function rebase(opening: Float64Array, moved: { transferIn: Float64Array | null; transferOut: Float64Array | null }, fx: Float64Array | null): Float64Array {
  const { transferIn, transferOut } = moved
  if (!transferIn && !fx) return opening
  return opening.map((amount, unit) => amount + (transferIn?.[unit] ?? 0) - (transferOut?.[unit] ?? 0) + (fx?.[unit] ?? 0))
}

function kinds(base: Float64Array, closing: Float64Array, ever: Uint8Array, policy: RevenuePolicy): Uint8Array {
  const kind = new Uint8Array(closing.length)
  const isNewAgain = policy.reactivation === 'as_new'
  let total = 0
  for (let unit = 0; unit < closing.length; unit++) {
    const p = base[unit] ?? 0
    const n = closing[unit] ?? 0
    total += n
    if (p === 0 && n === 0) continue
    if (p === 0) kind[unit] = ever[unit] && !isNewAgain ? REACTIVATION : NEW
    else if (n === 0) kind[unit] = CHURN
    else kind[unit] = n > p ? EXPANSION : n < p ? CONTRACTION : STEADY
    ever[unit] = 1
  }
  requireExact(total, 'Total MRR')
  return kind
}

function logoKinds(base: Uint8Array, now: Uint8Array, kind: Uint8Array, ever: Uint8Array, policy: RevenuePolicy): Uint8Array {
  return now.map((is, unit) => {
    const was = base[unit] ?? 0
    const hadBefore = ever[unit] ?? 0
    if (was || is) ever[unit] = 1
    if (!was && !is) return NONE
    if (!was) return hadBefore && policy.reactivation !== 'as_new' ? REACTIVATION : NEW
    if (!is) return CHURN
    return kind[unit] === CONTRACTION || kind[unit] === EXPANSION ? (kind[unit] ?? STEADY) : STEADY
  })
}

function fleetingOf(
  rows: Matrix,
  month: number,
  map: Int32Array,
  base: Float64Array,
  closing: Float64Array,
  ever: Uint8Array,
  policy: RevenuePolicy,
): MonthPage['fleeting'] {
  const amounts = new Map<number, number>()
  for (const line of rows.fleeting) {
    const unit = map[line.atom] ?? 0
    if (line.month === month) amounts.set(unit, (amounts.get(unit) ?? 0) + line.amount)
  }
  return [...amounts].map(([unit, amount]) => {
    const isAbsent = base[unit] === 0 && closing[unit] === 0
    const kind = !isAbsent ? EXPANSION : ever[unit] && policy.reactivation !== 'as_new' ? REACTIVATION : NEW
    mark(ever, unit)
    return { unit, amount, kind }
  })
}

function flags(row: Float64Array | undefined, map: Int32Array, size: number): Uint8Array {
  return flagsOf(gather(row, map, size))
}

function flagsOf(amounts: Float64Array): Uint8Array {
  const is = new Uint8Array(amounts.length)
  for (let unit = 0; unit < is.length; unit++) is[unit] = (amounts[unit] ?? 0) > 0 ? 1 : 0
  return is
}

function mark(flagsOfUnits: Uint8Array, unit: number | undefined): void {
  if (unit !== undefined) flagsOfUnits[unit] = 1
}
