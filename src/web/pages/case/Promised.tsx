import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayValue } from '#web/say.ts'
import type { PromiseLine, RealisedAt, WeighedCase } from './asked.ts'
import { Live, MetricName } from './Live.tsx'

/** What it promises to move beside what it moves, today and where 90, 180 and 365 days have passed. */
export function Promised({ weighed: { promises, realised } }: { readonly weighed: WeighedCase }) {
  return (
    <section className="sec" aria-label="Promised and realised">
      <SectionHead title={conclusionOf(promises)} />
      {promises.length > 0 && (
        <Wide label="What it promises">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">It moves</th>
                <th scope="col" className="r">
                  From
                </th>
                <th scope="col" className="r">
                  Now
                </th>
                <th scope="col" className="r">
                  Asked by today
                </th>
                <th scope="col" className="r">
                  To
                </th>
                <th scope="col" className="r">
                  Of the way
                </th>
              </tr>
            </thead>
            <tbody>
              {promises.map((line) => (
                <tr key={`${line.metric} ${line.part ?? ''} ${line.by}`}>
                  <td className="wide">
                    <MetricName of={line} />
                  </td>
                  <td data-l="From" className="r">
                    {said(line, line.baseline)}
                  </td>
                  <td data-l="Now" className="r">
                    <Live of={line} />
                  </td>
                  <td data-l="Asked by today" className="r">
                    {said(line, line.asked)}
                  </td>
                  <td data-l="To" className="r">
                    {said(line, line.target)} <span className="sub i1">{`by ${sayDay(line.by)}`}</span>
                  </td>
                  <td data-l="Of the way" className="r">
                    {line.done === null ? <span className="muted">unknown</span> : sayValue(line.done, 'ratio')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {realised.length > 0 && (
        <dl className="after num">
          {realised.map((at) => (
            <After key={at.days} at={at} />
          ))}
        </dl>
      )}
    </section>
  )
}

const said = ({ unit, currency }: Pick<PromiseLine, 'unit' | 'currency'>, value: number | null): string =>
  value === null ? '–' : unit ? sayValue(value, unit, currency) : String(value)

function After({ at: { days, on, isDue, lines } }: { readonly at: RealisedAt }) {
  return (
    <div>
      <dt>{`${days} days after approval`}</dt>
      {!isDue && <dd className="muted">{`on ${sayDay(on)}`}</dd>}
      {lines.map((line) => (
        <dd key={line.name}>
          {`${line.name}: ${said(line, line.value)}`}
          <span className="sub i1">{line.value === null ? (line.lacks ?? '') : `${said(line, line.asked)} was promised for ${sayDay(on)}`}</span>
        </dd>
      ))}
    </div>
  )
}

function conclusionOf(promises: readonly PromiseLine[]): string {
  if (promises.length === 0) return 'It promises nothing that is measured'
  const known = promises.filter(({ done }) => done !== null)
  if (known.length < promises.length) return 'What it promises is not all known'
  const behind = known.filter(
    ({ asked, baseline, target, value }) => asked !== null && value !== null && baseline !== null && (target > baseline ? value < asked : value > asked),
  )
  if (known.every(({ asked }) => asked === null)) return 'What it promises to move'
  if (promises.length === 1) return behind.length === 0 ? 'It keeps to its promise' : 'It is behind its promise'
  return behind.length === 0
    ? 'What it moves keeps to what it promised'
    : `${behind.length} of ${promises.length} promises ${behind.length === 1 ? 'is' : 'are'} behind`
}
