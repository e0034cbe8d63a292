import { Fragment } from 'react'
import type { Cohort, Measurement } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayCount, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** Who began together, and what share is still there: a heat matrix that carries its numbers; cells whose window is open are hatched, never partial. */
export function Cohorts({ measured }: { readonly measured: Measurement }) {
  const cohorts = (measured.cohorts ?? []).filter(({ size }) => size > 0)
  if (cohorts.length === 0) return null
  const ages = [...new Set(cohorts.flatMap(({ cells }) => cells.map(({ age }) => age)))].toSorted((a, b) => a - b)
  return (
    <section className="sec" aria-labelledby="h-coh">
      <SectionHead id="h-coh" title={conclusionOf(cohorts)} count={sayMany(cohorts.length, 'cohort')} />
      <Wide room="heat-room" label="Cohorts by age">
        <table className="heat num">
          <thead>
            <tr>
              <th scope="col">Began</th>
              <th scope="col" className="r">
                n
              </th>
              {ages.map((age) => (
                <th scope="col" key={age} className="r">
                  {age}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => (
              <tr key={cohort.cohort}>
                <th scope="row">{sayPeriod(cohort.cohort)}</th>
                <td className="r muted">{sayCount(cohort.size)}</td>
                {ages.map((age) => (
                  <Fragment key={age}>
                    <HeatCell cohort={cohort} age={age} />
                  </Fragment>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="note">Columns are {measured.grain}s since the beginning. Hatched cells are still open: they would only grow, so they say nothing yet.</p>
    </section>
  )
}

function HeatCell({ cohort, age }: { readonly cohort: Cohort; readonly age: number }) {
  const cell = cohort.cells.find((one) => one.age === age)
  if (!cell) return <td className="none" aria-label="not begun" />
  if (cell.value === null)
    return (
      <td className="open">
        <span className="sr">still open</span>
      </td>
    )
  const step = Math.min(7, Math.max(1, Math.ceil(cell.value * 7)))
  const interval = cell.interval ? `, 95% interval ${sayValue(cell.interval.low, 'ratio')} to ${sayValue(cell.interval.high, 'ratio')}` : ''
  return (
    <td className={`q${step}`} title={`${cell.numerator ?? '–'} of ${cell.denominator ?? cohort.size}${interval}`}>
      {Math.round(cell.value * 100)}
    </td>
  )
}

/** “After 6 months 71% of the newest complete cohort is still there, 68% of the one before”. */
function conclusionOf(cohorts: readonly Cohort[]): string {
  const oldest = Math.max(...cohorts.flatMap(({ cells }) => cells.flatMap(({ age, value }) => (value === null ? [] : [age]))))
  const age = Math.min(6, oldest)
  const known = cohorts.filter(({ cells }) => cells.some((cell) => cell.age === age && cell.value !== null))
  const [before, now] = known.slice(-2)
  const at = (cohort: Cohort | undefined) => cohort?.cells.find((cell) => cell.age === age)?.value ?? null
  if (!now || age <= 0) return 'Cohorts by age'
  const rest = before && now !== before ? `, ${sayValue(at(before), 'ratio')} of those before` : ''
  return `At age ${age}, ${sayValue(at(now), 'ratio')} of those who began in ${sayPeriod(now.cohort, { long: true })} are still there${rest}`
}
