import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import type { IdealFit } from './asked.ts'
import { quartileNames, verdictWords } from './telling.ts'

/** Does the ideal customer stay better than others? By quartile of fit, with what fit means. */
export function Ideal({ ideal, currency, month }: { readonly ideal: IdealFit; readonly currency: string | undefined; readonly month: string | null }) {
  const { verdict, quartiles, known, unknown, excluded, ruledOut, segment } = ideal
  const lines = [
    ...quartiles.map((one) => ({ ...one, name: quartileNames[one.quartile] })),
    ...(ruledOut.n > 0 ? [{ ...ruledOut, name: 'Ruled out', lowest: null, highest: null }] : []),
  ]
  return (
    <section className="sec" aria-label="Ideal customers">
      <SectionHead title={verdictWords(ideal)}>
        <Go className="link" to={`n/segments/${segment.key}`}>
          {segment.title}
        </Go>
      </SectionHead>
      {verdict === 'doesNot' && (
        <p className="note">
          <StateWords state="amber">The description does not hold: fit does not go with retention. Look at its criteria again.</StateWords>
        </p>
      )}
      <Wide label="Retention by quarter of fit">
        <table className="num cards">
          <thead>
            <tr>
              <th scope="col">Accounts by fit</th>
              <th scope="col" className="r">
                Fit
              </th>
              <th scope="col" className="r">
                Accounts
              </th>
              <th scope="col" className="r">
                Paid a year before
              </th>
              <th scope="col" className="r">
                NRR
              </th>
              <th scope="col" className="opt">
                <span className="sr">Drawn</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, n, lowest, highest, opening, retention }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="r" data-l="Fit">
                  {fitWords(lowest, highest)}
                </td>
                <td className="r" data-l="Accounts">
                  {sayCount(n)}
                </td>
                <td className="r" data-l="Paid a year before">
                  {n === 0 ? '–' : sayValue(opening * 12, 'money', currency)}
                </td>
                <td className="r" data-l="NRR">
                  {sayValue(retention, 'ratio')}
                </td>
                <td className="opt" aria-hidden="true">
                  <span className="mini" style={{ width: `${Math.min(1.5, retention ?? 0) * 60}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="note num">
        {`The fit of ${sayMany(known, 'account')} is known, former customers included; of ${sayCount(unknown)} too little is known to judge; ${sayCount(excluded)} are ruled out and stand in no quarter. `}
        {month && `Retention is of those who paid a year before ${sayPeriod(month, { long: true })}. Accounts of one fit stand together.`}
      </p>
      <Described ideal={ideal} />
    </section>
  )
}

/** What the ideal customer looks like, and what rules an account out. */
function Described({ ideal: { criteria, exclusions, faults } }: { readonly ideal: IdealFit }) {
  return (
    <ul className="rows t13">
      {criteria.map(({ says, rule, weight }) => (
        <li key={says}>
          <span>{says}</span>
          <span className="muted">{`weight ${weight}: ${rule}`}</span>
        </li>
      ))}
      {exclusions.map(({ says, rule }) => (
        <li key={says}>
          <span>{says}</span>
          <span className="muted">{`rules out: ${rule}`}</span>
        </li>
      ))}
      {faults.map((fault) => (
        <li key={fault}>
          <StateWords state="amber">Cannot be read</StateWords>
          <span className="muted">{fault}</span>
        </li>
      ))}
    </ul>
  )
}

const percent = (fit: number): string => `${Math.round(fit * 100)}%`
function fitWords(lowest: number | null, highest: number | null): string {
  if (lowest === null || highest === null) return '–'
  return percent(lowest) === percent(highest) ? percent(lowest) : `${percent(lowest)} to ${percent(highest)}`
}
