import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { movementChart } from '#engines/charts/movementChart.ts'
import { periodOf, type Grain } from '#engines/numbers/dates.ts'
import { Chart } from '#web/charts/Chart.tsx'
import type { LifecycleBucket } from './contract.ts'

const grains: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year']

/** Who came and who went by interval, as far as intervals are over; the net is by how much more or fewer are active than in the one before. */
export function LifecycleChart({ buckets, unit }: { readonly buckets: readonly LifecycleBucket[]; readonly unit: string }) {
  const grain = grains.find((each) => each === unit)
  const figure = useCallback(
    (frame: Frame) => {
      const over = buckets.filter(({ complete }) => complete)
      const amounts = (state: 'new' | 'resurrecting' | 'dormant'): number[] => over.map((bucket) => Math.abs(bucket[state] ?? 0))
      return movementChart(
        {
          name: 'Lifecycle',
          measure: { unit: 'count' },
          periods: over.map(({ bucket }) => periodOf(bucket.slice(0, 10), grain ?? 'day')),
          movements: [
            { name: 'New', kind: 'gain', amounts: amounts('new') },
            { name: 'Back again', kind: 'gain', amounts: amounts('resurrecting') },
            { name: 'Gone quiet', kind: 'loss', amounts: amounts('dormant') },
          ],
        },
        frame,
      )
    },
    [buckets, grain],
  )
  if (grain === undefined || !buckets.some(({ complete }) => complete)) return null
  return (
    <figure className="fig-room">
      <Chart figure={figure} />
      <figcaption className="note">{`Net: how many more or fewer are active than in the ${unit} before. Returning ones stand in the table.`}</figcaption>
    </figure>
  )
}
