/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a drawn mark is an image without a file */
import { isWaiting } from '#engines/numbers/waitingCheck.ts'
import type { Trust } from '#kernel'

export type Certainty = 'measured' | 'estimated' | 'incomplete' | 'vouched for' | 'sample' | 'stale' | 'untrusted'

/** How sure a figure is, as a mark after it: full for measured, half for estimated, incomplete or vouched for, ring for sample, dashed for stale or untrusted. */
export function CertaintyMark({ of }: { readonly of: Certainty }) {
  const isHalf = of === 'estimated' || of === 'incomplete' || of === 'vouched for'
  return (
    <svg className="cm" viewBox="0 0 8 8" role="img" aria-label={of}>
      <title>{of}</title>
      {of === 'measured' && <circle cx="4" cy="4" r="3.5" fill="currentColor" />}
      {isHalf && <path d="M4 .5a3.5 3.5 0 0 0 0 7z" fill="currentColor" />}
      {(isHalf || of === 'sample') && <circle cx="4" cy="4" r="3.25" fill="none" stroke="currentColor" />}
      {(of === 'stale' || of === 'untrusted') && <circle cx="4" cy="4" r="3.25" fill="none" stroke="currentColor" strokeDasharray="1.6 1.2" />}
    </svg>
  )
}

/** The mark that a measurement has earned. Figures of the sample company say so. */
export function certaintyOf(trust: Trust, isSample: boolean): Certainty {
  if (trust.state === 'untrusted' || trust.state === 'stale') return trust.state
  if (trust.state === 'provisional') return isVouched(trust) ? 'vouched for' : isShort(trust) ? 'incomplete' : 'estimated'
  return isSample ? 'sample' : 'measured'
}

/** Rows that it reads wait at import. */
const isShort = ({ reasons }: Trust): boolean => reasons.some(({ check }) => isWaiting(check))

/** Somebody answers for a number whose rows are at fault. */
export const isVouched = ({ reasons }: Trust): boolean => reasons.some(({ check }) => check === 'override')
