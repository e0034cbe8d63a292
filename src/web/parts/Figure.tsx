import type { Variance as Shown } from '#engines/numbers/showNumber.ts'
import { showTargetVariance, type ShownTarget } from '#engines/numbers/showTarget.ts'
import type { Unit } from '#kernel'
import { sayValue, showVariance } from '#web/say.ts'

/** A difference to a target or a prior: coloured, because the difference is what is good or bad, never the value. */
export function Variance({
  actual,
  reference,
  unit,
  currency,
  better,
  withShare = false,
  isUntrusted = false,
}: {
  readonly actual: number | null
  readonly reference: number | null | undefined
  readonly unit: Unit
  readonly currency: string
  readonly better: 'up' | 'down' | 'within'
  readonly withShare?: boolean
  readonly isUntrusted?: boolean
}) {
  if (actual === null || reference === null || reference === undefined) return <span className="muted">–</span>
  return <Difference shown={showVariance(actual, reference, unit, { currency, better })} withShare={withShare} isUntrusted={isUntrusted} />
}

/** A number against its target, a value or a range: coloured where it is off what is asked now, or beyond its goal. */
export function TargetVariance({ of, withShare = false }: { readonly of: Aiming | null | undefined; readonly withShare?: boolean }) {
  if (!of?.target || of.value === null) return <span className="muted">–</span>
  return <Difference shown={showTargetVariance(of.value, of.target, of.unit, of)} withShare={withShare} isUntrusted={of.trust.state === 'untrusted'} />
}

interface Aiming {
  readonly value: number | null
  readonly target: ShownTarget | null
  readonly unit: Unit
  readonly currency: string
  readonly better: 'up' | 'down' | 'within'
  readonly trust: { readonly state: string }
}

interface Told {
  readonly shown: Shown
  readonly withShare: boolean
  /** Told, and called neither good nor bad. */
  readonly isUntrusted: boolean
}

function Difference({ shown: { absolute, relative, tone }, withShare, isUntrusted }: Told) {
  const colour = isUntrusted ? '' : { good: 'green', bad: 'red', neutral: '' }[tone]
  return (
    <span className={colour}>
      {absolute}
      {withShare && <span className="pc">{relative ?? ''}</span>}
    </span>
  )
}

/** The figure of a page’s headline: the sign after it is smaller. */
export function BigFigure({ value, unit, currency }: { readonly value: number | null; readonly unit: Unit; readonly currency: string }) {
  const shown = sayValue(value, unit, currency)
  const sign = /[%A-Za-z ]+$/.exec(shown)?.[0] ?? ''
  return (
    <>
      {shown.slice(0, shown.length - sign.length)}
      {sign && <small>{sign}</small>}
    </>
  )
}

/** Beside a number that rests on fewer than its metric asks for. */
export const Few = ({ says }: { readonly says: string | null | undefined }) =>
  says ? (
    <span className="amber t12" title={says}>
      {' '}
      few
    </span>
  ) : null

/** Is it a metric that cannot be measured, rather than one without rows? It says itself why, and what to do. */
export const isRefused = ({ reason, trust }: { readonly reason?: string | null; readonly trust: { readonly state: string } }): boolean =>
  reason === 'unsupported' && trust.state === 'untrusted'

/** Why there is no value, in words: rows of the counted fact that came in but do not count are told from none at all. */
export function sayMissing(reason: string | null | undefined, { inputs }: { readonly inputs?: readonly { readonly rows: number }[] }): string {
  const isFed = (inputs?.[0]?.rows ?? 0) > 0
  return (reason ?? 'no_data') === 'no_data' && isFed ? 'None of its rows counts in this period' : (reasonWords[reason ?? 'no_data'] ?? '')
}

const reasonWords: Readonly<Record<string, string>> = {
  no_denominator: 'Nothing to divide by in this period',
  no_data: 'No rows yet; import a source that holds them',
  immature: 'The period is still open',
  suppressed: 'Too few to show',
  not_reached: 'Not reached yet',
  unsupported: 'Not supported for this selection',
}
