import { addDays, periodEnd } from '#engines/numbers/dates.ts'
import type { Contract as Line } from '../revenue/renewals.ts'
import { nextDue, termOf } from './dueDays.ts'
import { runningOn, type LedgerHistory } from './ledgerHistory.ts'
import { keyOf, type Place } from './renewalRates.ts'
import type { Contract, SegmentRate } from './rollLedger.ts'

/** A part of the money of an account: the parts of each sum to 1. */
export interface Portion {
  readonly place: Place
  readonly share: number
  /** Null for a line without a term beside others with one: it moves as its account does. */
  readonly renewsOn: string | null
  readonly termMonths: number
  /** It was cancelled by the origin, and ends on its day. */
  readonly isEnding: boolean
}

/** The money of each account at the origin over its lines that run. An account whose lines are not known goes on by the month. */
export interface OpenContracts {
  readonly portions: ReadonlyMap<string, readonly Portion[]>
  readonly places: readonly Place[]
  /** Share of the money at the origin whose contracts are known. */
  readonly known: number
  /** Share of the money whose contracts come up for renewal at least once until the end of a month, and of the money whose contracts were cancelled and end by then. */
  readonly until: (period: string) => { readonly due: number; readonly ending: number }
}

/** Contracts as they stand at the end of a month: cancelled ones end on their day, others are next due after a whole term. Lines begin by then. */
export function openContracts(
  { lines, segmentOf }: Pick<LedgerHistory, 'lines' | 'segmentOf'>,
  origin: string,
  now: ReadonlyMap<string, number>,
): OpenContracts {
  const day = periodEnd(origin)
  const byAccount = Map.groupBy(runningOn(lines, day), ({ account }) => account)
  const portions = new Map([...now.keys()].map((account) => [account, portionsOf(byAccount.get(account) ?? [], segmentOf(account), day)]))
  const total = [...now.values()].reduce((sum, amount) => sum + amount, 0)
  const shareOf = (isIn: (portion: Portion, account: string) => boolean): number =>
    total > 0 ? moneyOf(now, (account) => weightOf((portions.get(account) ?? []).filter((one) => isIn(one, account)))) / total : 0
  return {
    portions,
    places: [...new Map([...portions.values()].flat().map(({ place }) => [keyOf(place), place])).values()],
    known: shareOf((_, account) => byAccount.has(account)),
    until: (period) => {
      const last = periodEnd(period)
      return {
        due: shareOf(({ isEnding, place, renewsOn }) => !isEnding && place.termMonths !== null && renewsOn !== null && renewsOn <= last),
        ending: shareOf(({ isEnding, renewsOn }) => isEnding && renewsOn !== null && renewsOn <= last),
      }
    },
  }
}

const weightOf = (portions: readonly Portion[]): number => portions.reduce((sum, { share }) => sum + share, 0)
const moneyOf = (now: ReadonlyMap<string, number>, weight: (account: string) => number): number =>
  [...now].reduce((sum, [account, amount]) => sum + amount * weight(account), 0)

function portionsOf(lines: readonly Line[], segment: string, day: string): Portion[] {
  const sum = lines.reduce((of, { mrr }) => of + mrr, 0)
  if (lines.length === 0) return [{ place: { segment, termMonths: null }, share: 1, renewsOn: addDays(day, 1), termMonths: 1, isEnding: false }]
  const isMixed = lines.some((line) => termOf(line) !== null)
  return lines.map((line): Portion => {
    const { end, cancelledOn } = line
    const place = { segment, termMonths: termOf(line) }
    const share = line.mrr / sum
    if (end !== null && cancelledOn !== null && cancelledOn <= day) return { place, share, renewsOn: end, termMonths: 1, isEnding: true }
    if (place.termMonths === null) return { place, share, renewsOn: isMixed ? null : addDays(day, 1), termMonths: 1, isEnding: false }
    return { place, share, renewsOn: nextDue(line, place.termMonths, day), termMonths: place.termMonths, isEnding: false }
  })
}

const ends = 'ends'
/** What was cancelled is not renewed. */
export const endingRate: SegmentRate = { segment: ends, renewal: 0, due: 1 }

/** Contracts of the accounts of a cohort, each counted for what it is worth at the origin. */
export const contractsOf = (counted: ReadonlyMap<string, number>, { portions }: OpenContracts): Contract[] =>
  [...counted].flatMap(([account, amount]) =>
    (portions.get(account) ?? []).map(({ place, share, renewsOn, termMonths, isEnding }) => ({
      account,
      segment: isEnding ? ends : keyOf(place),
      amount: amount * share,
      renewsOn,
      termMonths,
    })),
  )
