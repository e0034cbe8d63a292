import { addMonths, addPeriods, dayNumber, periodEnd, periodOf } from '#engines/numbers/dates.ts'

/** A contract that pays at the opening. `amount` in any unit, zero or more; `renewsOn` its next renewal date, null for one without an end (month to month is term 1). */
export type Contract = {
  readonly account: string
  readonly segment: string
  readonly amount: number
  readonly renewsOn: string | null
  readonly termMonths: number
}

/** What a segment does: share of the money due that renews, from `due` renewals seen, and growth of what is kept, per month. */
export type SegmentRate = { readonly segment: string; readonly renewal: number; readonly due: number; readonly monthlyExpansion?: number }

export type RolledMonth = {
  readonly period: string
  /** Money up for renewal in the month, after what was lost before. */
  readonly due: number
  readonly kept: number
  /** Kept / opening; null without an opening. */
  readonly nrr: number | null
  /** The same without expansion. */
  readonly grr: number | null
  /** Standard error of nrr: whether each contract renews, and how well its segment's rate is known. */
  readonly error: number | null
}

/**
 * Net retention looked at ahead by rolling the ledger: each contract keeps its amount until it is due, then amount x the renewal rate of its segment, term after term;
 * never by extrapolating the ratio (kpis.md, section 6). `opening` is the month whose end the cohort is taken at; the answer has the `months` after it.
 * Renewals are independent of each other; the rate of a segment is shared by its contracts. A segment without a rate is an error, not a guess.
 */
export function rollLedger(contracts: readonly Contract[], rates: readonly SegmentRate[], opening: string, months: number): RolledMonth[] {
  const bySegment = new Map(rates.map((rate) => [rate.segment, checked(rate)]))
  const ledger = contracts.map((contract) => {
    const rate = bySegment.get(contract.segment)
    if (!rate) throw new RangeError(`Segment "${contract.segment}" of ${contract.account} has no renewal rate. Give one, or join it to a segment that has.`)
    return { contract, rate, dues: duesOf(contract, opening, months) }
  })
  const start = contracts.reduce((total, { amount }) => total + amount, 0)
  return Array.from({ length: months }, (_, index) => monthOf(ledger, addPeriods(opening, index + 1), index + 1, start))
}

type Rolled = { readonly contract: Contract; readonly rate: SegmentRate; readonly dues: readonly string[] }

function monthOf(ledger: readonly Rolled[], period: string, elapsed: number, start: number): RolledMonth {
  let [due, kept, gross, variance] = [0, 0, 0, 0]
  const slopes = new Map<SegmentRate, number>()
  for (const { contract, rate, dues } of ledger) {
    const times = dues.filter((month) => month <= period).length
    const grown = contract.amount * (1 + (rate.monthlyExpansion ?? 0)) ** elapsed
    const survival = rate.renewal ** times
    if (dues.includes(period)) due += grown * rate.renewal ** (times - 1)
    kept += grown * survival
    gross += contract.amount * survival
    variance += grown ** 2 * survival * (1 - survival)
    slopes.set(rate, (slopes.get(rate) ?? 0) + (times === 0 ? 0 : grown * times * rate.renewal ** (times - 1)))
  }
  // delta method: the rate of a segment is a share of `due` renewals, and moves all its contracts together
  for (const [{ renewal, due: seen }, slope] of slopes) variance += (slope ** 2 * renewal * (1 - renewal)) / seen
  const share = (amount: number) => (start > 0 ? amount / start : null)
  return { period, due, kept, nrr: share(kept), grr: share(gross), error: share(Math.sqrt(variance)) }
}

/** Months in which a contract is due: a date in or before the opening month is its overdue renewal and is taken at once, in the first month. */
function duesOf({ renewsOn, termMonths, account }: Contract, opening: string, months: number): string[] {
  if (renewsOn === null) return []
  if (!Number.isSafeInteger(termMonths) || termMonths < 1) throw new RangeError(`The term of ${account} is ${termMonths} months; it is a whole number from 1.`)
  const first = addPeriods(opening, 1)
  const last = dayNumber(periodEnd(addPeriods(opening, months)))
  const dues: string[] = []
  for (let term = 0; dayNumber(addMonths(renewsOn, term * termMonths)) <= last; term++) {
    const month = periodOf(addMonths(renewsOn, term * termMonths), 'month')
    const taken = month > opening ? month : first
    if (dues.at(-1) !== taken) dues.push(taken)
  }
  return dues
}

function checked(rate: SegmentRate): SegmentRate {
  if (!(rate.renewal >= 0 && rate.renewal <= 1)) throw new RangeError(`The renewal rate of "${rate.segment}" lies between 0 and 1, not ${rate.renewal}.`)
  if (!(rate.due > 0)) throw new RangeError(`The renewal rate of "${rate.segment}" needs the number of renewals that it was seen in.`)
  return rate
}
