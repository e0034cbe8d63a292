import { daysBetween } from '../../numbers/dates.ts'

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
