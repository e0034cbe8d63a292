import { addPeriods, countPeriods, periodOf } from '#engines/numbers/dates.ts'

/** A contract that pays at the opening. `amount` in any unit, zero or more; `renewsOn` its next renewal date, null for one without an end (month to month is term 1). */
export type Contract = {
  readonly account: string
  readonly segment: string
  readonly amount: number
  readonly renewsOn: string | null
  readonly termMonths: number
}

/**
 * What a segment does: share of the money due that renews, from `due` renewals seen, and growth of what is kept, per month. `near`: other rates for the first months
 * ahead, which the same renewals were read for.
 */
export type SegmentRate = {
  readonly segment: string
  readonly renewal: number
  readonly due: number
  readonly near?: readonly { readonly renewal: number; readonly due: number }[]
  readonly monthlyExpansion?: number
}

export type RolledMonth = {
  readonly period: string
  /** Money up for renewal in the month, after what was lost before. */
  readonly due: number
  /** Money of the opening that was not renewed until then, growth apart. Opening = lost + kept - moved. */
  readonly lost: number
  /** Growth of what was kept. */
  readonly moved: number
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
  const roll = rolling(contracts, rates, opening, months)
  return Array.from({ length: months }, (_, index) => roll(index + 1))
}

/** The same for the last of the months alone; without a month ahead it is the opening itself. */
export const rollTo = (contracts: readonly Contract[], rates: readonly SegmentRate[], opening: string, months: number): RolledMonth =>
  rolling(contracts, rates, opening, months)(months)

function rolling(contracts: readonly Contract[], rates: readonly SegmentRate[], opening: string, months: number): (elapsed: number) => RolledMonth {
  const bySegment = new Map(rates.map((rate) => [rate.segment, checked(rate)]))
  const ledger = contracts.map((contract) => {
    const rate = bySegment.get(contract.segment)
    if (!rate) throw new RangeError(`Segment "${contract.segment}" of ${contract.account} has no renewal rate. Give one, or join it to a segment that has.`)
    return { contract, rate, dues: duesOf(contract, opening, months) }
  })
  const start = contracts.reduce((total, { amount }) => total + amount, 0)
  return (elapsed) => monthOf(ledger, addPeriods(opening, elapsed), elapsed, start)
}

/** `dues`: how many months after the opening a contract is due. */
type Rolled = { readonly contract: Contract; readonly rate: SegmentRate; readonly dues: readonly number[] }

function monthOf(ledger: readonly Rolled[], period: string, elapsed: number, start: number): RolledMonth {
  let [due, kept, lost, gross, variance] = [0, 0, 0, 0, 0]
  const doubts = new Map<SegmentRate, number>()
  for (const { contract, rate, dues } of ledger) {
    const grown = contract.amount * (1 + (rate.monthlyExpansion ?? 0)) ** elapsed
    let [survival, before, doubt] = [1, 1, 0]
    for (const month of dues) {
      if (month > elapsed) break
      const { renewal, due: seen } = rate.near?.[month - 1] ?? rate
      before = survival
      survival *= renewal
      doubt += Math.sqrt((1 - renewal) / (seen * Math.max(renewal, 1e-12)))
    }
    if (dues.includes(elapsed)) due += grown * before
    kept += grown * survival
    lost += contract.amount * (1 - survival)
    gross += contract.amount * survival
    variance += grown ** 2 * survival * (1 - survival)
    doubts.set(rate, (doubts.get(rate) ?? 0) + grown * survival * doubt)
  }
  // delta method: the rate of a segment is a share of `due` renewals, and moves all its contracts together; its near rates were read from the same renewals
  for (const doubt of doubts.values()) variance += doubt ** 2
  const share = (amount: number) => (start > 0 ? amount / start : null)
  return { period, due, lost, moved: kept - gross, kept, nrr: share(kept), grr: share(gross), error: share(Math.sqrt(variance)) }
}

/** Months after the opening in which a contract is due: a date in or before the opening month is its overdue renewal and is taken at once, in the first month. */
function duesOf({ renewsOn, termMonths, account }: Contract, opening: string, months: number): number[] {
  if (renewsOn === null) return []
  if (!Number.isSafeInteger(termMonths) || termMonths < 1) throw new RangeError(`The term of ${account} is ${termMonths} months; it is a whole number from 1.`)
  const dues: number[] = []
  for (let month = countPeriods(opening, periodOf(renewsOn, 'month')); month <= months; month += termMonths) {
    const taken = Math.max(1, month)
    if (dues.at(-1) !== taken) dues.push(taken)
  }
  return dues
}

function checked(rate: SegmentRate): SegmentRate {
  for (const { renewal, due } of [rate, ...(rate.near ?? [])]) {
    if (!(renewal >= 0 && renewal <= 1)) throw new RangeError(`The renewal rate of "${rate.segment}" lies between 0 and 1, not ${renewal}.`)
    if (!(due > 0)) throw new RangeError(`The renewal rate of "${rate.segment}" needs the number of renewals that it was seen in.`)
  }
  return rate
}
