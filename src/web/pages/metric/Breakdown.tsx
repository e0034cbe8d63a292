import type { Group, Measurement, Metric } from '#kernel'
import { Empty } from '#web/parts/Empty.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { measurement } from '#web/resources.ts'
import { sayCount, sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { askedOf } from './asked.ts'

/** Where? The metric by one dimension, largest part first, with the change of each part. */
export function Breakdown({ metricKey, metric }: { readonly metricKey: string; readonly metric: Metric; readonly measured: Measurement }) {
  const { workspace, search } = useUrl()
  const by = metric.dimensions.find((one) => one === search['by']) ?? metric.dimensions[0] ?? ''
  return (
    <section className="sec" id="breakdown" aria-labelledby="h-by">
      <SectionHead id="h-by" title={`By ${words(by).toLowerCase()}`}>
        <Segments name="by" label="Dimension" value={by} options={metric.dimensions.map((id) => ({ id, says: words(id) }))} />
      </SectionHead>
      <Tile of={measurement(workspace, metricKey, { ...askedOf(search), by })} name={`The breakdown by ${words(by).toLowerCase()}`} lines={4}>
        {(measured) => <Groups metric={metric} measured={measured} by={by} />}
      </Tile>
    </section>
  )
}

function Groups({ metric, measured, by }: { readonly metric: Metric; readonly measured: Measurement; readonly by: string }) {
  const groups = (measured.groups ?? []).toSorted((a, b) => size(b) - size(a))
  if (groups.length === 0) return <Empty says={`No row carries ${words(by).toLowerCase()}`} next="Import the column, or choose another dimension." />
  const whole = groups.reduce((sum, group) => sum + size(group), 0)
  const [prior, now] = periodsOf(groups)
  const money = metric.compute.by === 'revenue'
  return (
    <div className="tw">
      <table className="cards num">
        <thead>
          <tr>
            <th scope="col">{words(by)}</th>
            <th scope="col" className="r">
              n
            </th>
            <th scope="col" className="r">
              Share
            </th>
            <th scope="col" className="r">
              {prior ? sayPeriod(prior) : 'Before'}
            </th>
            <th scope="col" className="r">
              {now ? sayPeriod(now) : 'Now'}
            </th>
            <th scope="col" className="r">
              Change
            </th>
            <th scope="col" className="bar-col">
              <span className="sr">Size of the change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow
              key={group.key}
              group={group}
              metric={metric}
              currency={measured.currency}
              share={whole > 0 && (money || group.denominator !== null) ? size(group) / whole : null}
              widest={widest(groups)}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>All</td>
            <td className="r">{measured.n === null ? '–' : sayCount(measured.n)}</td>
            <td className="r">100%</td>
            <td className="r muted">–</td>
            <td className="r">{sayValue(measured.value, measured.unit, measured.currency)}</td>
            <td colSpan={2} className="r muted">
              –
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function GroupRow({
  group,
  metric,
  currency,
  share,
  widest: scale,
}: {
  readonly group: Group
  readonly metric: Metric
  readonly currency: string
  readonly share: number | null
  readonly widest: number
}) {
  const [before, now] = lastTwo(group)
  const moved = before === null || now === null ? 0 : now - before
  const isGood = metric.better === 'within' ? null : moved > 0 === (metric.better === 'up')
  return (
    <tr>
      <td className="wide b">{group.key === '' ? <span className="muted">Not stated</span> : words(group.key)}</td>
      <td className="r" data-l="n">
        {group.n === null ? '–' : sayCount(group.n)}
        {group.n !== null && group.n < metric.minN && <span className="amber t12"> few</span>}
      </td>
      <td className="r" data-l="Share">
        {share === null ? '–' : sayValue(share, 'ratio')}
      </td>
      <td className="r muted" data-l="Before">
        {sayValue(before, metric.unit, currency)}
      </td>
      <td className="r" data-l="Now">
        {sayValue(group.value ?? now, metric.unit, currency)}
      </td>
      <td className="r" data-l="Change">
        <Variance actual={now} reference={before} unit={metric.unit} currency={currency} better={metric.better} />
      </td>
      <td className="hide bar-col" aria-hidden="true">
        <span
          className={`dbar ${isGood === null ? '' : isGood ? 'good' : 'bad'}`}
          style={moved >= 0 ? { insetInlineStart: '50%', width: `${(moved / scale) * 50}%` } : { insetInlineEnd: '50%', width: `${(-moved / scale) * 50}%` }}
        />
      </td>
    </tr>
  )
}

const size = (group: Group): number => Math.abs(group.denominator ?? group.numerator ?? group.n ?? 0)

function lastTwo({ points }: Group): readonly [number | null, number | null] {
  const closed = points.filter(({ mature }) => mature)
  return [closed.at(-2)?.value ?? null, closed.at(-1)?.value ?? null]
}

function periodsOf(groups: readonly Group[]): readonly (string | undefined)[] {
  const closed = (groups[0]?.points ?? []).filter(({ mature }) => mature)
  return [closed.at(-2)?.period, closed.at(-1)?.period]
}

function widest(groups: readonly Group[]): number {
  const moves = groups.map((group) => {
    const [before, now] = lastTwo(group)
    return before === null || now === null ? 0 : Math.abs(now - before)
  })
  return Math.max(...moves, Number.EPSILON)
}
