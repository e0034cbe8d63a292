import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { keeper, shelf } from '../../numbers/once.ts'
import { CHURN, CONTRACTION, EXPANSION, type MonthPage, NEW, REACTIVATION } from './book.ts'
import { unitsInOrder } from './closings.ts'
import { type Core, pageOf } from './core.ts'
import { changedName, changesOf, type ChurnReason, churnReason, type GrowthReason, reasonsFor } from './reasons.ts'
import { type RetentionMeasure, sidesOf } from './retention.ts'

export type MovementName = 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation' | 'fx' | 'transfer'

export type Reason = GrowthReason | ChurnReason | 'first_purchase' | 'return' | 'same_month' | 'currency' | 'parent_or_product'

/** What one unit did in a month, in micro-units. `change` is signed; `reasons` sum to it; `reason` is the one that weighs most. */
export type MovementRow = {
  readonly account: string
  readonly name: string | null
  /** Product or line under those grains. */
  readonly part: string
  readonly movement: MovementName
  readonly opening: number
  readonly closing: number
  readonly change: number
  readonly reason: Reason
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
}

/** What one unit adds to a retention ratio: its part of the denominator and of the numerator. */
export type ContributionRow = {
  readonly account: string
  readonly name: string | null
  readonly part: string
  readonly opening: number
  readonly closing: number
  readonly change: number
  readonly movement: 'expansion' | 'contraction' | 'churn' | 'steady'
}

/**
 * The units behind a month's movements, biggest change first; all movements when none is named. The few that left or came back are told of every month by
 * several figures; all movements of a month are asked for once.
 */
export function movementRows(core: Core, month: number, movement?: MovementName): MovementRow[] {
  const isAskedOften = movement === 'churn' || movement === 'reactivation'
  if (!isAskedOften) return rowsOf(core, month, movement).rows
  const [page, name] = [pageOf(core, month), `${movement} ${changedName(core, month)}`]
  const known = keptMoves.get(page, name)
  const told = known?.units.every((unit, place) => nameIn(core, month, unit) === known.rows[place]?.name) ? known : rowsOf(core, month, movement)
  keptMoves.put(page, name, told)
  return told.rows
}

/** Movements with the unit of each. */
interface Moves {
  readonly rows: MovementRow[]
  readonly units: readonly number[]
}

const keptMoves = shelf<MonthPage, Moves>(2)

function rowsOf(core: Core, month: number, movement?: MovementName): Moves {
  const page = pageOf(core, month)
  const changes = changesOf(core, month)
  const rows: (MovementRow & { readonly unit: number })[] = []
  const add = (unit: number, name: MovementName, change: number, reasons: Partial<Record<Reason, number>>): void => {
    if ((movement && movement !== name) || change === 0) return
    const [opening, closing] = [page.opening[unit] ?? 0, page.closing[unit] ?? 0]
    rows.push({ unit, ...labelOf(core, month, unit), movement: name, opening, closing, change, reason: heaviest(reasons, change), reasons })
  }
  for (const unit of unitsInOrder(core)) {
    const kind = page.kind[unit] ?? 0
    const change = (page.closing[unit] ?? 0) - (page.base[unit] ?? 0)
    add(unit, 'transfer', (page.transferIn?.[unit] ?? 0) - (page.transferOut?.[unit] ?? 0), {
      parent_or_product: (page.transferIn?.[unit] ?? 0) - (page.transferOut?.[unit] ?? 0),
    })
    add(unit, 'fx', page.fx?.[unit] ?? 0, { currency: page.fx?.[unit] ?? 0 })
    const name = names[kind]
    if (!name || (movement && movement !== name)) continue
    add(unit, name, change, reasonsOf(core, month, unit, name, change, changes))
  }
  for (const { unit, amount, kind } of page.fleeting) {
    add(unit, kind === EXPANSION ? 'expansion' : kind === REACTIVATION ? 'reactivation' : 'new', amount, { same_month: amount })
    add(unit, kind === EXPANSION ? 'contraction' : 'churn', -amount, { same_month: -amount })
  }
  rows.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.account + a.part < b.account + b.part ? -1 : 1))
  return { rows: rows.map(({ unit: _, ...row }) => row), units: rows.map(({ unit }) => unit) }
}

