import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { fanChart } from '#engines/charts/fanChart.ts'
import { Chart } from '#web/charts/Chart.tsx'
import type { ForecastAnswer } from '#web/signals/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { forecast } from '#web/resources.ts'
import { sayDay, sayMany, sayPeriod, sayValue, showVariance } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { statusStates, statusWords } from '#web/targets.ts'

/** Will we hit it, if nothing changes? The fan, the chance, the pace that is needed, and how the method did on the past. */
export function Forecast({ metricKey }: { readonly metricKey: string }) {
  const { workspace, asOf, search } = useUrl()
  return (
    <section className="sec" aria-labelledby="h-forecast">
      <Tile of={forecast(workspace, metricKey, { asOf, segment: search['part'] })} name="The forecast" lines={6}>
        {(answer) => <Ahead answer={answer} />}
      </Tile>
    </section>
  )
}

function Ahead({ answer }: { readonly answer: ForecastAnswer }) {
  const { forecast: ahead, method, target, parts, segment } = answer
  return (
    <>
      <SectionHead id="h-forecast" title={titleOf(answer)}>
        {parts.length > 0 && (
          <Segments name="part" label="Part" value={segment ?? ''} options={[{ id: '', says: 'All' }, ...parts.map((part) => ({ id: part, says: part }))]} />
        )}
      </SectionHead>
      {ahead.model !== null && <Fan answer={answer} ahead={ahead.points} />}
      {target && <Pursuit answer={answer} target={target} />}
      <p className="note num">{method}</p>
    </>
  )
}

/** The conclusion, from the numbers of the panel. */
function titleOf({ forecast: ahead, aim, target, unit, currency }: ForecastAnswer): string {
  if (ahead.model === null) return 'No forecast'
  const end = ahead.points.at(-1)
  if (!target || !aim || aim.chance === null)
    return `Heading for ${sayValue(end?.mean ?? null, unit, currency)} by ${sayPeriod(end?.period ?? '', { long: true })}`
  return `${Math.round(aim.chance * 100)}% likely to meet ${sayValue(target.value, unit, currency)} in ${sayPeriod(aim.period, { long: true })}, if nothing changes`
}

type Points = Extract<ForecastAnswer['forecast'], { readonly model: string }>['points']

function Fan({ answer, ahead }: { readonly answer: ForecastAnswer; readonly ahead: Points }) {
  const { name, points, unit, currency, target } = answer
  const figure = useCallback(
    (frame: Frame) => fanChart({ name, measure: { unit, currency }, points: points.slice(-24), ahead, ...(target ? { target } : {}) }, frame),
    [name, points, unit, currency, ahead, target],
  )
  return <Chart figure={figure} />
}

function Pursuit({
  answer: { aim, unit, currency, grain },
  target,
}: {
  readonly answer: ForecastAnswer
  readonly target: NonNullable<ForecastAnswer['target']>
}) {
  const pace = aim?.runRate?.perPeriod
  return (
    <dl className="kv num">
      <dt>Target</dt>
      <dd>
        {`${sayValue(target.value, unit, currency)} by ${sayDay(target.by)}, ${target.kind}`}{' '}
        {aim && <StateWords state={statusStates[aim.status]}>{statusWords[aim.status]}</StateWords>}
        {target.first && <div className="muted">{`First agreed: ${sayValue(target.first.value, unit, currency)} by ${sayDay(target.first.by)}`}</div>}
      </dd>
      <dt>Baseline</dt>
      <dd>
        {target.baseline
          ? `${sayValue(target.baseline.value, unit, currency)}${target.baseline.span ? `, ${sayPeriod(target.baseline.span)}` : ''}${target.baseline.n === null ? '' : `, n ${target.baseline.n.toLocaleString('en-US')}`}`
          : 'None was measured'}
      </dd>
      {aim?.runRate && pace !== null && pace !== undefined && pace !== 0 && (
        <>
          <dt>Needed</dt>
          <dd>{`${showVariance(pace, 0, unit, { currency }).absolute} each ${grain}, over ${sayMany(aim.runRate.periodsLeft, grain)}`}</dd>
        </>
      )}
      {aim?.crossing && (
        <>
          <dt>Course</dt>
          <dd>{`${aim.crossing.isReached ? 'Reaches' : 'Loses'} the target in ${sayPeriod(aim.crossing.period, { long: true })}, on its present course`}</dd>
        </>
      )}
    </dl>
  )
}
