import { addDays, addMonths } from '../../numbers/dates.ts'
import { once } from '../../numbers/once.ts'

/** A contract line as far as its renewals go. Days are civil; `end` is the first day without service. */
export interface Contract {
  readonly id: string
  readonly account: string
  readonly product: string | null
  readonly start: string
  readonly end: string | null
  readonly termMonths: number | null
  readonly renewalDate: string | null
  /** Recurring revenue of a month, in any unit. */
  readonly mrr: number
  /** The day on which its end became known; null where nobody said so. */
  readonly cancelledOn: string | null
}

/** A renewal that fell due: was it kept, by the same line or by another of the account and product that runs within the grace? */
export interface Renewal {
  readonly contract: Contract
  readonly due: string
  readonly isRenewed: boolean
}

/**
 * Renewals due from one day to before another. A line falls due after every whole term, and on its stated renewal date; a line that ended earlier was never
 * due. Lines without a term renew with every invoice and are none. `daysOf` may read the days of a line in another way.
 */
export function renewalsDue(contracts: readonly Contract[], from: string, to: string, graceDays: number, daysOf = dueDays): Renewal[] {
  return told(contracts, accountsOf(contracts), from, to, graceDays, daysOf)
}

/** Renewals of all contracts that fall due in a civil month ('2024-12'). Only those whose terms may end in it are looked at. */
export function renewalsIn(contracts: readonly Contract[], month: string, graceDays: number): Renewal[] {
  const [from, to] = [`${month}-01`, addMonths(`${month}-01`, 1)]
  const { terms, stated } = monthsOf(contracts)
  const ending = [...terms].flatMap(([term, byPlace]) => byPlace.get(monthNumber(month) % term) ?? [])
  return told(new Set([...ending, ...(stated.get(month) ?? [])]), accountsOf(contracts), from, to, graceDays, dueDays)
}

function told(
  some: Iterable<Contract>,
  byAccount: ReadonlyMap<string, readonly Contract[]>,
  from: string,
  to: string,
  graceDays: number,
  daysOf: typeof dueDays,
): Renewal[] {
  return Array.from(some).flatMap((contract) =>
    daysOf(contract, from, to).map((due): Renewal => {
      const runs = contract.end === null || contract.end > due
      const last = addDays(due, graceDays)
      const others = byAccount.get(contract.account) ?? []
      const isFollowed = others.some((other) => other !== contract && other.product === contract.product && runsBetween(other, due, last))
      return { contract, due, isRenewed: runs || isFollowed }
    }),
  )
}

const accountsOf = once((contracts: readonly Contract[]): ReadonlyMap<string, readonly Contract[]> => Map.groupBy(contracts, ({ account }) => account))

/** Contracts by their term and the place in it of the month in which they start, and by the month of a renewal that is stated. */
const monthsOf = once((contracts: readonly Contract[]) => {
  const byTerm = Map.groupBy(
    contracts.filter(({ termMonths }) => termMonths !== null && termMonths > 0),
    ({ termMonths }) => termMonths ?? 0,
  )
  return {
    terms: new Map([...byTerm].map(([term, own]) => [term, Map.groupBy(own, ({ start }) => monthNumber(start) % term)])),
    stated: Map.groupBy(contracts, ({ renewalDate }) => renewalDate?.slice(0, 7) ?? ''),
  }
})

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))

function dueDays({ start, end, termMonths, renewalDate }: Contract, from: string, to: string): string[] {
  const days = new Set<string>()
  if (renewalDate !== null) days.add(renewalDate)
  if (termMonths !== null && termMonths > 0) {
    const first = Math.max(1, Math.floor((monthNumber(from) - monthNumber(start)) / termMonths))
    for (let term = first; ; term++) {
      const due = addMonths(start, term * termMonths)
      if (due >= to) break
      days.add(due)
    }
  }
  return [...days].filter((due) => due >= from && due < to && due > start && (end === null || end >= due)).toSorted()
}

/** Another line that starts by the end of the grace and has service after the due day. */
const runsBetween = ({ start, end }: Contract, due: string, last: string): boolean => start <= last && (end === null || end > due)
