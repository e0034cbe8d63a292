import { useQuery } from '@tanstack/react-query'
import { Fragment, useCallback, useMemo } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { lineChart, type LineDrawing } from '#engines/charts/lineChart.ts'
import { addDays, periodOf, type Grain } from '#engines/numbers/dates.ts'
import { Chart } from '#web/charts/Chart.tsx'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { marksOf, type Line, type Marks, type OverTime } from './contract.ts'
import { AddNote } from './AddNote.tsx'
import { LineLegend } from './LineLegend.tsx'
import { OverTimeTable, PointTable } from './Tables.tsx'
import { labelOf, type Pick } from './telling.ts'

const grains: Readonly<Record<string, Grain>> = { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' }
type Drawn = LineDrawing['lines'][number]

/** Lines over time with what happened meanwhile; the heaviest are drawn, all stand in the table, and a point leads to who is behind it. */
export function TrendResult({
  lines,
  before,
  unit,
  pick,
}: {
  readonly lines: readonly Line[]
  readonly before: readonly Line[] | null
  readonly unit: string
  readonly pick: Pick
}) {
  const [first] = lines
  const weight = ({ points }: Line): number => points.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const most = before ? 3 : 6
  const isOne = new Set(lines.map(({ label }) => label)).size === 1
  const chosen = lines
    .map((line, at) => ({ line, old: before?.[at] }))
    .toSorted((a, b) => weight(b.line) - weight(a.line))
    .slice(0, most)
  if (!first || first.points.length === 0) return <p className="note">Nothing happened in this range.</p>
  const drawn = chosen.flatMap(({ line, old }): Drawn[] => [
    { name: nameOf(line, isOne), values: line.points.map(({ value }) => value) },
    ...(old ? [{ name: `${nameOf(line, isOne)} before`, values: line.points.map((_, at) => old.points[at]?.value ?? null), isContext: true }] : []),
  ])
  const only = lines.length === 1 ? first : null
  return (
    <>
      <Lines
        name="Trend"
        measure={{ unit: 'count' }}
        points={first.points}
        lines={drawn}
        unit={unit}
        pick={only && ((at) => only.points[at]?.drill && pick(only.points[at]?.drill ?? ''))}
      />
      {lines.length > most && <p className="note">{`${most} of ${lines.length} lines are drawn; all stand in the table.`}</p>}
      <PointTable lines={lines} before={before} pick={pick} />
    </>
  )
}

/** The share that came through by when they entered. */
export function OverTimeChart({
  points,
  before,
  unit,
  pick,
}: {
  readonly points: readonly OverTime[]
  readonly before: readonly OverTime[] | null
  readonly unit: string
  readonly pick: Pick
}) {
  const lines: Drawn[] = [
    { name: 'Conversion', values: points.map(({ rate }) => rate) },
    ...(before ? [{ name: 'Before', values: points.map((_, at) => before[at]?.rate ?? null), isContext: true }] : []),
  ]
  return <Lines name="Conversion" measure={{ unit: 'percent' }} points={points} lines={lines} unit={unit} pick={(at) => points[at] && pick(points[at].drill)} />
}

/** The share that came through by when they entered, one line for each group, and its numbers. */
export function OverTimeLines({
  groups,
  unit,
  pick,
}: {
  readonly groups: readonly { readonly name: string; readonly points: readonly OverTime[] }[]
  readonly unit: string
  readonly pick: Pick
}) {
  const drawn = groups.slice(0, 6).map(({ name, points }) => ({ name, values: points.map(({ rate }) => rate) }))
  return (
    <>
      <Lines name="Conversion" measure={{ unit: 'percent' }} points={groups[0]?.points ?? []} lines={drawn} unit={unit} pick={null} />
      {groups.length > 6 && <p className="note">{`6 of ${groups.length} groups are drawn.`}</p>}
      {groups.map(({ name, points }) => (
        <section key={name} className="grp-part">
          <h3 className="t13 s">{name}</h3>
          <OverTimeTable of={name} points={points} pick={pick} />
        </section>
      ))}
    </>
  )
}

/** A line of several series bears the name of its series, too. */
const nameOf = ({ label, breakdown }: Line, isOne: boolean): string =>
  breakdown.length === 0 ? label : isOne ? labelOf(breakdown) : `${labelOf(breakdown)} · ${label}`

function Lines({
  name,
  measure,
  points,
  lines,
  unit,
  pick,
}: {
  readonly name: string
  readonly measure: LineDrawing['measure']
  readonly points: readonly { readonly bucket: string; readonly complete: boolean }[]
  readonly lines: readonly Drawn[]
  readonly unit: string
  readonly pick: ((at: number) => void) | null
}) {
  const { workspace } = useUrl()
  const grain: Grain = grains[unit] ?? 'day'
  const [from, to] = [points[0]?.bucket.slice(0, 10) ?? '', points.at(-1)?.bucket.slice(0, 10) ?? '']
  const reach = { day: 0, week: 6, month: 30, quarter: 91, year: 365 }[String(grain)] ?? 6
  const read = useQuery({ ...marksOf(workspace, from, to && addDays(to, reach)), enabled: unit !== 'hour' && from !== '' })
  const notes = useMemo(() => lettered(read.data?.items ?? [], grain, points), [read.data, grain, points])
  const figure = useCallback(
    (frame: Frame) => {
      const open = points.find(({ complete }, at) => !complete && at > 0)
      return lineChart(
        {
          name,
          measure,
          periods: points.map(({ bucket }) => (unit === 'hour' ? bucket : periodOf(bucket.slice(0, 10), grain))),
          lines,
          fromZero: true,
          notes,
          ...(open && unit !== 'hour' ? { openFrom: periodOf(open.bucket.slice(0, 10), grain) } : {}),
        },
        frame,
      )
    },
    [name, measure, points, lines, unit, grain, notes],
  )
  if (unit === 'hour') return <p className="note">Hours stand in the table below.</p>
  return (
    <figure className="fig-room">
      <LineLegend names={lines.filter(({ isContext }) => !isContext).map(({ name: own }) => own)} />
      <Chart figure={figure} {...(pick ? { pick } : {})} />
      {notes.length > 0 && (
        <figcaption className="notes t13 num">
          {notes.map(({ letter, items }) => (
            <span key={letter}>
              <b className="flag">{letter}</b>
              <span>
                {items.map(({ on, says, key }, at) => (
                  <Fragment key={`${on} ${says}`}>
                    {at > 0 && '; '}
                    {sayDay(on)} · {key ? <Go to={`n/notes/${key}`}>{says}</Go> : says}
                  </Fragment>
                ))}
              </span>
            </span>
          ))}
        </figcaption>
      )}
      <AddNote />
    </figure>
  )
}

const mostNotes = 6

/** What happened in the periods that are drawn, one letter for each, the newest six periods. */
function lettered(items: Marks['items'], grain: Grain, points: readonly { readonly bucket: string }[]) {
  const drawn = new Set(points.map(({ bucket }) => periodOf(bucket.slice(0, 10), grain)))
  const byPeriod = Map.groupBy(items, ({ on }) => periodOf(on, grain))
  return [...byPeriod]
    .filter(([period]) => drawn.has(period))
    .slice(-mostNotes)
    .map(([period, own], at) => ({ period, items: own, letter: String.fromCharCode(65 + at) }))
}
