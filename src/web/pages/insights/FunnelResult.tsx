import { spanOf } from '#engines/numbers/showAnswer.ts'
import { Wide } from '#web/parts/Wide.tsx'
import type { FunnelLine, Step } from './contract.ts'
import { labelOf, share, type Pick } from './telling.ts'

/** Bars of a funnel: the share that reached each step, with its interval, and beneath it who came and who was lost. Each opens who stands behind it. */
export function FunnelResult({
  steps,
  lines,
  before,
  linesBefore,
  whom,
  pick,
}: {
  readonly steps: readonly Step[]
  readonly lines: readonly FunnelLine[]
  /** The same in the stretch that it is compared with. */
  readonly before: readonly Step[] | null
  readonly linesBefore: readonly FunnelLine[]
  readonly whom: string
  readonly pick: Pick
}) {
  return (
    <>
      <ol className="fun" aria-label="Funnel">
        {steps.map((step, at) => (
          <Bar key={step.drill} step={step} at={at} from={requiredBefore(steps, at)} old={before?.[at] ?? null} whom={whom} pick={pick} />
        ))}
      </ol>
      {before && <p className="note t12">The narrow bar is the time that it is compared with.</p>}
      {lines.length > 0 && <Lines lines={lines} old={linesBefore} pick={pick} />}
    </>
  )
}

function Bar({
  step,
  at,
  from,
  old,
  whom,
  pick,
}: {
  readonly step: Step
  readonly at: number
  /** The step, from 1, of which the share is told. */
  readonly from: number
  readonly old: Step | null
  readonly whom: string
  readonly pick: Pick
}) {
  return (
    <li>
      <div className={old ? 'fun-bar pair' : 'fun-bar'} aria-hidden="true">
        <i style={{ height: partOf(step.fromStart), width: partOf(step.fromStart) }} />
        {old && <u style={{ height: partOf(old.fromStart), width: partOf(old.fromStart) }} />}
        {step.ci95 && at > 0 && <b style={{ bottom: `${step.ci95.low * 100}%`, height: `${(step.ci95.high - step.ci95.low) * 100}%` }} />}
      </div>
      <p className="s num">
        {share(step.fromStart)} {old && at > 0 && <span className="muted t12">{`was ${share(old.fromStart)}`}</span>}
      </p>
      <p className="t13">
        <span className="muted">{at + 1}</span> {step.label}
        {step.optional && <span className="muted t12"> optional</span>}
      </p>
      <p className="t12 num">
        <button type="button" className="link" onClick={() => pick(step.drill)}>
          {`${step.count.toLocaleString('en-US')} ${whom}`}
        </button>
        {old && <span className="muted">{`, was ${old.count.toLocaleString('en-US')}`}</span>}
      </p>
      {at > 0 && (
        <p className="t12 muted num">
          {share(step.fromPrev)} of {from === at ? 'the step before' : `step ${from}`}
          {old && step.fromPrev !== null && old.fromPrev !== null ? ` (${points(step.fromPrev - old.fromPrev)})` : ''}, {spanOf(step.medianSec)}
          {step.dropped > 0 && (
            <>
              {', '}
              <button type="button" className="link" onClick={() => pick(step.drill, 'dropped')}>
                {`${step.dropped.toLocaleString('en-US')} ${step.optional ? 'without it' : 'lost'}`}
              </button>
            </>
          )}
        </p>
      )}
    </li>
  )
}

