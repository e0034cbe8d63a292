import { daysBetween } from '../../numbers/dates.ts'
import { wilson } from '../../numbers/intervals.ts'

/** A standing that nobody looked at for longer than this is stale. */
export const freshDays = 90
/** The share of eligible accounts that must use a capability before our people may claim it. */
export const leastUse = 0.2

export const isStale = (checkedOn: string, today: string): boolean => daysBetween(checkedOn, today) > freshDays

/** What is known of the capability behind a claim. `use` is the share of eligible accounts that use it; null when it is not measured. */
export interface Proof {
  readonly isReleased: boolean
  readonly use: number | null
}

export type ClaimState = 'valid' | 'notReleased' | 'notMeasured' | 'hardlyUsed'

/** May it be said? Only of what is released and used by a fifth of those who may use it; compared before anything is rounded. */
export function claimState({ isReleased, use }: Proof): ClaimState {
  if (!isReleased) return 'notReleased'
  if (use === null) return 'notMeasured'
  return use >= leastUse ? 'valid' : 'hardlyUsed'
}

export interface DealRow {
  readonly outcome: 'won' | 'lost' | 'noDecision'
  readonly reason: string | null
}

export interface WinRate {
  readonly won: number
  readonly lost: number
  /** Bought from nobody: neither won nor lost, and not in the rate. */
  readonly noDecision: number
  /** won / (won + lost) with Wilson’s 95 % interval (portfolio reference 1); null without either. */
  readonly rate: number | null
  readonly low: number | null
  readonly high: number | null
  /** What decided those that were lost, the commonest first; of equals by name. */
  readonly lostFor: readonly { readonly reason: string; readonly count: number }[]
}

export function winRate(deals: readonly DealRow[]): WinRate {
  const count = (outcome: DealRow['outcome']): number => deals.filter((one) => one.outcome === outcome).length
  const [won, lost] = [count('won'), count('lost')]
  const between = wilson(won, won + lost)
  return {
    won,
    lost,
    noDecision: count('noDecision'),
    rate: won + lost === 0 ? null : won / (won + lost),
    low: between?.low ?? null,
    high: between?.high ?? null,
    lostFor: reasonsOf(deals, 'lost'),
  }
}

/** What decided deals of one outcome, the commonest first; of equals by name. */
export function reasonsOf(deals: readonly DealRow[], outcome: DealRow['outcome']): WinRate['lostFor'] {
  const reasons = deals.flatMap((one) => (one.outcome === outcome && one.reason !== null ? [one.reason] : []))
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, own]) => ({ reason, count: own.length }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}
