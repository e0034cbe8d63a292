import { sparkline } from '#engines/charts/sparkline.ts'
import { Live, MetricName } from '#web/pages/case/Live.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayPeriod, sayValue } from '#web/say.ts'
import type { RestsOn } from './asked.ts'

const states = { broken: ['red', 'Broken'], unknown: ['untrusted', 'Unknown'], untested: ['none', 'Untested'], holds: ['green', 'Holds'] } as const

/** What must stay true, the number that tests it, and since when it is not. */
export function Rests({ lines }: { readonly lines: readonly RestsOn[] }) {
  return (
    <section className="sec" aria-label="Assumptions">
      <SectionHead title="Assumptions" count={countOf(lines)} />
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
                    <StateWords state={states[line.state][0]}>{states[line.state][1]}</StateWords>
                  </td>
                  <td className="wide">
                    <span className="b">{line.says}</span>
                    {line.live && (
                      <span className="sub i1">
                        <MetricName of={line.live} />
                        {`: ${boundsOf(line.live)}`}
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
  const [width, height] = [72, 22]
  const values = points.map(({ value }) => value)
  if (values.filter((value) => value !== null).length < 2) return <span className="muted t12">too few</span>
  const { dash, path, point } = sparkline({ values, limits: null, dash: atLeast ?? atMost, width, height })
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {dash !== null && <line x1="0" x2={width} y1={dash} y2={dash} stroke="var(--grey-line)" strokeDasharray="2 2" />}
      <path d={path} fill="none" stroke="var(--muted)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      {point && <circle cx={point.x} cy={point.y} r="2" fill="var(--text)" />}
    </svg>
  )
}

function boundsOf({ unit, currency, atLeast, atMost }: Watched): string {
  const say = (value: number) => sayValue(value, unit ?? 'count', currency)
  return [atLeast !== null && `at least ${say(atLeast)}`, atMost !== null && `at most ${say(atMost)}`].filter(Boolean).join(', ')
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

function countOf(lines: readonly RestsOn[]): string {
  if (lines.length === 0) return 'none named'
  return (['broken', 'unknown', 'untested', 'holds'] as const)
    .flatMap((state) => {
      const n = lines.filter((line) => line.state === state).length
      return n === 0 ? [] : [`${n} ${state === 'holds' && n > 1 ? 'hold' : state}`]
    })
    .join(', ')
}
