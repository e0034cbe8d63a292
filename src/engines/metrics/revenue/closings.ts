import { keeper, nameOf } from '../../numbers/once.ts'
import { type Core, pageOf } from './core.ts'
import { type MonthPage, NEW } from './book.ts'

/** What each unit paid at every month's close, in micro-units, and the month in which it paid for the first time ever; null when that lies before the months. */
export type Closing = {
  readonly account: string
  /** Product or line under those grains. */
  readonly part: string
  readonly began: number | null
  readonly closings: readonly number[]
}

/** All units in the order in which they are told. */
export const unitsInOrder = ({ units }: Core): Int32Array => units.order() ?? Int32Array.from({ length: units.count() }, (_, unit) => unit)

/** Units that paid in any of the months, from the first to the last of the ledger. `began` is a place in the months. */
export function closingsOf(core: Core): Closing[] {
  const first = core.months.first
  const pages = core.months.months.slice(first).map((_, index) => pageOf(core, first + index))
  return Array.from(unitsInOrder(core), (unit): Closing => {
    const began = pages.findIndex(({ kind }) => kind[unit] === NEW)
    return {
      account: core.accounts.ids[core.units.account(unit)] ?? '',
      part: core.units.part(unit),
      began: began < 0 ? null : began,
      closings: pages.map(({ closing }) => closing[unit] ?? 0),
    }
  }).filter(({ closings }) => closings.some((amount) => amount > 0))
}

/** Those of `closingsOf`, by unit in the same order: what is asked of a month is read from its page. */
export type Cohorts = {
  /** Units that paid in any of the months. */
  readonly units: Int32Array
  /** The place of the first month of each in the months; -1 for those that began before them. */
  readonly began: Int32Array
  /** The account of every unit of the ledger; the same list for the same units. */
  readonly accounts: readonly string[]
  /** What every unit of the ledger paid at the close of a month. */
  closing(place: number): Float64Array
  /** The same object for as long as a month stands as it is. */
  standing(place: number): object
}

export function cohortsOf(core: Core): Cohorts {
  const { months, units, accounts } = core
  const pages = months.months.slice(months.first).map((_, index) => pageOf(core, months.first + index))
  const [first, isIn] = [new Int32Array(units.count()).fill(-1), new Uint8Array(units.count())]
  for (const [place, { kind, closing }] of pages.entries())
    for (let unit = 0; unit < closing.length; unit++) {
      if ((closing[unit] ?? 0) > 0) isIn[unit] = 1
      if (kind[unit] === NEW && (first[unit] ?? 0) < 0) first[unit] = place
    }
  const own = unitsInOrder(core).filter((unit) => isIn[unit] === 1)
  const ids = keptIds(units.book, `${units.count()} ${accounts.ids.length}`, () => Array.from(isIn, (_, unit) => accounts.ids[units.account(unit)] ?? ''))
  const page = (place: number): MonthPage => pages[place] ?? pageOf(core, months.first + place)
  return { units: own, began: own.map((unit) => first[unit] ?? -1), accounts: ids, closing: (place) => page(place).closing, standing: page }
}

const keptIds = keeper<object, readonly string[]>(2)

/** What each account paid at the close of a month; those that paid nothing are not in it. */
export function closingsOn(core: Core, month: number): ReadonlyMap<string, number> {
  const { closing, closeMap } = pageOf(core, month)
  return kept(core.rows.mrr[month] ?? closing, nameOf(closeMap, core.units.book), () => {
    const amounts = new Map<string, number>()
    for (const unit of unitsInOrder(core)) {
      const amount = closing[unit] ?? 0
      const account = core.accounts.ids[core.units.account(unit)] ?? ''
      if (amount > 0) amounts.set(account, (amounts.get(account) ?? 0) + amount)
    }
    return amounts
  })
}

const kept = keeper<Float64Array, ReadonlyMap<string, number>>(1)
