import { addDays, addMonths } from '../../numbers/dates.ts'

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
  const byAccount = Map.groupBy(contracts, ({ account }) => account)
  return contracts.flatMap((contract) =>
    daysOf(contract, from, to).map((due): Renewal => {
      const runs = contract.end === null || contract.end > due
      const last = addDays(due, graceDays)
      const others = byAccount.get(contract.account) ?? []
      const isFollowed = others.some((other) => other !== contract && other.product === contract.product && runsBetween(other, due, last))
      return { contract, due, isRenewed: runs || isFollowed }
    }),
  )
}

function dueDays({ start, end, termMonths, renewalDate }: Contract, from: string, to: string): string[] {
  const days = new Set<string>()
  if (renewalDate !== null) days.add(renewalDate)
  for (let term = 1; termMonths !== null && termMonths > 0; term++) {
    const due = addMonths(start, term * termMonths)
    if (due >= to) break
    days.add(due)
  }
  return [...days].filter((due) => due >= from && due < to && due > start && (end === null || end >= due)).toSorted()
}

/** Another line that starts by the end of the grace and has service after the due day. */
const runsBetween = ({ start, end }: Contract, due: string, last: string): boolean => start <= last && (end === null || end > due)