/** Bars of groups beside each other, one colour for each; beneath, the numbers that they are drawn from. */
export function GroupFunnel({
  groups,
  all,
  before,
  whom,
  pick,
}: {
  readonly groups: readonly GroupSteps[]
  readonly all: readonly Step[]
  readonly before: readonly Step[] | null
  readonly whom: string
  readonly pick: Pick
}) {
  const whole = `All ${whom}`
  return (
    <>
      <ul className="legend num t12" aria-label="Groups">
        {groups.map(({ name, members }, at) => (
          <li key={name}>
            <i aria-hidden="true" style={{ background: colourOf(at) }} /> {name} <span className="muted">{members}</span>
          </li>
        ))}
      </ul>
      <ol className="fun" aria-label="Funnel">
        {all.map(({ label, optional, drill }, at) => (
          <li key={drill}>
            <div className="fun-bar many" aria-hidden="true">
              {groups.map(({ name, steps }, place) => (
                <i
                  key={name}
                  style={{ height: partOf(steps[at]?.fromStart ?? null), width: partOf(steps[at]?.fromStart ?? null), background: colourOf(place) }}
                />
              ))}
            </div>
            <p className="t13">
              <span className="muted">{at + 1}</span> {label}
              {optional && <span className="muted t12"> optional</span>}
            </p>
          </li>
        ))}
      </ol>
      <Lines
        lines={[...groups.map(({ name, steps }) => ({ breakdown: [name], steps })), { breakdown: [whole], steps: all }]}
        old={before ? [...groups.map(({ name, before: own }) => ({ breakdown: [name], steps: own })), { breakdown: [whole], steps: before }] : []}
        pick={pick}
      />
    </>
  )
}

export interface GroupSteps {
  readonly name: string
  /** How many are in it, in words. */
  readonly members: string
  readonly steps: readonly Step[]
  /** The same in the time that it is compared with. */
  readonly before: readonly Step[]
}

/** An optional step holds nobody up: what follows is told of the last step that everybody takes. */
const requiredBefore = (steps: readonly Step[], at: number): number => steps.findLastIndex(({ optional }, place) => place < at && !optional) + 1

const colourOf = (at: number): string => `var(--c${(at % 6) + 1})`

/** A share as a length: the height of the bar on a wide page, its width on a phone. */
const partOf = (rate: number | null): string => `${Math.min(1, rate ?? 0) * 100}%`
/** A difference of two shares in points. */
const points = (difference: number): string => `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)} pts`

/** One row for each line, with the share of all steps and its interval. */
export function Lines({
  label = 'By line',
  lines,
  old,
  pick,
}: {
  readonly label?: string
  readonly lines: readonly FunnelLine[]
  readonly old: readonly FunnelLine[]
  readonly pick: Pick
}) {
  const steps = lines[0]?.steps ?? []
  return (
    <Wide label={label}>
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
            <th scope="col" className="n">
              95 %
            </th>
            {old.length > 0 && (
              <th scope="col" className="n">
                Change
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line
              key={labelOf(line.breakdown)}
              line={line}
              old={old.length > 0 ? (isGathered(line) ? null : (old.find((each) => labelOf(each.breakdown) === labelOf(line.breakdown)) ?? null)) : undefined}
              pick={pick}
            />
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** What is beyond the limit is gathered in one line, of other members in each stretch: these are not compared. */
const isGathered = ({ breakdown }: FunnelLine): boolean => breakdown.length > 0 && breakdown.every((part) => part === 'Other')

function Line({ line, old, pick }: { readonly line: FunnelLine; readonly old: FunnelLine | null | undefined; readonly pick: Pick }) {
  const last = line.steps.at(-1)
  const [now, then] = [last?.fromStart ?? null, old?.steps.at(-1)?.fromStart ?? null]
  return (
    <tr>
      <th scope="row">{labelOf(line.breakdown)}</th>
      {line.steps.map((step, at) => (
        <td key={step.drill} className="n">
          <button type="button" className="link" onClick={() => pick(step.drill)}>
            {step.count.toLocaleString('en-US')}
          </button>
          {at > 0 && <span className="muted t12">{` ${share(step.fromPrev)}`}</span>}
        </td>
      ))}
      <td className="n s">{share(now)}</td>
      <td className="n muted">{last?.ci95 ? `${Math.round(last.ci95.low * 100)} – ${Math.round(last.ci95.high * 100)}` : '–'}</td>
      {old !== undefined && <td className="n">{now === null || then === null ? '–' : points(now - then)}</td>}
    </tr>
  )
}
