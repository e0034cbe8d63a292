import { daysBetween, periodEnd, periodStart } from '../../numbers/dates.ts'
import type { Piece } from './split.ts'

/** A committed bet with its size and the quarters in which it is worked on. */
export interface Sized {
  readonly bet: string
  readonly investment: string
  /** Squads that share its effort evenly. */
  readonly squads: readonly string[]
  readonly weeks: number
  /** The first quarter in which it was committed, or the day from which it is worked on, and the last day of its timeframe. */
  readonly from: string
  readonly until: string
}

/**
 * The planned effort of one quarter: each bet is worked on evenly by day from the first day of the quarter that first committed it, or the day that is named, to the end of its
 * timeframe, and counts with what falls into the quarter, its squads in equal parts. Nothing is lost: over all quarters it sums to its size.
 */
export function plannedIn(quarter: string, bets: readonly Sized[]): Piece[] {
  return bets.flatMap(({ bet, investment, squads, weeks, from, until }) => {
    const start = periodStart(from)
    const end = until < start ? periodEnd(from) : until
    const [first, last] = [later(start, periodStart(quarter)), earlier(end, periodEnd(quarter))]
    const share = first > last ? 0 : (daysBetween(first, last) + 1) / (daysBetween(start, end) + 1)
    return share === 0 ? [] : squads.map((squad): Piece => ({ bet, investment, squad, weeks: (weeks * share) / squads.length }))
  })
}

const later = (a: string, b: string): string => (a > b ? a : b)
const earlier = (a: string, b: string): string => (a < b ? a : b)
