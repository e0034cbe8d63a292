import { Wide } from '#web/parts/Wide.tsx'
import type { FunnelLine, Step } from './contract.ts'
import { labelOf, share, spanOf, type Pick } from './telling.ts'

/** Bars of a funnel: the share that reached each step, with its interval, and beneath it who came and who was lost. Each opens who stands behind it. */
export function FunnelResult({
  steps,
  lines,
  whom,
  pick,
}: {
  readonly steps: readonly Step[]
  readonly lines: readonly FunnelLine[]
  readonly whom: string
  readonly pick: Pick
}) {
  return (
    <>
      <ol className="fun" aria-label="Funnel">
        {steps.map((step, at) => (
          <li key={step.drill}>
            <div className="fun-bar" aria-hidden="true">
              <i style={{ height: partOf(step.fromStart), width: partOf(step.fromStart) }} />
              {step.ci95 && at > 0 && <b style={{ bottom: `${step.ci95.low * 100}%`, height: `${(step.ci95.high - step.ci95.low) * 100}%` }} />}
            </div>
            <p className="s num">{share(step.fromStart)}</p>
            <p className="t13">
              <span className="muted">{at + 1}</span> {step.label}
            </p>
            <p className="t12 num">
              <button type="button" className="link" onClick={() => pick(step.drill)}>
                {`${step.count.toLocaleString('en-US')} ${whom}`}
              </button>
            </p>
            {at > 0 && (
              <p className="t12 muted num">
                {share(step.fromPrev)} of the step before, {spanOf(step.medianSec)}
                {step.dropped > 0 && (
                  <>
                    {', '}
                    <button type="button" className="link" onClick={() => pick(step.drill, 'dropped')}>
                      {`${step.dropped.toLocaleString('en-US')} lost`}
                    </button>
                  </>
                )}
              </p>
            )}
          </li>
        ))}
      </ol>
      {lines.length > 0 && <Lines lines={lines} pick={pick} />}
    </>
  )
}

/** A share as a length: the height of the bar on a wide page, its width on a phone. */
const partOf = (rate: number | null): string => `${Math.min(1, rate ?? 0) * 100}%`

function Lines({ lines, pick }: { readonly lines: readonly FunnelLine[]; readonly pick: Pick }) {
  const steps = lines[0]?.steps ?? []
  return (
    <Wide label="By line">
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            {steps.map(({ label }, at) => (
              <th key={`${at}-${label}`} scope="col" className="n">
                {label}
              </th>
            ))}
            <th scope="col" className="n">
              All steps
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={labelOf(line.breakdown)}>
              <th scope="row">{labelOf(line.breakdown)}</th>
              {line.steps.map((step) => (
                <td key={step.drill} className="n">
                  <button type="button" className="link" onClick={() => pick(step.drill)}>
                    {step.count.toLocaleString('en-US')}
                  </button>
                </td>
              ))}
              <td className="n s">{share(line.steps.at(-1)?.fromStart ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
