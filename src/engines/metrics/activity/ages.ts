import type { Members } from '../cohorts/matrix.ts'
import type { Activity } from './activity.ts'

/** Cohorts, oldest first, in seconds since 2000; each stops where the next starts. Those up to the as-of day only. */
export interface Span {
  readonly start: number
  readonly stop: number
}

export interface Usage extends Members {
  /** The account of each member’s first event, by code. */
  readonly account: Int32Array
}

/**
 * Who used the product at which age. A member begins with its first event that counts, however long ago, and keeps that cohort for good. By the calendar an
 * age is the number of periods since; rolling, the whole stretches of `rolling` seconds since the first event itself.
 */
export function usageByAge(activity: Activity, isIn: (row: number) => boolean, by: 'actor' | 'account', spans: readonly Span[], rolling: number | null): Usage {
  const codes = by === 'actor' ? activity.actor : activity.account
  const size = by === 'actor' ? activity.actors.length : activity.accounts.length
  const ages = spans.length
  const [cohort, account, first] = [new Int32Array(size).fill(-2), new Int32Array(size).fill(-1), new Int32Array(size)]
  const worth = new Uint8Array(size * ages)
  const end = spans.at(-1)?.stop ?? 0
  let period = -1
  for (let row = 0; row < activity.length; row++) {
    const at = activity.at[row] ?? 0
    if (at >= end) break
    while (period + 1 < ages && at >= (spans[period + 1]?.start ?? 0)) period++
    const who = codes[row] ?? -1
    if (who < 0 || !isIn(row)) continue
    if (cohort[who] === -2) {
      cohort[who] = period
      account[who] = activity.account[row] ?? 0
      first[who] = at
    }
    const began = cohort[who] ?? -1
    if (began < 0) continue
    const age = rolling === null ? period - began : Math.floor((at - (first[who] ?? 0)) / rolling)
    if (age < ages) worth[who * ages + age] = 1
  }
  return { cohort, account, worth, ages }
}
