import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { lineChart } from '#engines/charts/lineChart.ts'
import { Chart } from '#web/charts/Chart.tsx'
import type { Mean } from './contract.ts'
import { LineLegend } from './LineLegend.tsx'

export interface Curve {
  readonly name: string
  readonly mean: readonly Mean[]
}
const most = 6
/** A mean of fewer starters says little, and at the end of a curve it would say the most. */
const fewest = 10

/** Mean retention by interval as curves, one for each line or group; what fewer than ten starters have behind them stands in the table alone. */
export function RetentionCurves({ curves, unit }: { readonly curves: readonly Curve[]; readonly unit: string }) {
  const drawn = curves.slice(0, most)
  const reach = Math.max(0, ...drawn.map(({ mean }) => mean.findLastIndex(isDrawn) + 1))
  const isCut = drawn.some(({ mean }) => mean.some((one) => one.rate !== null && !isDrawn(one)))
  const figure = useCallback(
    (frame: Frame) => {
      const lines = curves
        .slice(0, most)
        .map(({ name, mean }) => ({ name, values: Array.from({ length: reach }, (_, at) => (mean[at] && isDrawn(mean[at]) ? mean[at].rate : null)) }))
      const periods = Array.from({ length: reach }, (_, at) => String(at))
      return lineChart({ name: 'Retention', measure: { unit: 'percent' }, periods, after: unit, lines, fromZero: true }, frame)
    },
    [curves, reach, unit],
  )
  if (reach < 2) return null
  return (
    <figure className="fig-room">
      <LineLegend names={drawn.map(({ name }) => name)} />
      <Chart figure={figure} />
      {isCut && <figcaption className="note">{`Means of fewer than ${fewest} starters are not drawn; they stand in the table.`}</figcaption>}
      {curves.length > most && <figcaption className="note">{`${most} of ${curves.length} lines are drawn; all stand in the table.`}</figcaption>}
    </figure>
  )
}

const isDrawn = ({ rate, size }: Mean): boolean => rate !== null && size >= fewest
