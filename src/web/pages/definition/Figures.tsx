import { sayPeriod, sayValue } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import type { Tried } from '#web/defined.ts'

/** The last six periods of a text that is tried, with what it rests on, and what it changes. */
export function Figures({ tried: { measurement, refused, import: report } }: { readonly tried: Tried }) {
  const changes = report.metrics[0]?.changes ?? []
  const isNew = report.metrics[0]?.action === 'define'
  return (
    <>
      {refused && <p className="note">{`${refused.message} ${refused.hint}`}</p>}
      {measurement && (
        <>
          <table className="num">
            <thead>
              <tr>
                <th scope="col">Period</th>
                <th scope="col" className="r">
                  Value
                </th>
                <th scope="col" className="r">
                  95% interval
                </th>
                <th scope="col" className="r">
                  n
                </th>
              </tr>
            </thead>
            <tbody>
              {measurement.points.slice(-6).map(({ period, value, interval, n, reason, mature }) => (
                <tr key={period}>
                  <th scope="row">{sayPeriod(period)}</th>
                  <td className={`r ${mature ? 'b' : 'muted'}`}>
                    {value === null ? words(reason ?? 'no_data') : sayValue(value, measurement.unit, measurement.currency)}
                  </td>
                  <td className="r muted">
                    {interval
                      ? `${sayValue(interval.low, measurement.unit, measurement.currency)} to ${sayValue(interval.high, measurement.unit, measurement.currency)}`
                      : '–'}
                  </td>
                  <td className="r">{n ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="note">{[`Trust: ${measurement.trust.state}`, ...measurement.trust.reasons.map(({ says }) => says)].join('. ')}</p>
          {measurement.notes.slice(1).map((note) => (
            <p className="note" key={note}>
              {note}
            </p>
          ))}
        </>
      )}
      {!isNew && changes.length > 0 && (
        <>
          <h3>What changes</h3>
          <ul className="changes">
            {changes.map(({ path, says, isProse }) => (
              <li key={path} className={isProse ? 'muted' : ''}>
                {says}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