/** Each reason of each movement in a month, signed; the reasons of a movement sum to it. */
export function reasonTotals(core: Core, month: number): Partial<Record<MovementName, Partial<Record<Reason, number>>>> {
  const totals: Partial<Record<MovementName, Partial<Record<Reason, number>>>> = {}
  for (const { movement, reasons } of movementRows(core, month)) {
    const sums = (totals[movement] ??= {})
    for (const reason of reasonNames) if (reasons[reason]) sums[reason] = (sums[reason] ?? 0) + reasons[reason]
  }
  return totals
}

/** Heads that left in a month by type of churn; they sum to the logos lost. */
export const churnTypes = (core: Core, month: number): Record<ChurnReason, number> =>
  keptTypes(pageOf(core, month), changedName(core, month), () => typesOf(core, month))

const keptTypes = keeper<MonthPage, Record<ChurnReason, number>>(1)

function typesOf(core: Core, month: number): Record<ChurnReason, number> {
  const counts: Record<ChurnReason, number> = { voluntary: 0, delinquent: 0, pause: 0, merged: 0 }
  const page = pageOf(core, month)
  const changes = changesOf(core, month)
  for (let unit = 0; unit < page.logoKind.length; unit++) if (page.logoKind[unit] === CHURN) counts[churnReason(core, month, unit, changes.get(unit) ?? [])]++
  for (const { kind } of page.fleeting) if (kind !== EXPANSION) counts.voluntary++
  return counts
}

/** The units behind a retention ratio, biggest change first; openings sum to the denominator and closings to the numerator (for logo churn, to those that stayed). */
export function contributionRows(core: Core, measure: RetentionMeasure, month: number, window: number): ContributionRow[] {
  if (measure !== 'logoChurn' && core.policy.method === 'compounded')
    throw new OutOfRange('A compounded ratio is a product of months; ask for the accounts of one month.')
  const { opening, now } = sidesOf(core, measure, month, window)
  const rows: ContributionRow[] = []
  for (const unit of unitsInOrder(core)) {
    const [start, end] = [opening[unit] ?? 0, now[unit] ?? 0]
    if (start === 0 && end === 0) continue
    const movement = end > start ? 'expansion' : end === start ? 'steady' : end > 0 ? 'contraction' : 'churn'
    rows.push({ ...labelOf(core, month, unit), opening: start, closing: end, change: end - start, movement })
  }
  return rows.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || b.opening - a.opening || (a.account + a.part < b.account + b.part ? -1 : 1))
}

const names: Record<number, MovementName> = {
  [NEW]: 'new',
  [REACTIVATION]: 'reactivation',
  [EXPANSION]: 'expansion',
  [CONTRACTION]: 'contraction',
  [CHURN]: 'churn',
}

const reasonNames: readonly Reason[] = [
  'seat',
  'price',
  'tier',
  'add_on',
  'escalator',
  'discount_expiry',
  'discount',
  'resume',
  'pause',
  'cancelled_one_of_many',
  'usage',
  'one_time',
  'refund',
  'moved',
  'voluntary',
  'delinquent',
  'merged',
  'first_purchase',
  'return',
  'same_month',
  'currency',
  'parent_or_product',
]

function reasonsOf(
  core: Core,
  month: number,
  unit: number,
  name: MovementName,
  change: number,
  changes: ReturnType<typeof changesOf>,
): Partial<Record<Reason, number>> {
  const own = changes.get(unit) ?? []
  if (name === 'new') return { first_purchase: change }
  if (name === 'reactivation') return { return: change }
  if (name === 'churn') return { [churnReason(core, month, unit, own)]: change }
  return Object.fromEntries(reasonsFor(core, month, own, change))
}

/** The reason that weighs most in the direction of the change. */
function heaviest(reasons: Partial<Record<Reason, number>>, change: number): Reason {
  let best: Reason = 'moved'
  let weight = Number.NEGATIVE_INFINITY
  for (const reason of reasonNames) {
    const amount = reasons[reason]
    if (amount !== undefined && amount * Math.sign(change) > weight) [best, weight] = [reason, amount * Math.sign(change)]
  }
  return best
}

function labelOf(core: Core, month: number, unit: number): { account: string; name: string | null; part: string } {
  const account = core.units.account(unit)
  return {
    account: core.accounts.ids[account] ?? '',
    name: nameIn(core, month, unit),
    part: core.units.part(unit),
  }
}

const nameIn = (core: Core, month: number, unit: number): string | null =>
  core.accounts.versionAt(core.units.account(unit), core.months.closes[month] ?? 0).name ?? null
