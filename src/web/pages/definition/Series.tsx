import { Wide } from '#web/parts/Wide.tsx'
import { sayPeriod, sayValue } from '#web/say.ts'
import type { Restated } from '#web/defined.ts'

/** The wording that counts. */
export const counts = 'as it counts'

/** Two wordings of one metric period by period, the older above. */
export function Series({
  told: { points, unit, currency, before, after },
  says,
}: {
  readonly told: Restated
  readonly says: { readonly before: string; readonly after: string }
}) {
  const last = points.slice(-12)
  return (
    <Wide label="Both series, by period">
      <table className="num">
        <thead>
          <tr>
            <th scope="col">Restated</th>
            {last.map(({ period }) => (
              <th scope="col" className="r" key={period}>
                {sayPeriod(period)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['before', 'after'] as const).map((side) => (
            <tr key={side}>
              <th scope="row" className={says[side] === counts ? '' : 'muted'}>
                {`${says[side]} (v${side === 'before' ? before.version : after.version})`}
              </th>
              {last.map((point) => (
                <td key={point.period} className={`r ${side === 'after' && point.after !== point.before ? 'amber b' : ''}`}>
                  {sayValue(point[side], unit, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
