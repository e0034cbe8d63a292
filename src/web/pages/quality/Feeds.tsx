import type { QualityAnswer } from '#web/signals/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayCount, sayDay } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import { Wide } from '#web/parts/Wide.tsx'

/** Each kind of record: how many rows, how new, when they came in, and how many metrics live on it. */
export function Feeds({ facts }: { readonly facts: QualityAnswer['facts'] }) {
  const here = facts.filter(({ rows }) => rows > 0)
  const absent = facts.filter(({ rows, metrics }) => rows === 0 && metrics.length > 0)
  if (here.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-feeds">
      <SectionHead id="h-feeds" title="What has come in" count={`${here.length} of ${facts.length} kinds`} />
      <Wide label="What has come in, by kind">
        <table className="cards num">
          <thead>
            <tr>
              <th scope="col">Records</th>
              <th scope="col" className="r">
                Rows
              </th>
              <th scope="col" className="r">
                Newest
              </th>
              <th scope="col" className="r">
                Came in
              </th>
              <th scope="col" className="r">
                Metrics
              </th>
              <th scope="col" className="r">
                Findings
              </th>
            </tr>
          </thead>
          <tbody>
            {here.map(({ fact, rows, newest, recordedAt, metrics, faults }) => (
              <tr key={fact}>
                <td className="wide b">{words(fact)}</td>
                <td className="r" data-l="Rows">
                  {sayCount(rows)}
                </td>
                <td className="r" data-l="Newest">
                  {newest ? sayDay(newest) : '–'}
                </td>
                <td className="r muted" data-l="Came in">
                  {recordedAt ? sayDay(recordedAt) : '–'}
                </td>
                <td className="r" data-l="Metrics">
                  {metrics.length}
                </td>
                <td className={`r ${faults > 0 ? 'amber' : 'muted'}`} data-l="Findings">
                  {faults}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {absent.length > 0 && <p className="note">{`Nothing yet of ${absent.map(({ fact }) => words(fact).toLowerCase()).join(', ')}.`}</p>}
    </section>
  )
}
