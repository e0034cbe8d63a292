import type { Unit } from '#kernel'
import { sayPeriod, sayValue } from '#web/say.ts'
import { Wide } from './Wide.tsx'

export interface SeriesRow {
  readonly key: string
  readonly says: string
  /** It is not the one that counts. */
  readonly isMuted: boolean
  readonly unit: Unit
  readonly currency?: string
  /** By period, as the columns stand. */
  readonly values: readonly (number | null)[]
  /** What it is held against: values that differ are marked. */
  readonly against?: readonly (number | null)[]
}

/** Figures counted in two ways, period by period, one line above the other. */
export function TwoSeries({ label, periods, rows }: { readonly label: string; readonly periods: readonly string[]; readonly rows: readonly SeriesRow[] }) {
  return (
    <Wide label={label}>
      <table className="num">
        <thead>
          <tr>
            <th scope="col">Restated</th>
            {periods.map((period) => (
              <th scope="col" className="r" key={period}>
                {sayPeriod(period)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, says, isMuted, unit, currency, values, against = values }) => (
            <tr key={key}>
              <th scope="row" className={isMuted ? 'muted' : ''}>
                {says}
              </th>
              {periods.map((period, at) => (
                <td key={period} className={`r ${values[at] === against[at] ? '' : 'amber b'}`}>
                  {sayValue(values[at] ?? null, unit, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
