import type { MetricHealth, QualityAnswer } from '#web/signals/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Shape } from '#web/parts/StateMark.tsx'
import { sayMany } from '#web/say.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { Wide } from '#web/parts/Wide.tsx'

const stages = ['defined', 'instrumented', 'computed', 'dashboarded', 'targeted', 'guarded', 'inReview'] as const
const states = { good: 'green', warn: 'amber', bad: 'red', unknown: 'none' } as const
const first = 12

/** Health of each metric by its parts, the rung that its records reach, and what the next one takes; those with most missing first. */
export function Ladder({ metrics, portfolio }: { readonly metrics: readonly MetricHealth[]; readonly portfolio: QualityAnswer['portfolio'] }) {
  const { search } = useUrl()
  const sorted = metrics.toSorted((a, b) => rungOf(b) - rungOf(a) || (a.score ?? 0) - (b.score ?? 0))
  const shown = search['all'] ? sorted : sorted.slice(0, first)
  const { targetCoverage, byStage } = portfolio
  return (
    <section className="sec" aria-labelledby="h-health">
      <SectionHead id="h-health" title="Health and maturity" count={sayMany(metrics.length, 'metric')}>
        {metrics.length > first && (
          <Turn words={{ all: search['all'] ? undefined : '1' }} isCurrent={false} className="link t12">
            {search['all'] ? 'The first twelve' : `All ${metrics.length}`}
          </Turn>
        )}
      </SectionHead>
      <p className="note num">
        {[
          ...stages.toReversed().flatMap((stage) => (byStage[stage] ? [`${words(stage)} ${byStage[stage]}`] : [])),
          ...(byStage['none'] ? [`none ${byStage['none']}`] : []),
        ].join(' · ')}
        {` · with a target ${targetCoverage.with} of ${targetCoverage.of}`}
      </p>
      <Wide label="Maturity of each metric">
        <table className="cards">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Parts</th>
              <th scope="col">Stage</th>
              <th scope="col">What is missing next</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.metric}>
                <td className="wide">
                  <Go className="b" to={`metrics/${one.metric}`}>
                    {one.name}
                  </Go>
                </td>
                <td data-l="Parts">
                  <Parts parts={one.parts} />
                </td>
                <td data-l="Stage">{one.maturity.stage ? words(one.maturity.stage) : 'None'}</td>
                <td className="wide muted">{one.maturity.next?.says ?? 'Nothing: it is read in a review.'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

const rungOf = ({ maturity }: MetricHealth): number => stages.findIndex((stage) => stage === maturity.stage)

/** One mark for each part, with its words for who points at it or cannot see it. */
function Parts({ parts }: { readonly parts: MetricHealth['parts'] }) {
  return (
    <ul className="parts">
      {parts.map(({ part, state, says }) => (
        <li key={part} title={`${words(part)}: ${says}`} className={{ good: 'green', warn: 'amber', bad: 'red', unknown: 'muted' }[state]}>
          <Shape state={states[state]} />
          <span className="sr">{`${words(part)}: ${says}`}</span>
        </li>
      ))}
    </ul>
  )
}
