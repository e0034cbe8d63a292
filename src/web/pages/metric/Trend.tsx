import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { showWindow } from '#engines/numbers/showPeriod.ts'
import type { AnyRow, Grain, Measurement, AnyMetric } from '#kernel'
import { TrendChart } from '#web/charts/TrendChart.tsx'
import type { ScoreItem } from '#web/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { targets } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { GapsFigure } from './Gaps.tsx'

/** Is it moving? The process-behaviour chart with its limits, and what happened on the dates that may explain it. */
export function Trend({
  metricKey,
  metric,
  grains,
  measured,
  item,
  notes,
}: {
  readonly metricKey: string
  readonly metric: AnyMetric
  readonly grains: readonly Grain[]
  readonly measured: Measurement
  readonly item: ScoreItem | undefined
  readonly notes: readonly AnyRow[]
}) {
  const { workspace, asOf, search, set } = useUrl()
  const aims = useQuery(targets(workspace, { metric: metricKey, asOf }))
  const isOwnGrain = !search['grain'] || search['grain'] === metric.grain
  const points = isOwnGrain && item && item.points.length > 0 ? item.points : measured.points
  const gaps = item?.signal?.gaps
  const isApart = overlaps(measured.window)
  const asked = isOwnGrain && !isApart ? aims.data?.lines.find(({ segment }) => segment === null)?.stretches : undefined
  const shown = useMemo(() => notesOf(notes, metricKey, measured), [notes, metricKey, measured])
  const lettered = useMemo(() => shown.map((note, index) => ({ letter: letter(index), on: String(note['on']), says: String(note['name']) })), [shown])
  const options = [metric.grain, ...grains.filter((grain) => grain !== metric.grain)].map((id) => ({ id, says: `By ${id}` }))
  return (
    <section className="sec" aria-labelledby="h-trend">
      <SectionHead id="h-trend" title={titleOf(item, measured)}>
        {options.length > 1 && <Segments name="grain" label="Grain" value={search['grain'] ?? metric.grain} options={options} />}
      </SectionHead>
      {isOwnGrain && isApart && item && (
        <p className="note num">{`The windows of ${showWindow(measured.window ?? '')} overlap, so the chart ${gaps ? 'is' : 'and its limits are'} of single ${metric.grain}s${item.target ? '; the target is of the whole window and stands under the forecast' : ''}.`}</p>
      )}
      {gaps && <GapsFigure gaps={gaps} chart={item?.signal?.chart} />}
      {gaps && <h3>{`${metric.name}, by ${search['grain'] ?? metric.grain}`}</h3>}
      <figure className="fig-room">
        <TrendChart
          name={metric.name}
          measured={measured}
          points={points}
          better={metric.better}
          limits={isOwnGrain ? (item?.signal ?? null) : null}
          notes={lettered}
          {...(asked ? { targets: asked } : {})}
          pick={(period) => set({ period })}
        />
        <figcaption className="notes t13 num">
          {shown.map((note, index) => (
            <span key={note.id}>
              <b className="flag">{letter(index)}</b>
              <span>
                {sayDay(String(note['on']))} · <Go to={`n/notes/${note.key}`}>{String(note['name'])}</Go>
              </span>
            </span>
          ))}
        </figcaption>
      </figure>
    </section>
  )
}

const letter = (index: number): string => String.fromCharCode(65 + index)

function titleOf(item: ScoreItem | undefined, measured: Measurement): string {
  if (measured.points.length === 0) return 'There is no history yet'
  if (!item) return `${measured.points.length} periods`
  if (item.signal?.gaps) return item.signal.says
  if (!item.signal || item.signal.state === 'none') return item.signal?.says || 'Too few closed periods for limits'
  return item.signal.says === 'Routine variation' ? 'Routine variation: no explanation required' : item.signal.says // a signal that was set aside says by whom
}

/** Windows of several months overlap from month to month; a process-behaviour chart needs separate figures. */
const overlaps = (window: string | null): boolean => window !== null && /^\d+m$/.test(window) && window !== '1m'

/** The newest six notes that concern the metric and fall into its history, oldest first. */
const notesOf = (notes: readonly AnyRow[], key: string, measured: Measurement): readonly AnyRow[] =>
  notes
    .filter((note) => concerns(note, key) && isWithin(note, measured))
    .toSorted((a, b) => String(a['on']).localeCompare(String(b['on'])))
    .slice(-6)

function concerns(note: AnyRow, key: string): boolean {
  const about = note['metrics']
  return !Array.isArray(about) || about.length === 0 || about.includes(key)
}

function isWithin(note: AnyRow, measured: Measurement): boolean {
  const first = measured.points[0]?.period
  return first === undefined || String(note['on']) >= first.slice(0, 4)
}
