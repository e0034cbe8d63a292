import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { lineChart } from '#engines/charts/lineChart.ts'
import { periodOf } from '#engines/numbers/dates.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import type { AnyRow } from '#kernel'
import { Chart } from '#web/charts/Chart.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Failed, Tile, Waiting } from '#web/parts/Tile.tsx'
import { sayInstantFully } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { adoptionOf, useOf, type Adopted } from './asked.ts'

/** Do those who may use it, use it? */
export function FeatureSlot({ row }: { readonly row: AnyRow }) {
  const { workspace } = useUrl()
  return (
    <Tile of={useOf(workspace, row.key)} name="Its adoption" lines={6}>
      {(use) =>
        use.query === null ? (
          <section className="sec">
            <SectionHead title="Adoption" />
            <p className="note">{use.why}</p>
          </section>
        ) : (
          <Adoption query={use.query} says={use.says} />
        )
      }
    </Tile>
  )
}

function Adoption({ query, says }: { readonly query: Readonly<Record<string, unknown>>; readonly says: string }) {
  const { workspace, asOf } = useUrl()
  const { timeZone } = useMe().workspace
  const asked = asOf ? { ...query, asOf } : query
  const read = useQuery(adoptionOf(workspace, asked))
  if (read.isError) return <Failed name="Its adoption" error={read.error} again={() => void read.refetch()} />
  const feature = read.data?.data.features[0]
  if (!read.data || !feature) return <Waiting name="Its adoption" lines={6} />
  return (
    <section className="sec" aria-label="Adoption">
      <SectionHead
        title={
          feature.rate === null
            ? 'Nobody may use it yet'
            : `${showNumber(feature.rate, 'percent')} of ${feature.eligible.toLocaleString('en-US')} eligible accounts use it`
        }
      >
        <Go to="metrics/explore" words={{ q: JSON.stringify(query), drill: feature.drill, side: 'dropped' }} className="link">
          {`${(feature.eligible - feature.adopted).toLocaleString('en-US')} that do not`}
        </Go>
        <Go to="metrics/explore" words={{ q: JSON.stringify(query) }} className="link">
          Explore
        </Go>
      </SectionHead>
      <p className="note num">
        {`${says} ${feature.adopted.toLocaleString('en-US')} use it`}
        {feature.depthMedian === null ? '' : `, half of them ${feature.depthMedian.toLocaleString('en-US')} times or more`}
        {feature.personsPerAccount === null ? '.' : `, ${feature.personsPerAccount.toFixed(1)} people each.`}
        {` ${read.data.n.toLocaleString('en-US')} events read, as of ${sayInstantFully(read.data.asOf, timeZone)}.`}
      </p>
      {feature.trend.length > 1 && <Weeks points={feature.trend} />}
    </section>
  )
}

function Weeks({ points }: { readonly points: Adopted['data']['features'][number]['trend'] }) {
  const figure = useCallback(
    (frame: Frame) =>
      lineChart(
        {
          name: 'Adoption by week',
          measure: { unit: 'percent' },
          periods: points.map(({ at }) => periodOf(at.slice(0, 10), 'week')),
          lines: [{ name: 'Adoption', values: points.map(({ rate }) => rate) }],
          fromZero: true,
        },
        frame,
      ),
    [points],
  )
  return (
    <figure className="fig-room">
      <Chart figure={figure} />
    </figure>
  )
}
