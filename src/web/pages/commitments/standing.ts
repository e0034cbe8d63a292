import type { AnyRow } from '#kernel'
import { baseline } from '#objects'

/** The commitment that holds for a quarter; null when it is not committed. */
export const standingOf = (period: string, baselines: readonly AnyRow[]): AnyRow | null => baseline.standingOf(period, baselines)

/** What is missing before a commitment is amended, in words; null when nothing is. */
export function lackOf({ cause, reason }: { readonly cause: string; readonly reason: string }): string | null {
  if (cause === '') return 'Choose the cause.'
  return reason.trim() === '' ? 'Say what happened.' : null
}
