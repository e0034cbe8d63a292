import { sayPeriod, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import type { PromiseLine } from './asked.ts'

type LiveOf = Pick<PromiseLine, 'metric' | 'name' | 'part' | 'unit' | 'currency' | 'value' | 'period' | 'isTrusted' | 'lacks'>

/** A live value with its period; what is wrong with it is said under it. */
export function Live({ of: { unit, currency, value, period, isTrusted, lacks } }: { readonly of: LiveOf }) {
  return (
    <>
      {unit && value !== null ? <span className={isTrusted ? 'b' : 'muted'}>{sayValue(value, unit, currency)}</span> : <span className="muted">–</span>}
      <span className="sub i1">{lacks ?? (period ? sayPeriod(period) : '')}</span>
    </>
  )
}

export function MetricName({ of: { metric, name, part, unit } }: { readonly of: LiveOf }) {
  const shown = part ? `${name}, ${part}` : name
  return unit ? (
    <Go className="link" to={`metrics/${metric}`}>
      {shown}
    </Go>
  ) : (
    <>{shown}</>
  )
}
