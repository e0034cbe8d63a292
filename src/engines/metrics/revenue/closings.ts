import { keeper, nameOf } from '../../numbers/once.ts'
import { type Core, pageOf } from './core.ts'
import { NEW } from './book.ts'

/** What each unit paid at every month's close, in micro-units, and the month in which it paid for the first time ever; null when that lies before the months. */
export type Closing = {
  readonly account: string
  /** Product or line under those grains. */
  readonly part: string
  readonly began: number | null
  readonly closings: readonly number[]
}

/** Units that paid in any of the months, from the first to the last of the ledger. `began` is a place in the months. */
export function closingsOf(core: Core): Closing[] {
  const first = core.months.first
  const pages = core.months.months.slice(first).map((_, index) => pageOf(core, first + index))
  return Array.from({ length: core.units.count() }, (_, unit): Closing => {
    const began = pages.findIndex(({ kind }) => kind[unit] === NEW)
    return {
      account: core.accounts.ids[core.units.account(unit)] ?? '',
      part: core.units.part(unit),
      began: began < 0 ? null : began,
      closings: pages.map(({ closing }) => closing[unit] ?? 0),
    }
  }).filter(({ closings }) => closings.some((amount) => amount > 0))
}

/** What each account paid at the close of a month; those that paid nothing are not in it. */
export function closingsOn(core: Core, month: number): ReadonlyMap<string, number> {
  const { closing, closeMap } = pageOf(core, month)
  return kept(core.rows.mrr[month] ?? closing, nameOf(closeMap, core.units), () => {
    const amounts = new Map<string, number>()
    for (let unit = 0; unit < closing.length; unit++) {
      const amount = closing[unit] ?? 0
      const account = core.accounts.ids[core.units.account(unit)] ?? ''
      if (amount > 0) amounts.set(account, (amounts.get(account) ?? 0) + amount)
    }
    return amounts
  })
}

const kept = keeper<Float64Array, ReadonlyMap<string, number>>(1)
