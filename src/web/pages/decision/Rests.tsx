import { boundsSay, countSays, holding } from '#web/pages/case/holding.ts'
import { Live, MetricName } from '#web/pages/case/Live.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Spark } from '#web/parts/Spark.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayPeriod, sayValue } from '#web/say.ts'
import type { RestsOn } from './asked.ts'

/** What must stay true, the number that tests it, and since when it is not. */
export function Rests({ lines }: { readonly lines: readonly RestsOn[] }) {
  return (
    <section className="sec" aria-label="Assumptions">
      <SectionHead title="Assumptions" count={countSays(lines)} />
      {lines.length > 0 && (
        <Wide label="What must stay true">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">We assume</th>
                <th scope="col" className="r">
                  Now
                </th>
                <th scope="col">10 periods</th>
                <th scope="col">Reading</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.says}>
                  <td data-l="State" className="nw">
                    <StateWords state={holding[line.state][0]}>{holding[line.state][1]}</StateWords>
                  </td>
                  <td className="wide">
                    <span className="b">{line.says}</span>
                    {line.live && (
                      <span className="sub i1">
                        <MetricName of={line.live} />
                        {`: ${boundsSay(line.live)}`}
                      </span>
                    )}
                  </td>
                  <td data-l="Now" className="r">
                    {line.live ? <Live of={line.live} /> : <span className="muted">–</span>}
                  </td>
                  <td data-l="10 periods">{line.live && <Trend of={line.live} />}</td>
                  <td className="wide muted">{readingOf(line)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  )
}

type Watched = NonNullable<RestsOn['live']>

/** The line of its last periods; the dash is where it would break. */
function Trend({ of: { points, atLeast, atMost } }: { readonly of: Watched }) {
  const bound = atLeast ?? atMost
  const target = bound === null ? null : { value: bound }
  return <Spark tone="ink" width={72} height={22} item={{ points, signal: null, better: 'up', value: points.at(-1)?.value ?? null, target }} />
}

/** How far from its bound it is, or since when beyond it. */
export function readingOf({ state, live }: RestsOn): string {
  if (!live) return 'No number tests it.'
  if (state === 'unknown' || live.value === null || !live.unit) return ''
  const { unit, currency, value, atLeast, atMost } = live
  const room = Math.min(atLeast === null ? Infinity : value - atLeast, atMost === null ? Infinity : atMost - value)
  if (room >= 0) return `${sayDistance(room, unit, currency)} to spare`
  return `${sayDistance(-room, unit, currency)} beyond${live.outSince ? `, since ${sayPeriod(live.outSince)}` : ''}`
}

const sayDistance = (by: number, unit: NonNullable<Watched['unit']>, currency: string): string =>
  unit === 'ratio' ? `${(by * 100).toFixed(by < 0.01 ? 2 : 1)} pts` : sayValue(by, unit, currency)
