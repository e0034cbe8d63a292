import { small } from '#engines/numbers/capital.ts'
import type { TreeTold } from '#web/explained.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayMany, sayPeriod, sayValue, showVariance } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** The scoreboard of beliefs: did the input move, and did the output follow within the lag? */
export function Beliefs({ told }: { readonly told: TreeTold }) {
  const { set } = useUrl()
  const beliefs = told.hypotheses.flatMap((score) => {
    const edge = told.edges.find(({ id }) => id === score.id)
    return edge ? [{ score, edge }] : []
  })
  const nameOf = (id: string) => told.nodes.find((node) => node.id === id)?.name ?? id
  return (
    <section className="sec" aria-labelledby="h-bel">
      <SectionHead id="h-bel" title="Did the output follow?" count={sayMany(beliefs.length, 'belief')} />
      {beliefs.length === 0 && <p className="note">No belief is drawn. Say what you think moves what, after how many months; it is scored from then on.</p>}
      {beliefs.length > 0 && (
        <Wide label="Beliefs and how they scored">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">Belief</th>
                <th scope="col" className="r">
                  Lag
                </th>
                <th scope="col" className="r">
                  Sure
                </th>
                <th scope="col">Evidence</th>
                <th scope="col" className="r">
                  Followed
                </th>
                <th scope="col">What happened</th>
              </tr>
            </thead>
            <tbody>
              {beliefs.map(({ score, edge }) => (
                <tr key={score.id}>
                  <td className="wide">
                    <button type="button" className="b" onClick={() => set({ peek: `metricDriver:${score.id}` })}>
                      {`${nameOf(edge.from)} ${edge.sign === 1 ? 'raises' : 'lowers'} ${small(nameOf(edge.to))}`}
                    </button>
                    {edge.because && <span className="i1">{edge.because}</span>}
                  </td>
                  <td className="r" data-l="Lag">
                    {edge.lag ? sayMany(edge.lag, 'month') : 'none'}
                  </td>
                  <td className="r" data-l="Sure">
                    {edge.confidence === null ? '–' : sayValue(edge.confidence, 'ratio')}
                  </td>
                  <td data-l="Evidence">{edge.evidence ? words(edge.evidence) : '–'}</td>
                  <td className="r b" data-l="Followed">
                    {score.tested === 0 ? <span className="muted">–</span> : `${score.confirmed} of ${score.tested}`}
                  </td>
                  <td className="wide muted">{score.says}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      <p className="note">A belief is no cause: only an experiment shows that. The input counts as moved when it leaves its routine variation.</p>
    </section>
  )
}

/** Arithmetic that must hold in each period, with what it leaves. */
export function Identities({ told }: { readonly told: TreeTold }) {
  if (told.identities.length === 0) return null
  const nodeOf = (id: string) => told.nodes.find((node) => node.id === id)
  return (
    <section className="sec" aria-labelledby="h-ids">
      <SectionHead id="h-ids" title="Identities, checked in each period" />
      <Wide label="Identities in each period">
        <table className="cards num">
          <thead>
            <tr>
              <th scope="col">Identity</th>
              <th scope="col">State</th>
              <th scope="col" className="r">
                Periods
              </th>
              <th scope="col" className="r">
                Largest residual
              </th>
              <th scope="col">What made the newest change</th>
            </tr>
          </thead>
          <tbody>
            {told.identities.map((one) => {
              const whole = nodeOf(one.whole)
              const worst = one.checks
                .filter(({ difference }) => difference !== null)
                .toSorted((a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0))[0]
              const show = (value: number) => (whole ? showVariance(value, 0, whole.unit, { currency: whole.currency }).absolute : String(value))
              const made = (one.drill ?? []).filter(({ part }) => Math.abs(part) > 1e-9).toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part))
              return (
                <tr key={one.whole}>
                  <td className="wide">
                    <b className="b">{whole?.name ?? one.whole}</b> <span className="i1">{one.says}</span>
                  </td>
                  <td data-l="State">
                    <StateWords state={one.broken > 0 ? 'red' : one.holds > 0 ? 'green' : 'none'}>
                      {one.broken > 0 ? 'Broken' : one.holds > 0 ? 'Holds' : 'Not measured'}
                    </StateWords>
                  </td>
                  <td className="r" data-l="Periods">{`${one.holds} of ${one.checks.length}`}</td>
                  <td className="r" data-l="Largest residual">
                    {!worst || worst.difference === null
                      ? '–'
                      : Math.abs(worst.difference) < 1e-6 * Math.max(1, Math.abs(worst.stated ?? 1))
                        ? '0'
                        : `${show(worst.difference)} in ${sayPeriod(worst.period)}`}
                  </td>
                  <td className="wide muted">
                    {made
                      .slice(0, 3)
                      .map(({ id, part }) => `${nodeOf(id)?.name ?? id} ${show(part)}`)
                      .join(', ') || '–'}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}
